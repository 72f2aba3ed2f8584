"""Tables of dictionaries and their entries."""

from typing import ClassVar, Final, Literal, get_args
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.tables import TenantChild, TenantTable, reference, unique
from bottega.kernel.i18n import T
from bottega.kernel.search_rows import make_searchable

# Hidden ones are used like the others, but the screen of dictionaries does not list them.
Visibility = Literal["default", "hidden"]
VISIBILITIES: Final[tuple[Visibility, ...]] = get_args(Visibility)


class Dictionary(TenantTable):
    """A list of values; the organizations below its own read it, its own alone changes it."""

    __tablename__ = "dictionaries_dictionaries"
    entity = "dictionaries:dictionary"
    called = T(en="Dictionary", pl="Słownik")
    announces = "insert update delete"
    rules = (
        unique(
            "key",
            "organization_id, key",
            where="deleted_at IS NULL",
            field="key",
            message=T(en="A dictionary with this key already exists", pl="Słownik o tym kluczu już istnieje"),
        ),
    )

    key: Mapped[str]
    name: Mapped[str]
    description: Mapped[str | None]
    is_system: Mapped[bool] = mapped_column(server_default=text("false"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    manager_visibility: Mapped[str] = closed(VISIBILITIES, server_default=text("'default'"))


class Entry(TenantChild):
    """A value of a dictionary; it is deleted for good, and records that hold the value keep it."""

    __tablename__ = "dictionaries_entries"
    entity: ClassVar[str] = "dictionaries:entry"
    announces = "insert update delete"
    rules = (
        unique(
            "value",
            "dictionary_id, normalized_value",
            field="value",
            message=T(en="An entry with this value already exists.", pl="Taka wartość już istnieje w słowniku."),
        ),
        unique(
            "default",
            "dictionary_id",
            where="is_default",
            field="isDefault",
            message=T(
                en="Another entry has just become the default; load the entries again",
                pl="Inna pozycja została właśnie domyślną; wczytaj pozycje ponownie",
            ),
        ),
    )

    organization_id: Mapped[UUID]
    dictionary_id: Mapped[UUID] = reference("dictionaries_dictionaries", blocks=False)
    value: Mapped[str]
    normalized_value: Mapped[str]
    label: Mapped[str]
    color: Mapped[str | None]
    icon: Mapped[str | None]
    # Entries are in the order of their positions; those of one position by label.
    position: Mapped[int] = mapped_column(server_default=text("0"))
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))


make_searchable(Dictionary, (Dictionary.name, Dictionary.key, Dictionary.description))
make_searchable(Entry, (Entry.label, Entry.value))
