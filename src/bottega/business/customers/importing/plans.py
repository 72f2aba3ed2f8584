"""The plan of an import of customers: rows to create, to change and to skip."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from typing import Any, Final, Literal
from uuid import UUID

from bottega.business.customers import profile_fields
from bottega.business.customers.importing import custom_columns
from bottega.business.customers.importing.duplicates import Double, sort_out
from bottega.business.customers.importing.employers import link_employers
from bottega.business.customers.importing.rows import CustomerFile, Row, read_customers
from bottega.business.customers.importing.tags import FileTags, label_key, understand_tags, worn_tags
from bottega.business.customers.kinds import PERSON, PROFILE
from bottega.business.customers.person_names import follow_names
from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.tabular.table_files import TableFile

Choice = Literal["skip", "update", "create"]
BASE: Final = frozenset(sql_table(Entity).columns.keys())
_KNOWN: Final = "SELECT * FROM {} WHERE tenant_id = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE"


@dataclass
class Change:
    """A customer who is stored: what differs, in the base row and in the profile, and the lines that say so."""

    id: UUID
    lines: list[int]
    base: dict[str, Any]
    profile: dict[str, Any]
    # A customer who has no address yet gets that of the file; one who has keeps theirs.
    address: dict[str, Any]
    # Assigned in addition to those the customer has.
    tags: tuple[str, ...] = ()


@dataclass
class Plan:
    """What is to be done with each row of a file."""

    kind: str
    organization_id: UUID
    file: CustomerFile
    tags: FileTags = field(default_factory=FileTags)
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

    @property
    def wanted_tags(self) -> list[str]:
        """The distinct labels of all rows that are written."""
        written: list[Row | Change] = [*self.new, *self.changed]
        return list(dict.fromkeys(label for one in written for label in one.tags))

    @property
    def new_tags(self) -> list[str]:
        """The labels of tags that will be made."""
        keys = {label_key(label) for label in self.wanted_tags}
        return [label for key, label in self.tags.new.items() if key in keys]


@dataclass(frozen=True)
class Wish:
    """What whoever imports has said: the columns, and what is to be done with doubles, in general and line by line."""

    kind: str
    organization_id: UUID
    chosen: Mapping[str, str]
    doubles: Choice
    decisions: Mapping[int, Choice]
    may_make_tags: bool = False


async def make_plan(ctx: Context, table: TableFile, wish: Wish) -> Plan:
    """Decide about the rows of a file; imports of an organization wait for each other from here on."""
    # Thousands of rows take a moment, in which others are served.
    known_fields = await profile_fields.known_fields(ctx, wish.kind)
    read = partial(
        read_customers,
        table,
        wish.kind,
        wish.chosen,
        ctx.locale,
        further=custom_columns.columns_of(known_fields),
        read_further=partial(custom_columns.read_custom, known=known_fields),
    )
    said = await asyncio.to_thread(read)
    await ctx.begin()
    lock = f"customers.import:{wish.organization_id}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    tags = await understand_tags(ctx, wish.organization_id, said, may_make=wish.may_make_tags)
    linked, unlinked = await link_employers(ctx, wish.organization_id, said.rows)
    found = await sort_out(ctx, wish.kind, wish.organization_id, linked)
    plan = Plan(wish.kind, wish.organization_id, said, tags, unlinked=unlinked)
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
    new = sorted(rows.values(), key=lambda row: row.line)
    plan.new = await custom_columns.check_rows(ctx, wish.kind, wish.organization_id, said, new, new=True)
    await _compare(ctx, plan, known)
    return plan


def _together(first: Row, later: Row) -> Row:
    """Two rows about one new customer: what the later one says wins."""
    return replace(
        first,
        values={**first.values, **later.values},
        address={**first.address, **later.address},
        tags=tuple(dict.fromkeys((*first.tags, *later.tags))),
        custom={**first.custom, **later.custom},
    )


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
        ctx.tenant_id,
        ids,
    )
    housed = {row["entity_id"] for row in homes}
    worn = await worn_tags(ctx, ids)
    for customer_id, rows in known.items():
        if customer_id not in base or customer_id not in profiles:
            continue
        checked = await custom_columns.check_rows(
            ctx, plan.kind, plan.organization_id, plan.file, [reduce(_together, rows)], new=False
        )
        if not checked:
            continue
        stored = await sealing.opened(ctx, Entity, base[customer_id])
        stored |= await sealing.opened(ctx, PROFILE[plan.kind], profiles[customer_id])
        address = {} if customer_id in housed else checked[0].address
        change = Change(customer_id, [row.line for row in rows], {}, {}, address)
        await _fill(ctx, plan, change, checked[0], stored)
        change.tags = _unworn(plan, checked[0], worn.get(customer_id, set()))
        if change.base or change.profile or change.address or change.tags:
            plan.changed.append(change)
        else:
            plan.same += len(rows)


async def _fill(ctx: Context, plan: Plan, change: Change, row: Row, stored: Mapping[str, Any]) -> None:
    """Take over what a row says otherwise than what is stored."""
    differing = {name: value for name, value in row.values.items() if stored[name] != value}
    if plan.kind == PERSON:
        # It is made of both names and follows them, unless somebody chose another.
        differing.pop("display_name", None)
        follow_names(differing, stored, stored)
    change.base = {name: value for name, value in differing.items() if name in BASE}
    change.profile = {name: value for name, value in differing.items() if name not in BASE}
    if custom := await _differing_custom(ctx, plan.kind, stored["custom"], row.custom):
        change.profile["custom"] = custom


def _unworn(plan: Plan, row: Row, worn: set[UUID]) -> tuple[str, ...]:
    """The labels of a row whose tags are not assigned to the customer."""
    return tuple(label for label in row.tags if plan.tags.known.get(label_key(label)) not in worn)


async def _differing_custom(
    ctx: Context, kind: str, stored: Mapping[str, Any], said: Mapping[str, Any]
) -> dict[str, Any]:
    """All custom values as they are to be stored, if what a row says differs; encrypted ones are compared opened."""
    if not said:
        return {}
    before, after = [{f"cf_{key}": values.get(key) for key in said} for values in (stored, said)]
    await profile_fields.settle(ctx, kind, [before, after])
    if before == after:
        return {}
    return {key: value for key, value in {**stored, **said}.items() if value is not None}
