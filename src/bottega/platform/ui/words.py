"""Words of the user interface's operations."""

from bottega.kernel.i18n import T
from bottega.platform.ui.module import module

module.calls(
    entity=T(en="Kind of record", pl="Rodzaj rekordu"),
    title=T(en="Title", pl="Tytuł"),
    tag=T(en="Version of the screens", pl="Wersja ekranów"),
    subtitle=T(en="Further detail", pl="Szczegół"),
)
