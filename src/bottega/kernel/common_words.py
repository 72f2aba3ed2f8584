"""Words that all modules share: ids, moments, and what every list understands."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, cast

from pydantic import BaseModel

from bottega.kernel.i18n import T
from bottega.kernel.words import ANYWHERE, Words

COMMON: Final = Words()

COMMON.call(
    ANYWHERE,
    {
        "id": T(en="Id", pl="Identyfikator"),
        "ids": T(en="Only these records", pl="Tylko te rekordy"),
        "set": T(en="What to change", pl="Co zmienić"),
        "delete": T(en="Delete them", pl="Usuń je"),
        "versions": T(en="Versions that were seen", pl="Widziane wersje"),
        "count": T(en="How many", pl="Ile"),
        "tenant_id": T(en="Tenant", pl="Najemca"),
        "organization_id": T(en="Organization", pl="Organizacja"),
        "created_at": T(en="Created", pl="Utworzono"),
        "deleted_at": T(en="Deleted", pl="Usunięto"),
        "updated_at": T(en="Last changed", pl="Ostatnia zmiana"),
        "is_active": T(en="Active", pl="Aktywne"),
        "tags": T(en="Tags", pl="Etykiety"),
        "tag_ids": T(en="Tags", pl="Etykiety"),
        "custom_fields": T(en="Custom fields", pl="Pola dodatkowe"),
        "page": T(en="Page", pl="Strona"),
        "page_size": T(en="Rows per page", pl="Wierszy na stronie"),
        "total": T(en="Rows found", pl="Znalezionych wierszy"),
        "total_pages": T(en="Pages", pl="Stron"),
        "totals": T(en="Sums", pl="Sumy"),
        "items": T(en="Rows", pl="Wiersze"),
        "search": T(en="Search", pl="Szukaj"),
        "sort_field": T(en="Sort by", pl="Sortuj według"),
        "sort_dir": T(en="Direction", pl="Kierunek"),
        "with_deleted": T(en="Deleted ones too", pl="Także usunięte"),
        "format": T(en="File format", pl="Format pliku"),
        "headings": T(en="Headings of the file", pl="Nagłówki w pliku"),
        "export_scope": T(en="Extent of the file", pl="Zakres pliku"),
        "full": T(en="All columns", pl="Wszystkie kolumny"),
        "date_from": T(en="From day", pl="Od dnia"),
        "date_to": T(en="To day", pl="Do dnia"),
        "ok": T(en="Done", pl="Zrobione"),
        "limit": T(en="At most", pl="Najwyżej"),
        "children": T(en="Items below", pl="Pozycje podrzędne"),
        "default_name": T(en="Default name", pl="Nazwa domyślna"),
        "default_title": T(en="Default name", pl="Nazwa domyślna"),
        "href": T(en="Page address", pl="Adres strony"),
        "enabled": T(en="Enabled", pl="Włączona"),
        "hidden": T(en="Hidden", pl="Ukryta"),
        "error": T(en="Reason", pl="Powód"),
        "action": T(en="What becomes of it", pl="Co się z nim stanie"),
    },
)
COMMON.say("action", {"create": T(en="New", pl="Nowy"), "update": T(en="Changed", pl="Zmieniony")})
COMMON.say("headings", {"keys": T(en="For programs", pl="Dla programów"), "words": T(en="For people", pl="Dla ludzi")})

# What a filter's parameters are called that ask for more than one value, by what their names end in.
VARIANTS: Final = {
    "in": T(en="{word}: one of", pl="{word}: jedno z"),
    "not": T(en="{word}: other than", pl="{word}: inne niż"),
    "empty": T(en="{word}: empty", pl="{word}: puste"),
    "from": T(en="{word}: from", pl="{word}: od"),
    "to": T(en="{word}: to", pl="{word}: do"),
}


def word_of_variant(query: type[BaseModel] | None, wire: str, word: Callable[[str], T | None]) -> T | None:
    """What a parameter is called that is a variant of a filter, by the ``word`` of that filter."""
    of, part = _variants(query).get(wire, ("", "")) if query else ("", "")
    known = word(of) if of else None
    return VARIANTS[part].given(word=known) if known else None


@cache
def _variants(query: type[BaseModel]) -> Mapping[str, tuple[str, str]]:
    """The parameters of a query that are variants of a filter: that filter, and which variant they are."""
    extras = {one.alias or "": one.json_schema_extra for one in query.model_fields.values()}
    described = {wire: cast("dict[str, str]", extra) for wire, extra in extras.items() if isinstance(extra, dict)}
    return {wire: (extra["x-filter"], extra["x-variant"]) for wire, extra in described.items() if "x-variant" in extra}
