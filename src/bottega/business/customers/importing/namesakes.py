"""Probable duplicates in an import: rows without identifiers, and customers of the same name.

Namesakes exist, so a name alone decides nothing where an address says otherwise: the same name is the same customer if
the address is the same too, or if one of both says nothing besides the name. Names and addresses are opened and
compared, as those of employers are.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.importing.rows import Row
from bottega.business.customers.tables import Entity
from bottega.business.customers.tables_activity import Address
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.encryption import sealing
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.text.folding import fold

NAME: Final = "name"
# More customers are not looked through; nobody is recognised by name then.
MOST_CUSTOMERS: Final = 50_000
_PARTS: Final = ("address_line1", "building_number", "flat_number", "postal_code", "city")
_SIGNS: Final = re.compile(r"[^\w]+")


def called(row: Row) -> str:
    """What two rows of a file have in common that are called the same and live at the same address, if any."""
    return f"{_plain(row.values['display_name'])}|{_place(row.address)}"


async def namesakes(ctx: Context, kind: str, organization_id: UUID, rows: Sequence[Row]) -> dict[str, UUID]:
    """The oldest customer of the organization whom each of the rows is probably about, by ``called``."""
    wanted = {_plain(row.values["display_name"]) for row in rows}
    if not wanted:
        return {}
    everybody = await ctx.query(
        "SELECT id, display_name, (primary_email IS NULL AND primary_phone IS NULL) AS unreachable"
        " FROM customers_entities WHERE tenant_id = $1 AND organization_id = $2 AND kind = $3"
        f" ORDER BY created_at, id LIMIT {MOST_CUSTOMERS + 1}",
        ctx.tenant_id,
        organization_id,
        kind,
    )
    if len(everybody) > MOST_CUSTOMERS:
        return {}
    keys = await sealing.keys_of(ctx)
    named = await asyncio.to_thread(_named, everybody, keys, wanted)
    places = await _places(ctx, [known["id"] for each in named.values() for known in each])
    found: dict[str, UUID] = {}
    for row in rows:
        place = _place(row.address)
        for known in named.get(_plain(row.values["display_name"]), ()):
            homes = places.get(known["id"], set())
            silent = not place or (known["unreachable"] and not homes)
            if place in homes or silent:
                found[called(row)] = known["id"]
                break
    return found


def _named(everybody: Iterable[Record], keys: TenantKeys, wanted: set[str]) -> dict[str, list[Record]]:
    where = sealing.place(Entity, "display_name")
    found: dict[str, list[Record]] = {}
    for row in everybody:
        name = _plain(keys.open(row["display_name"], where))
        if name in wanted:
            found.setdefault(name, []).append(row)
    return found


async def _places(ctx: Context, ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    rows = await ctx.query(
        "SELECT * FROM customers_addresses WHERE tenant_id = $1 AND entity_id = ANY($2)", ctx.tenant_id, list(ids)
    )
    found: dict[UUID, set[str]] = {}
    for row in rows:
        found.setdefault(row["entity_id"], set()).add(_place(await sealing.opened(ctx, Address, row)))
    return found


def _place(address: Mapping[str, Any]) -> str:
    """An address without its signs; empty if there is none."""
    return _plain(" ".join(address.get(part) or "" for part in _PARTS))


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", fold(text)).strip()
