"""Rows of an import of customers: values and validation errors."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.formats.registry_numbers import regon_of
from bottega.business.customers.importing.columns import ADDRESS, COLUMNS, Match, understand
from bottega.business.customers.kinds import KINDS, PERSON
from bottega.business.customers.person_names import LONGEST_NAME, NAMES_REQUIRED
from bottega.business.customers.postal_addresses.operations import AddressInput
from bottega.kernel.i18n import T
from bottega.kernel.table_import import rejecting
from bottega.kernel.tabular.import_columns import Column
from bottega.kernel.tabular.import_problems import Rejection, WrongCell, number_in
from bottega.kernel.tabular.imports import Matched, below_titles
from bottega.kernel.tabular.table_files import TableFile
from bottega.kernel.text.folding import fold

NO_NAME: Final = T(en="The row has no name", pl="W wierszu nie ma nazwy")

# What a row is checked by, by the names pydantic gives them in its errors.
_MODELS: Final = {model.__name__: model for model in (*(kind.input for kind in KINDS.values()), AddressInput)}
_POSTAL_CODE: Final = re.compile(r"(\d{2}-\d{3})\s")
_HOME: Final = frozenset({"", "pl", "pol", "polska", "poland"})
# However the two parts are joined, the country before them or not.
_TWO_PARTS: Final = re.compile(r"(?:pl)?[\s-]*(\d{2})[\s\u2010-\u2015-]*(\d{3})", re.IGNORECASE)
_CODE_DIGITS: Final = 5
_REGON_DIGITS: Final = (9, 14)
_SEVERAL: Final = re.compile(r"[,;|\n]")
_BETWEEN_EMAILS: Final = re.compile(r"[\s,;|]+")
# How Google writes several values in a cell, and groups that are its own.
_GOOGLE: Final = ":::"
_GOOGLES_GROUPS: Final = frozenset({"* mycontacts", "* starred"})
# Where it writes several and there is one; anything else is a text in which the sign is nothing special.
_ONE_OF_SEVERAL: Final = frozenset({"primary_email", "primary_phone", "website_url", "company", "job_title", *ADDRESS})
FURTHER: Final = T(
    en="Only the first of several is taken; left out: {texts}",
    pl="Brana jest tylko pierwsza z kilku wartości; pominięto: {texts}",
)
# What the columns of custom fields begin with.
CUSTOM: Final = "cf_"
# Reads what columns beyond the usual ones say, by their names.
ReadFurther = Callable[[Mapping[str, str], Matched], Mapping[str, Any]]
_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True)
class Row:
    """A row that makes sense: what it says of the customer and, apart, of an address; empty cells are left out."""

    line: int
    values: dict[str, Any]
    address: dict[str, Any]
    # The company a person works for, by name.
    employer: str = ""
    tags: tuple[str, ...] = ()
    # Custom values by key: as they were read, and once they are checked, as they are stored.
    custom: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass
class CustomerFile:
    """What a file says."""

    table: TableFile
    matched: Matched
    matches: list[Match]
    rows: list[Row] = field(default_factory=list[Row])
    rejected: list[Rejection] = field(default_factory=list[Rejection])
    # What rows say that are taken, and is not taken.
    left_out: list[Rejection] = field(default_factory=list[Rejection])

    @property
    def has_custom(self) -> bool:
        """Whether a column is a custom field."""
        return any(name.startswith(CUSTOM) for name in self.matched.places)


def read_customers(
    table: TableFile,
    kind: str,
    chosen: Mapping[str, str],
    locale: str,
    *,
    further: Sequence[Column] = (),
    read_further: ReadFurther = lambda texts, _matched: dict(texts),
) -> CustomerFile:
    """Every row of a file, understood or rejected; ``further`` columns are read by ``read_further``.

    Raises:
        Invalid: The file has no column that was chosen.
    """
    columns = (*COLUMNS[kind], *further)
    table = below_titles(table, columns, chosen)
    matched, matches = understand(table, columns, chosen)
    found = CustomerFile(table, matched, matches)
    for line, cells in table.rows:
        with rejecting(found.rejected, line, matched, locale=locale, models=_MODELS):
            texts, besides = _firsts(matched.values(cells))
            found.rows.append(_row(line, matched, texts, kind, read_further))
            found.left_out += [
                Rejection(line, matched.called(name, locale), FURTHER.given(texts=", ".join(rest))(locale))
                for name, rest in besides.items()
            ]
    return found


def in_a_cell(text: str) -> list[str]:
    """Several things in one cell, each once: between commas, semicolons, bars, as Google does, or in lines."""
    pieces = text.split(_GOOGLE) if _GOOGLE in text else _SEVERAL.split(text)
    parts = (" ".join(piece.split()) for piece in pieces)
    return list(dict.fromkeys(part for part in parts if part and part.lower() not in _GOOGLES_GROUPS))


def _firsts(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The cells with the first of several values in each, and the others by the column they are in."""
    firsts, further = dict(texts), dict[str, list[str]]()
    for name, text in texts.items():
        several = name in _ONE_OF_SEVERAL and _GOOGLE in text
        parts = in_a_cell(text) if several else [text]
        if name == "primary_email" and text.count("@") > 1:
            parts = [part for part in _BETWEEN_EMAILS.split(text.replace(_GOOGLE, " ")) if part]
        if len(parts) > 1:
            firsts[name], further[name] = parts[0], parts[1:]
    return firsts, further


