"""Bulk writes of an import of customers, as one command."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.dictionaries.entries import ensure_word
from bottega.business.customers.importing.plans import BASE, Change, Plan
from bottega.business.customers.importing.rows import Row
from bottega.business.customers.importing.tags import make_tags, put_on
from bottega.business.customers.kinds import KINDS, PERSON, PROFILE
from bottega.business.customers.profile_fields import checked_values
from bottega.business.customers.tables import Entity
from bottega.business.customers.tables_activity import Address
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.tables import Table
from bottega.kernel.writes import changes

BATCH: Final = 500
LABELS: Final = {
    name: kind.text(
        en="Import of {many}: {{created}} new, {{updated}} changed",
        pl="Import {many}: nowe: {{created}}, zmienione: {{updated}}",
    )
    for name, kind in KINDS.items()
}
# What a person is described by becomes a word to choose from, as when they are added one by one.
_WORDS: Final = ("status", "job_title", "source")

Progress = Callable[[int], Awaitable[None]]


async def write_plan(ctx: Context, plan: Plan, progress: Progress | None = None) -> None:
    """Write what is planned; ``progress`` hears how many customers are done."""
    if not plan.size:
        return
    label = LABELS[plan.kind].given(created=len(plan.new), updated=len(plan.changed))
    organization_id = plan.organization_id
    ctx.describe(f"customers.{plan.kind}_import", new_id(), label=label, organization_id=organization_id)
    custom = None if plan.file.has_custom else await checked_values(ctx, plan.kind, organization_id, new=True)
    await make_tags(ctx, organization_id, plan.tags, plan.wanted_tags)
    done = 0
    for start in range(0, len(plan.new), BATCH):
        batch = plan.new[start : start + BATCH]
        await _create(ctx, plan, batch, custom)
        done += len(batch)
        if progress:
            await progress(done)
    for start in range(0, len(plan.changed), BATCH):
        some = plan.changed[start : start + BATCH]
        await _change(ctx, plan, some)
        done += len(some)
        if progress:
            await progress(done)
    await _learn_words(ctx, plan)


async def _create(ctx: Context, plan: Plan, rows: Sequence[Row], custom: Mapping[str, Any] | None) -> None:
    place = {"organization_id": plan.organization_id}
    ids = [new_id() for _ in rows]
    halves = [_halves(row.values) for row in rows]
    base = [{**shared, **place, "id": i, "kind": plan.kind} for i, (shared, _) in zip(ids, halves, strict=True)]
    own = [
        {**profile, **place, "id": i, "custom": row.custom if custom is None else custom}
        for i, row, (_, profile) in zip(ids, rows, halves, strict=True)
    ]
    homes = [
        {**row.address, **place, "entity_id": i, "is_primary": True}
        for i, row in zip(ids, rows, strict=True)
        if row.address
    ]
    for table, made in ((Entity, base), (PROFILE[plan.kind], own), (Address, homes)):
        await changes.insert_many(ctx, table, _alike(made))
    await put_on(ctx, plan.tags, [(i, row.tags) for i, row in zip(ids, rows, strict=True)])


def _halves(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    shared = {name: value for name, value in values.items() if name in BASE}
    return shared, {name: value for name, value in values.items() if name not in BASE}


def _alike(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one statement have the same columns."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


async def _change(ctx: Context, plan: Plan, some: Sequence[Change]) -> None:
    profile = PROFILE[plan.kind]
    await _update(ctx, Entity, ((change.id, change.base) for change in some))
    await _update(ctx, profile, ((change.id, change.profile) for change in some))
    homes = [
        {**change.address, "organization_id": plan.organization_id, "entity_id": change.id, "is_primary": True}
        for change in some
        if change.address
    ]
    await changes.insert_many(ctx, Address, _alike(homes))
    await put_on(ctx, plan.tags, [(change.id, change.tags) for change in some])
    # The profile is what events of a customer are about; where only the base row changed, nobody has heard of it yet.
    quiet = [change.id for change in some if (change.base or change.tags) and not change.profile]
    about = [(i, plan.organization_id, {"entityId": str(i)}) for i in quiet]
    await ctx.emit_all(f"customers.{plan.kind}.updated", about)


async def _update(ctx: Context, table: type[Table], wanted: Iterable[tuple[UUID, Mapping[str, Any]]]) -> None:
    """One statement for each set of columns that differ; what stays is not written, not even encrypted anew."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for record_id, values in wanted:
        if values:
            groups.setdefault(tuple(sorted(values)), []).append({"id": record_id, **values})
    for names, rows in groups.items():
        await changes.update_many(ctx, table, [{name: row[name] for name in ("id", *names)} for row in rows])


async def _learn_words(ctx: Context, plan: Plan) -> None:
    if plan.kind != PERSON:
        return
    said = [row.values for row in plan.new] + [{**change.base, **change.profile} for change in plan.changed]
    for name in _WORDS:
        for value in dict.fromkeys(values[name] for values in said if values.get(name)):
            await ensure_word(ctx, plan.organization_id, name, value)
