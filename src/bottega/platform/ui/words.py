"""Words of the user interface's operations."""

from bottega.kernel.i18n import T
from bottega.platform.ui.module import module

module.calls(
    entity=T(en="Kind of record", pl="Rodzaj rekordu"),
    title=T(en="Title", pl="Tytuł"),
    tag=T(en="Version of the screens", pl="Wersja ekranów"),
    subtitle=T(en="Further detail", pl="Szczegół"),
)
module.calls(
    "suggestions",
    source=T(en="Source of suggestions", pl="Źródło podpowiedzi"),
    value=T(en="Value", pl="Wartość"),
    label=T(en="Shown as", pl="Wyświetlana nazwa"),
    colour=T(en="Colour", pl="Kolor"),
    icon=T(en="Icon", pl="Ikona"),
)
