"""Customers and addresses by id, as the other party of contracts and documents.

Each function takes ids and answers a dictionary of those in the caller's view, in one statement however many there
are; ids of others are simply missing from it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.postal_addresses.address_format import FORMATS
from bottega.business.customers.references import CUSTOMER_NOT_FOUND, subjects, visible
from bottega.business.customers.tables import Company, Entity, Person
from bottega.business.customers.tables_activity import Address
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.keys.tenant_keys import TenantKeys

NOT_THEIRS: Final = T(en="This is not an address of the customer", pl="To nie jest adres tego klienta")

_OF_PERSON: Final = ("first_name", "last_name", "nip", "iban")
_OF_COMPANY: Final = ("legal_name", "nip", "regon", "krs", "iban")
_READ: Final = (
    "SELECT e.id, e.kind, e.organization_id, e.display_name, e.primary_email, e.primary_phone, "
    + ", ".join([f"p.{name} AS p_{name}" for name in _OF_PERSON] + [f"c.{name} AS c_{name}" for name in _OF_COMPANY])
    + " FROM customers_entities AS e"
    " LEFT JOIN customers_people AS p ON p.tenant_id = e.tenant_id AND p.id = e.id"
    " LEFT JOIN customers_companies AS c ON c.tenant_id = e.tenant_id AND c.id = e.id"
    " WHERE e.tenant_id = $1 AND e.id = ANY($2) AND ($3::uuid[] IS NULL OR e.organization_id = ANY($3))"
)
_PARTS: Final = (
    "name",
    "company_name",
    "address_line1",
    "address_line2",
    "building_number",
    "flat_number",
    "postal_code",
    "city",
    "region",
    "country",
)
_READ_ADDRESSES: Final = (
    f"SELECT a.id, a.entity_id, a.purpose, a.is_primary, {', '.join(f'a.{name}' for name in _PARTS)}, s.address_format"
    " FROM customers_addresses AS a"
    " LEFT JOIN customers_settings AS s ON s.tenant_id = a.tenant_id AND s.organization_id = a.organization_id"
    " WHERE a.tenant_id = $1 AND ($3::uuid[] IS NULL OR a.organization_id = ANY($3)) AND "
)
_HOME: Final = frozenset({"", "pl", "polska", "poland", "rzeczpospolita polska"})


@dataclass(frozen=True)
class Party:
    """A customer as a document names them.

    ``legal_name`` is the registered name of a company, else its display name; of a person both names. Numbers are
    normalised, without spaces; a person has a NIP only when they run a business.
    """

    id: UUID
    kind: str
    organization_id: UUID
    display_name: str
    legal_name: str
    nip: str | None
    regon: str | None
    krs: str | None
    iban: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True)
class PostalAddress:
    """An address as it is printed: street line or lines, postal code with city, and the country where it is abroad.

    ``parts`` are the stored texts by column, blanks as None.
    """

    id: UUID
    customer_id: UUID
    purpose: str | None
    is_primary: bool
    lines: tuple[str, ...]
    parts: Mapping[str, str | None]

    def __str__(self) -> str:
        """All of it in one line."""
        return ", ".join(self.lines)

    def under(self, party: Party) -> "PostalAddress":
        """The same where the customer is named above it: the street comes first, and their name not a second time.

        Another firm's name, for example that of a branch or a building, stands behind the street.
        """
        firm = self.parts.get("company_name")
        if firm is None or not self.lines or self.lines[0] != firm:
            return self
        street, *rest = self.lines[1:] or ("",)
        named = {_plain(name) for name in (party.legal_name, party.display_name)}
        lines = (street, *rest) if _plain(firm) in named else (street, firm, *rest)
        return replace(self, lines=tuple(line for line in lines if line))


async def parties(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID, Party]:
    """The customers in view among the ids, opened."""
    wanted = list({i for i in ids if i is not None})
    if not wanted:
        return {}
    rows = await ctx.query(_READ, ctx.tenant_id, wanted, visible(ctx))
    keys = await sealing.keys_of(ctx)
    return {row["id"]: _party(keys, dict(row)) for row in rows}


def _party(keys: TenantKeys, row: dict[str, Any]) -> Party:
    sealing.open_row(keys, Entity, row)
    if row["kind"] == "person":
        own: dict[str, Any] = {name: row[f"p_{name}"] for name in _OF_PERSON}
        sealing.open_row(keys, Person, own)
        legal = " ".join(own[name] for name in ("first_name", "last_name") if own[name])
    else:
        own = {name: row[f"c_{name}"] for name in _OF_COMPANY}
        sealing.open_row(keys, Company, own)
        legal = own["legal_name"] or ""
    return Party(
        row["id"],
        row["kind"],
        row["organization_id"],
        row["display_name"],
        legal or row["display_name"],
        own["nip"],
        own.get("regon"),
        own.get("krs"),
        own["iban"],
        row["primary_email"],
        row["primary_phone"],
    )


async def addresses(ctx: Context, ids: Iterable[UUID | None]) -> dict[UUID, PostalAddress]:
    """The addresses in view among the ids of addresses; ``customer_id`` says whose each is."""
    wanted = list({i for i in ids if i is not None})
    found = await _addresses(ctx, "a.id = ANY($2)", wanted)
    return {address.id: address for address in found}


async def addresses_of(ctx: Context, customer_ids: Iterable[UUID | None]) -> dict[UUID, list[PostalAddress]]:
    """The addresses of each customer among the ids, the primary one first, then the newest."""
    wanted = list({i for i in customer_ids if i is not None})
    found: dict[UUID, list[PostalAddress]] = {i: [] for i in wanted}
    order = "a.entity_id = ANY($2) ORDER BY a.is_primary DESC, a.created_at DESC, a.id DESC"
    for address in await _addresses(ctx, order, wanted):
        found[address.customer_id].append(address)
    return found


async def _addresses(ctx: Context, which: str, ids: list[UUID]) -> list[PostalAddress]:
    if not ids:
        return []
    rows = await ctx.query(_READ_ADDRESSES + which, ctx.tenant_id, ids, visible(ctx))
    keys = await sealing.keys_of(ctx)
    found: list[PostalAddress] = []
    for row in rows:
        opened: dict[str, Any] = dict(row)
        sealing.open_row(keys, Address, opened)
        parts = {name: (opened[name] or "").strip() or None for name in _PARTS}
        lines = _lines(parts, row["address_format"] or FORMATS[0])
        found.append(PostalAddress(row["id"], row["entity_id"], row["purpose"], row["is_primary"], lines, parts))
    return found


def _lines(parts: Mapping[str, str | None], written: str) -> tuple[str, ...]:
    """How an envelope is addressed.

    ``street_first`` puts the numbers behind the street; ``line_first`` takes the lines as they are, and adds only
    numbers that the first line does not end in already, so that none is lost.
    """
    street, numbers = parts["address_line1"] or "", _numbers(parts)
    if numbers and not (written == FORMATS[0] and street.endswith(f" {numbers}")):
        street = f"{street} {numbers}"
    town = " ".join(part for part in (parts["postal_code"], parts["city"]) if part)
    lines = [parts["company_name"], street, parts["address_line2"], town]
    country = parts["country"]
    if country and country.casefold() not in _HOME:
        lines += [parts["region"], country]
    return tuple(line for line in lines if line)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _numbers(parts: Mapping[str, str | None]) -> str:
    return "/".join(part for part in (parts["building_number"], parts["flat_number"]) if part)


async def check_customer(ctx: Context, customer_id: UUID, *, field: str = "customerId") -> None:
    """400 on the field (``customer_not_found``) unless it is a customer in view; kept until the command ends."""
    if customer_id not in await subjects(ctx, [customer_id], hold="SHARE"):
        raise InvalidInput.field(field, CUSTOMER_NOT_FOUND, "customer_not_found")


async def check_addresses(ctx: Context, customer_id: UUID, chosen: Mapping[str, UUID | None]) -> None:
    """400 naming every field whose address is not one of the customer's; the addresses are kept until the command ends.

    ``chosen`` maps fields of the request to ids of addresses; None and fields left out are no address.
    """
    wanted = {field: address_id for field, address_id in chosen.items() if address_id is not None}
    if not wanted:
        return
    await ctx.begin()
    rows = await ctx.query(
        "SELECT id FROM customers_addresses WHERE tenant_id = $1 AND entity_id = $2 AND id = ANY($3)"
        " AND ($4::uuid[] IS NULL OR organization_id = ANY($4)) ORDER BY id FOR SHARE",
        ctx.tenant_id,
        customer_id,
        list(set(wanted.values())),
        visible(ctx),
    )
    own = {row["id"] for row in rows}
    wrong = [field for field, address_id in wanted.items() if address_id not in own]
    if wrong:
        raise InvalidInput(
            [{"code": "adres_nie_nalezy_do_klienta", "path": [field], "message": NOT_THEIRS} for field in wrong]
        )
