"""Duplicates in an import of customers: same NIP, e-mail or telephone, in the file or stored.

A NIP says more than an address, an address more than a number, which families share: the first that fits decides. What
is stored is found by keyed hashes, without opening anything. Who has none of them is probably the same as somebody of
the same name (``namesakes``).
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from bottega.business.customers.formats.phones import numbers_in
from bottega.business.customers.importing.namesakes import NAME, called, namesakes
from bottega.business.customers.importing.rows import Row
from bottega.business.customers.kinds import PERSON, PROFILE
from bottega.business.customers.tables import Company, Entity
from bottega.kernel.context import Context

# By what two are the same, and what a client calls it; in this order.
By = Literal["nip", "email", "phone", "name"]
KEYS: Final[Mapping[str, By]] = {"nip": "nip", "primary_email": "email", "primary_phone": "phone", NAME: NAME}
# Where each is stored, of people and of companies alike; a text may hold two telephone numbers.
_STORED: Final[Mapping[str, tuple[str, ...]]] = {
    "primary_email": ("primary_email_hash",),
    "primary_phone": ("primary_phone_hash", "primary_phone_other_hash"),
}
Key = tuple[str, str]


@dataclass(frozen=True)
class Double:
    """A row that is somebody who is known: stored, or in an earlier line of the file; ``by`` says what is the same."""

    row: Row
    by: By
    stored: UUID | None
    line: int | None


@dataclass
class Sorted:
    """The rows of a file: those about nobody known, and doubles, in the order of the file."""

    new: list[Row]
    doubles: list[Double]


def keys_of(row: Row) -> list[Key]:
    """What a row can be recognised by, the strongest first."""
    found: list[Key] = []
    for name in KEYS:
        value: str | None = row.values.get(name)
        if value and name == "primary_phone":
            found += [(name, number) for number in numbers_in(value)]
        elif value:
            found.append((name, value))
    return found


async def sort_out(ctx: Context, kind: str, organization_id: UUID, rows: Sequence[Row]) -> Sorted:
    """Which rows are about somebody who is stored in the organization, or in an earlier row."""
    keys = await asyncio.to_thread(lambda: [keys_of(row) for row in rows])
    stored = await _stored(ctx, kind, organization_id, {key for own in keys for key in own})
    # Who has no number and no address to write to is known by name alone.
    nameless = [row for row, own in zip(rows, keys, strict=True) if not own]
    same = await namesakes(ctx, kind, organization_id, nameless)
    stored |= {(NAME, name): known for name, known in same.items()}
    found = Sorted([], [])
    first: dict[Key, int] = {}
    for row, strong in zip(rows, keys, strict=True):
        named = (NAME, called(row))
        double = _double(row, strong or [named], stored, first)
        own = [*strong, named] if strong else [named]
        if double is None:
            found.new.append(row)
        else:
            found.doubles.append(double)
        for key in own:
            if double is not None and double.stored is not None:
                stored.setdefault(key, double.stored)
            else:
                first.setdefault(key, double.line if double is not None and double.line else row.line)
    return found


def _double(row: Row, own: Iterable[Key], stored: Mapping[Key, UUID], first: Mapping[Key, int]) -> Double | None:
    for key in own:
        if key in stored:
            return Double(row, KEYS[key[0]], stored[key], None)
        if key in first:
            return Double(row, KEYS[key[0]], None, first[key])
    return None


async def _stored(ctx: Context, kind: str, organization_id: UUID, wanted: set[Key]) -> dict[Key, UUID]:
    """The oldest customer of the organization that has each key."""
    places = [(name, Entity.__tablename__, column) for name, columns in _STORED.items() for column in columns]
    places.append(("nip", PROFILE[kind].__tablename__, "nip_hash" if kind == PERSON else "nip"))
    found: dict[Key, UUID] = {}
    for name, table, column in places:
        # What a company's register says is stored as it is; all else is looked up by its hash.
        plain = table == Company.__tablename__
        texts = {v if plain else ctx.app.vault.digest(v): v for key, v in wanted if key == name}
        if not texts:
            continue
        same_kind = " AND kind = $4" if table == Entity.__tablename__ else " AND $4::text IS NOT NULL"
        rows = await ctx.query(
            f"SELECT DISTINCT ON ({column}) {column} AS value, id FROM {table} WHERE tenant_id = $1"
            f" AND organization_id = $2 AND {column} = ANY($3){same_kind} ORDER BY {column}, created_at, id",
            ctx.tenant_id,
            organization_id,
            list(texts),
            kind,
        )
        for row in rows:
            found.setdefault((name, texts[row["value"]]), row["id"])
    return found