def _row(line: int, matched: Matched, texts: Mapping[str, str], kind: str, read_further: ReadFurther) -> Row:
    said = {name: text for name, text in texts.items() if text}
    custom = read_further({name: said.pop(name) for name in list(said) if name.startswith(CUSTOM)}, matched)
    tags = tuple(in_a_cell(said.pop("tags", "")))
    address = _address({name: said.pop(name) for name in ADDRESS if name in said})
    employer = said.pop("company", "") if kind == PERSON else ""
    values: dict[str, Any] = _person(said) if kind == PERSON else _company(said, matched)
    read = KINDS[kind].input.model_validate(values)
    given = read.given()
    if address:
        where = AddressInput.model_validate({**address, "entity_id": _NOBODY})
        address = {name: value for name, value in where.given().items() if name != "entity_id"}
    values = {name: value for name, value in given.items() if value is not None}
    return Row(line, values, address, employer, tags, custom)


def _person(said: dict[str, Any]) -> dict[str, Any]:
    """A person needs both names; from one cell the last word is the family name, unless it comes first."""
    reverse: str = said.pop("reversed_name", "")
    whole: str = said.pop("full_name", "") or " ".join([*reverse.split()[1:], *reverse.split()[:1]])
    if whole and not ("first_name" in said and "last_name" in said):
        first, _, last = whole.rpartition(" ")
        said.setdefault("first_name", first.strip())
        said.setdefault("last_name", last)
    if not (said.get("first_name") and said.get("last_name")):
        raise WrongCell("full_name" if whole else "last_name", NAMES_REQUIRED)
    name = whole or f"{said['first_name']} {said['last_name']}"
    return {**said, "display_name": name[:LONGEST_NAME]}


def _company(said: dict[str, Any], matched: Matched) -> dict[str, Any]:
    """A company may have one name only; addresses of websites are often written without https."""
    name: str = said.get("display_name") or said.get("legal_name") or said.get("brand_name") or ""
    if not name:
        raise WrongCell("display_name", NO_NAME)
    if "website_url" in said and "://" not in said["website_url"]:
        said["website_url"] = f"https://{said['website_url']}"
    if "regon" in said:
        said["regon"] = _regon(said["regon"])
    if "annual_revenue" in said:
        said["annual_revenue"] = number_in(matched, "annual_revenue", said["annual_revenue"])
    return {**said, "display_name": name}


def _address(parts: dict[str, str]) -> dict[str, str]:
    """An address in one cell is taken apart; a village without streets has its name as the first line."""
    whole = _taken_apart(parts.get("address_line1", ""))
    if whole and "postal_code" not in parts:
        street, code, city = whole
        parts = {
            "address_line1": street,
            "postal_code": code,
            "city": city,
            **{name: text for name, text in parts.items() if name != "address_line1"},
        }
    if "postal_code" in parts:
        parts = {**parts, "postal_code": _postal_code(parts["postal_code"], parts.get("country", ""))}
    first = parts.get("address_line1") or parts.get("city")
    # A country or a region alone is no address.
    return {**parts, "address_line1": first} if first else {}


def _postal_code(text: str, country: str) -> str:
    """A Polish postal code in its form, which a spreadsheet may have taken for a number; others as they are.

    What the form is: docs/business-rules.md, «Identifiers».
    """
    if fold(country.strip()) not in _HOME:
        return text
    if text.isascii() and text.isdigit():
        text = text.zfill(_CODE_DIGITS)
    found = _TWO_PARTS.fullmatch(text)
    return f"{found[1]}-{found[2]}" if found else text


def _regon(text: str) -> str:
    """A REGON with the zeros in front that a spreadsheet took away, if its check digit says so."""
    fits = (text.zfill(digits) for digits in _REGON_DIGITS if regon_of(text.zfill(digits)))
    return text if regon_of(text) else next(fits, text)


def _taken_apart(whole: str) -> tuple[str, str, str] | None:
    """Street, postal code and city of "ul. Długa 5/2, 61-001 Poznań"; a city has no comma in it."""
    text = whole[:-1] if whole.endswith((",", ";")) else whole
    last = max(text.rfind(","), text.rfind(";")) + 1
    found = _POSTAL_CODE.search(text, last)
    if found is None or not (city := text[found.end() :].strip()):
        return None
    street = text[: found.start()].rstrip()
    street = street[:-1] if street.endswith((",", ";")) else street
    return None if "\n" in street else (street.strip(), found[1], city)
