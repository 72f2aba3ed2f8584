"""Employers of imported people: companies matched by exact name."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from bottega.business.customers.importing.rows import Row
from bottega.business.customers.tables import Company, Entity
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.encryption import sealing
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.text.folding import fold

# More companies are not looked through; nobody is linked then.
MOST_COMPANIES: Final = 50_000


async def link_employers(ctx: Context, organization_id: UUID, rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """The rows with the company each person works for, and the names no company or more than one has."""
    wanted = {fold(row.employer): row.employer for row in rows if row.employer}
    if not wanted:
        return list(rows), []
    found = await _companies(ctx, organization_id, wanted)
    unknown = [name for key, name in wanted.items() if key not in found]
    linked = [
        replace(row, values={**row.values, "company_entity_id": found[fold(row.employer)]})
        if row.employer and fold(row.employer) in found
        else row
        for row in rows
    ]
    return linked, unknown


async def _companies(ctx: Context, organization_id: UUID, wanted: Iterable[str]) -> dict[str, UUID]:
    """The one company of each name, kept from being deleted until the command ends."""
    rows = await ctx.query(
        "SELECT e.id, e.display_name, c.legal_name FROM customers_entities AS e JOIN customers_companies AS c"
        " ON c.tenant_id = e.tenant_id AND c.id = e.id WHERE e.tenant_id = $1 AND e.organization_id = $2"
        f" AND e.kind = 'company' ORDER BY e.id LIMIT {MOST_COMPANIES + 1}",
        ctx.tenant_id,
        organization_id,
    )
    if len(rows) > MOST_COMPANIES:
        return {}
    keys = await sealing.keys_of(ctx)
    named = await asyncio.to_thread(_named, rows, keys, set(wanted))
    alone = {name: next(iter(ids)) for name, ids in named.items() if len(ids) == 1}
    held = await ctx.query(
        "SELECT id FROM customers_entities WHERE tenant_id = $1 AND id = ANY($2) ORDER BY id FOR KEY SHARE",
        ctx.tenant_id,
        list(alone.values()),
    )
    there = {row["id"] for row in held}
    return {name: company for name, company in alone.items() if company in there}


def _named(rows: Sequence[Record], keys: TenantKeys, wanted: set[str]) -> dict[str, set[UUID]]:
    places = {"display_name": sealing.place(Entity, "display_name"), "legal_name": sealing.place(Company, "legal_name")}
    found: dict[str, set[UUID]] = {}
    for row in rows:
        for column, place in places.items():
            name = fold(keys.open(row[column], place)) if row[column] is not None else ""
            if name in wanted:
                found.setdefault(name, set()).add(row["id"])
    return found
