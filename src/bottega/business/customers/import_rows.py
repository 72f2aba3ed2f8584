"""A list of customers from elsewhere, row by row: what each says, checked like a form, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from bottega.business.customers.customer_addresses import AddressInput
from bottega.business.customers.customer_inputs import CompanyInput, CustomerInput, PersonInput
from bottega.business.customers.import_columns import ADDRESS, COLUMNS, Match, understand
from bottega.business.customers.people import NAMES_REQUIRED
from bottega.business.customers.scope import COMPANY, PERSON
from bottega.kernel.i18n import T
from bottega.kernel.imports import Matched, TableFile, below_titles, number_of, read_table
from bottega.kernel.issues import describe
from bottega.kernel.schemas import snake_name

NO_NAME: Final = T(en="The row has no name", pl="W wierszu nie ma nazwy")
NO_NUMBER: Final = T(en="“{text}” is no number", pl="„{text}” nie jest liczbą")

_INPUT: Final[Mapping[str, type[CustomerInput]]] = {PERSON: PersonInput, COMPANY: CompanyInput}
# "ul. Długa 5/2, 61-001 Poznań" in a single cell.
_WHOLE_ADDRESS: Final = re.compile(r"(.*?)[,;]?\s*(\d{2}-\d{3})\s+([^,;]+)[,;]?")
_NOBODY: Final = UUID(int=0)
_LONGEST_NAME: Final = 200


@dataclass(frozen=True)
class Rejection:
    """A row that cannot be imported, the column at fault, and why."""

    line: int
    column: str | None
    reason: str


@dataclass(frozen=True)
class Row:
    """A row that makes sense: what it says of the customer and, apart, of an address; empty cells are left out."""

    line: int
    values: dict[str, Any]
    address: dict[str, Any]
    # The company a person works for, by name.
    employer: str = ""


@dataclass
class CustomerFile:
    """What a file says."""

    table: TableFile
    matched: Matched
    matches: list[Match]
    rows: list[Row] = field(default_factory=list[Row])
    rejected: list[Rejection] = field(default_factory=list[Rejection])


class _Wrong(Exception):
    """What is wrong with a cell."""

    def __init__(self, name: str, reason: T) -> None:
        super().__init__(name)
        self.name = name
        self.reason = reason


def read_customers(content: bytes, kind: str, chosen: Mapping[str, str], locale: str) -> CustomerFile:
    """Every row of a file, understood or rejected.

    Raises:
        Invalid: The file holds no table, or has no column that was chosen.
    """
    table = below_titles(read_table(content), COLUMNS[kind])
    matched, matches = understand(table, kind, chosen)
    found = CustomerFile(table, matched, matches)
    for line, cells in table.rows:
        try:
            found.rows.append(_row(line, matched.values(cells), kind))
        except _Wrong as wrong:
            found.rejected.append(Rejection(line, matched.heading(wrong.name), wrong.reason(locale)))
        except ValidationError as error:
            issues = describe(error, locale)
            found.rejected += [_rejection(line, issue, kind, matched, locale) for issue in issues]
    return found


def _row(line: int, texts: Mapping[str, str], kind: str) -> Row:
    said = {name: text for name, text in texts.items() if text}
    address = _address({name: said.pop(name) for name in ADDRESS if name in said})
    employer = said.pop("company", "") if kind == PERSON else ""
    values: dict[str, Any] = _person(said) if kind == PERSON else _company(said)
    read = _INPUT[kind].model_validate(values)
    given = read.given()
    if address:
        where = AddressInput.model_validate({**address, "entity_id": _NOBODY})
        address = {name: value for name, value in where.given().items() if name != "entity_id"}
    return Row(line, {name: value for name, value in given.items() if value is not None}, address, employer)


def _person(said: dict[str, Any]) -> dict[str, Any]:
    """A person needs both names; from one cell the last word is the family name, unless it comes first."""
    reverse: str = said.pop("reversed_name", "")
    whole: str = said.pop("full_name", "") or " ".join([*reverse.split()[1:], *reverse.split()[:1]])
    if whole and not ("first_name" in said and "last_name" in said):
        first, _, last = whole.rpartition(" ")
        said.setdefault("first_name", first.strip())
        said.setdefault("last_name", last)
    if not (said.get("first_name") and said.get("last_name")):
        raise _Wrong("full_name" if whole else "last_name", NAMES_REQUIRED)
    name = whole or f"{said['first_name']} {said['last_name']}"
    return {**said, "display_name": name[:_LONGEST_NAME]}


def _company(said: dict[str, Any]) -> dict[str, Any]:
    """A company may have one name only; addresses of websites are often written without https."""
    name: str = said.get("display_name") or said.get("legal_name") or said.get("brand_name") or ""
    if not name:
        raise _Wrong("display_name", NO_NAME)
    if "website_url" in said and "://" not in said["website_url"]:
        said["website_url"] = f"https://{said['website_url']}"
    if "annual_revenue" in said:
        number = number_of(said["annual_revenue"])
        if number is None:
            raise _Wrong("annual_revenue", NO_NUMBER.given(text=said["annual_revenue"]))
        said["annual_revenue"] = number
    return {**said, "display_name": name}


def _address(parts: dict[str, str]) -> dict[str, str]:
    """An address in one cell is taken apart; a village without streets has its name as the first line."""
    whole = _WHOLE_ADDRESS.fullmatch(parts.get("address_line1", ""))
    if whole and "postal_code" not in parts:
        street, code, city = (part.strip() for part in whole.groups())
        parts = {"address_line1": street, "postal_code": code, "city": city, **{
            name: text for name, text in parts.items() if name != "address_line1"
        }}  # fmt: skip
    first = parts.get("address_line1") or parts.get("city")
    # A country or a region alone is no address.
    return {**parts, "address_line1": first} if first else {}


def _rejection(line: int, issue: Mapping[str, Any], kind: str, matched: Matched, locale: str) -> Rejection:
    name = snake_name(str(issue["path"][0])) if issue["path"] else ""
    title = next((column.title(locale) for column in COLUMNS[kind] if column.name == name), name)
    return Rejection(line, matched.heading(name) or title or None, issue["message"])


def values_of(rows: Iterable[Row], name: str) -> list[str]:
    """Each value of a field that rows have, once."""
    return list(dict.fromkeys(row.values[name] for row in rows if row.values.get(name)))
