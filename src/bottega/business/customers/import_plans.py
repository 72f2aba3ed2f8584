"""What an import of customers would do: new ones, changes of those who are known, and rows that are left alone."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

from bottega.business.customers.import_doubles import Double, sort_out
from bottega.business.customers.import_employers import link_employers
from bottega.business.customers.import_rows import CustomerFile, Row, read_customers
from bottega.business.customers.profile_fields import PROFILE
from bottega.business.customers.scope import PERSON
from bottega.business.customers.tables import Entity
from bottega.kernel import sealing
from bottega.kernel.context import Context
from bottega.kernel.tables import sql_table

Choice = Literal["skip", "update", "create"]
BASE: Final = frozenset(sql_table(Entity).columns.keys())
_KNOWN: Final = (
    "SELECT * FROM {} WHERE tenant_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE"
)  # fmt: skip


@dataclass
class Change:
    """A customer who is stored: what differs, in the base row and in the profile, and the lines that say so."""

    id: UUID
    lines: list[int]
    base: dict[str, Any]
    profile: dict[str, Any]
    # A customer who has no address yet gets that of the file; one who has keeps theirs.
    address: dict[str, Any]


@dataclass
class Plan:
    """What is to be done with each row of a file."""

    kind: str
    organization_id: UUID
    file: CustomerFile
    new: list[Row] = field(default_factory=list[Row])
    changed: list[Change] = field(default_factory=list[Change])
    same: int = 0
    skipped: int = 0
    # Names of companies nobody could be linked to.
    unlinked: list[str] = field(default_factory=list[str])
    doubles: list[tuple[Double, Choice]] = field(default_factory=list[tuple[Double, Choice]])

    @property
    def size(self) -> int:
        """How many customers are written."""
        return len(self.new) + len(self.changed)


@dataclass(frozen=True)
class Wish:
    """What whoever imports has said: the columns, and what is to be done with doubles, in general and line by line."""

    kind: str
    organization_id: UUID
    chosen: Mapping[str, str]
    doubles: Choice
    decisions: Mapping[int, Choice]


async def make_plan(ctx: Context, content: bytes, wish: Wish) -> Plan:
    """Read a file and decide about its rows; imports of an organization wait for each other from here on."""
    # Thousands of rows take a moment, in which others are served.
    said = await asyncio.to_thread(read_customers, content, wish.kind, wish.chosen, ctx.locale)
    await ctx.begin()
    lock = f"customers.import:{wish.organization_id}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    linked, unlinked = await link_employers(ctx, wish.organization_id, said.rows)
    found = await sort_out(ctx, wish.kind, wish.organization_id, linked)
    plan = Plan(wish.kind, wish.organization_id, said, unlinked=unlinked)
    rows = {row.line: row for row in found.new}
    known: dict[UUID, list[Row]] = {}
    for double in found.doubles:
        choice = wish.decisions.get(double.row.line, wish.doubles)
        plan.doubles.append((double, choice))
        if choice == "skip":
            plan.skipped += 1
        elif choice == "create":
            rows[double.row.line] = double.row
        elif double.stored is not None:
            known.setdefault(double.stored, []).append(double.row)
        elif double.line is not None and double.line in rows:
            rows[double.line] = _together(rows[double.line], double.row)
    plan.new = sorted(rows.values(), key=lambda row: row.line)
    await _compare(ctx, plan, known)
    return plan


def _together(first: Row, later: Row) -> Row:
    """Two rows about one new customer: what the later one says wins."""
    return Row(first.line, {**first.values, **later.values}, {**first.address, **later.address})


async def _compare(ctx: Context, plan: Plan, known: Mapping[UUID, list[Row]]) -> None:
    """What of the rows about known customers differs from what is stored."""
    if not known:
        return
    ids = list(known)
    base, profiles = [
        {row["id"]: row for row in await ctx.query(_KNOWN.format(table.__tablename__), ctx.tenant_id, ids)}
        for table in (Entity, PROFILE[plan.kind])
    ]
    homes = await ctx.query(
        "SELECT DISTINCT entity_id FROM customers_addresses WHERE tenant_id = $1 AND entity_id = ANY($2)",
        ctx.tenant_id, ids,
    )  # fmt: skip
    housed = {row["entity_id"] for row in homes}
    for customer_id, rows in known.items():
        if customer_id not in base or customer_id not in profiles:
            continue
        whole = rows[0]
        for row in rows[1:]:
            whole = _together(whole, row)
        stored = await sealing.opened(ctx, Entity, base[customer_id])
        stored |= await sealing.opened(ctx, PROFILE[plan.kind], profiles[customer_id])
        differing = {name: value for name, value in whole.values.items() if stored[name] != value}
        if plan.kind == PERSON and not differing.keys() & {"first_name", "last_name"}:
            # It is made of both names; somebody may have chosen another.
            differing.pop("display_name", None)
        address = {} if customer_id in housed else whole.address
        if differing or address:
            own = {name: value for name, value in differing.items() if name not in BASE}
            shared = {name: value for name, value in differing.items() if name in BASE}
            plan.changed.append(Change(customer_id, [row.line for row in rows], shared, own, address))
        else:
            plan.same += len(rows)
