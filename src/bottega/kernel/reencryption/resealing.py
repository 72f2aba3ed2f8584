"""Background re-encryption of a tenant's stored texts after a changed map or key.

The work is a row: whoever holds its lock does the next batch, and batch and progress are committed together. So it goes
on after any interruption, in any process. It ends with a pass that found nothing to do and began when nobody could
write an old form any more; only then the old key is erased.
"""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import structlog

from bottega.kernel.database.tables import CLASSES, Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.encryption.key_tables import TenantKey
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.job_progress import report
from bottega.kernel.reencryption import batches

if TYPE_CHECKING:
    from bottega.kernel.application import Application
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Connection, Record

log = structlog.get_logger()

# Seconds from storing a key to using it, so that every process knows it first (``encryption.KNOWN_FOR``), and seconds
# after which nobody writes what was wanted before.
LEAD: Final = 15.0
GRACE: Final = 15.0
SWITCHED_OFF: Final = T(
    en="Encryption is switched off (TENANT_DATA_ENCRYPTION), so there is no key to exchange",
    pl="Szyfrowanie jest wyłączone (TENANT_DATA_ENCRYPTION), więc nie ma klucza do wymiany",
)

PASS: Final = T(en="Pass {number}", pl="Przebieg {number}")

_CLAIM: Final = """
SELECT w.*, clock_timestamp() AS now, k.coming IS NOT NULL AS exchanging,
       (k.coming_from IS NULL OR k.coming_from <= clock_timestamp())
       AND (w.passes = 0 OR (w.not_before <= clock_timestamp()
            AND pg_snapshot_xmin(pg_current_snapshot()) > w.barrier::xid8)) AS may_begin
FROM resealing AS w JOIN tenant_keys AS k USING (tenant_id)
WHERE w.tenant_id = $1 AND w.finished_at IS NULL FOR UPDATE OF w SKIP LOCKED
"""
_PROMOTE: Final = """
UPDATE tenant_keys SET wrapped = coming, generation = generation + 1, coming = NULL, coming_from = NULL
WHERE tenant_id = $1 AND coming IS NOT NULL
"""


@dataclass(frozen=True)
class Progress:
    """How far the work on a tenant is; ``total`` is what one pass looks through, and several may be needed."""

    running: bool = False
    done: int = 0
    total: int = 0
    passes: int = 0
    # Values that no key opens: they were left as they are, and a new key stays a second one because of them.
    broken: int = 0


async def request(ctx: "Context", *, lead: float = 0.0, grace: float = GRACE) -> None:
    """Have everything of the tenant looked through, from the beginning, within the transaction of the context."""
    await ctx.query(
        "INSERT INTO resealing AS w (tenant_id, stage, after, not_before)"
        " VALUES ($1, '', '', clock_timestamp() + make_interval(secs => $2))"
        " ON CONFLICT (tenant_id) DO UPDATE SET stage = '', after = '', passes = 0, changed = 0, missed = 0,"
        " broken = 0, done = 0, total = 0, barrier = NULL, pass_from = NULL, started_at = now(), finished_at = NULL,"
        " not_before = excluded.not_before",
        ctx.tenant_id,
        lead + grace,
    )


async def unfinished(connection: "Connection", tenant_id: UUID | None) -> list[UUID]:
    """The tenants, or that one, whose texts are still being looked through; those that have waited longest first."""
    rows = await connection.fetch(
        "SELECT tenant_id FROM resealing WHERE finished_at IS NULL AND ($1::uuid IS NULL OR tenant_id = $1)"
        " ORDER BY started_at",
        tenant_id,
    )
    return [row["tenant_id"] for row in rows]


async def tenants_with_keys(connection: "Connection", tenant_id: UUID | None) -> list[UUID]:
    """The tenants, or that one, that have a data key, oldest keys first."""
    rows = await connection.fetch(
        "SELECT tenant_id FROM tenant_keys WHERE $1::uuid IS NULL OR tenant_id = $1 ORDER BY created_at", tenant_id
    )
    return [row["tenant_id"] for row in rows]


async def choose(ctx: "Context", table: type[Table], wanted: Collection[str]) -> bool:
    """Have just these columns of a table encrypted from now on, old texts included; answers whether that is a change.

    Every column must be one that ``sealing.sealed_names`` knows.
    """
    await sealing.keys_of(ctx)
    await ctx.begin()
    row = await ctx.require(
        "SELECT left_open, also_sealed FROM tenant_keys WHERE tenant_id = $1 FOR UPDATE", ctx.tenant_id
    )
    left_open, also_sealed = set(row["left_open"]), set(row["also_sealed"])
    for name in sealing.sealed_names(table):
        where = sealing.place(table, name)
        chosen, other = (left_open, name not in wanted) if _by_default(table, name) else (also_sealed, name in wanted)
        (chosen.add if other else chosen.discard)(where)
    if left_open == set(row["left_open"]) and also_sealed == set(row["also_sealed"]):
        return False
    await ctx.query(
        "UPDATE tenant_keys SET left_open = $2, also_sealed = $3 WHERE tenant_id = $1",
        ctx.tenant_id,
        sorted(left_open),
        sorted(also_sealed),
    )
    await request(ctx)
    ctx.stale.add(TenantKey.__tablename__)
    return True


def _by_default(table: type[Table], name: str) -> bool:
    return bool(sql_table(table).columns[name].info["by_default"])


async def exchange_key(app: "Application", tenant_id: UUID, *, lead: float = LEAD, grace: float = GRACE) -> bool:
    """Give a tenant a new data key; answers False when an exchange is under way already, which then goes on.

    Raises:
        Conflict: Encryption is switched off.
    """
    if not app.vault.enabled:
        raise Conflict(SWITCHED_OFF)
    async with app.acting(tenant_id) as ctx:
        await sealing.keys_of(ctx)
        await ctx.begin()
        begun = await ctx.query(
            "UPDATE tenant_keys SET coming = $2, coming_from = clock_timestamp() + make_interval(secs => $3)"
            " WHERE tenant_id = $1 AND coming IS NULL RETURNING true",
            ctx.tenant_id,
            app.vault.new_key(tenant_id),
            lead,
        )
        under_way = await ctx.query_value(
            "SELECT true FROM resealing WHERE tenant_id = $1 AND finished_at IS NULL", tenant_id
        )
        if begun or not under_way:
            await request(ctx, lead=lead, grace=grace)
    app.vault.refresh(tenant_id)
    return bool(begun)


async def progress_of(ctx: "Context") -> Progress:
    """How far the work on the tenant of a request is."""
    row = await ctx.query_one("SELECT * FROM resealing WHERE tenant_id = $1", ctx.tenant_id)
    return _progress(row) if row else Progress()


def _progress(row: "Record") -> Progress:
    running = row["finished_at"] is None
    return Progress(running, row["done"], row["total"], row["passes"], row["broken"])


async def settle(
    app: "Application", tenant_id: UUID, *, told: Callable[[Progress], None] | None = None, pause: float = 0.5
) -> Progress:
    """Work until nothing is left to do, or wait while another process works; answers how it ended."""
    while True:
        worked = await step(app, tenant_id)
        async with app.acting(tenant_id) as ctx:
            progress = await progress_of(ctx)
        if told:
            told(progress)
        if progress.passes:
            await report(progress.done, progress.total, stage=PASS.given(number=progress.passes))
        if not progress.running:
            return progress
        if not worked:
            await asyncio.sleep(pause)


async def step(app: "Application", tenant_id: UUID) -> bool:
    """Do the next batch; answers False when there is nothing to do now, or another process does it."""
    async with app.acting(tenant_id) as ctx:
        await ctx.begin()
        work = await ctx.query_one(_CLAIM, tenant_id)
        if work is None or (not work["stage"] and not work["may_begin"]):
            return False
        if work["stage"]:
            await _go_on(ctx, work)
        else:
            # What this process remembers may be older than what is wanted now.
            app.vault.refresh(tenant_id)
            await _begin_pass(ctx)
        promoted = await ctx.query_value("SELECT coming IS NULL FROM tenant_keys WHERE tenant_id = $1", tenant_id)
    if promoted and work["exchanging"]:
        app.vault.refresh(tenant_id)
        log.info("sealing.key_exchanged", tenant=str(tenant_id))
    return True


async def _begin_pass(ctx: "Context") -> None:
    total = 0
    for stage in batches.stages():
        table = batches.table_of(stage)
        owner = CLASSES[table].owner
        total += await ctx.query_value(f"SELECT count(*) FROM {table} WHERE {owner} = $1", ctx.tenant_id)
    await ctx.query(
        "UPDATE resealing SET stage = $2, after = '', passes = passes + 1, changed = 0, missed = 0, broken = 0,"
        " done = 0, total = $3, pass_from = clock_timestamp() WHERE tenant_id = $1",
        ctx.tenant_id,
        batches.stages()[0],
        total,
    )


async def _go_on(ctx: "Context", work: "Record") -> None:
    known = batches.stages()
    # A module may have been removed since: then the next one's table is next.
    stage = work["stage"] if work["stage"] in known else min(name for name in known if name > work["stage"])
    after = work["after"] if stage == work["stage"] else ""
    batch = await batches.batch_of(ctx, stage, after)
    later = known[known.index(stage) + 1 :]
    values: dict[str, Any] = {
        "stage": stage if batch.last else (later[0] if later else ""),
        "after": batch.last or "",
        "changed": work["changed"] + batch.changed,
        "missed": work["missed"] + batch.missed,
        "broken": work["broken"] + batch.broken,
        "done": work["done"] + batch.seen,
    }
    assignments = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, 2))
    await ctx.query(f"UPDATE resealing SET {assignments} WHERE tenant_id = $1", ctx.tenant_id, *values.values())
    if not values["stage"]:
        await ctx.query("UPDATE resealing SET done = total WHERE tenant_id = $1", ctx.tenant_id)
        await _end_pass(ctx, work, clean=not (values["changed"] or values["missed"]), broken=values["broken"])


async def _end_pass(ctx: "Context", work: "Record", *, clean: bool, broken: int) -> None:
    if not clean or work["pass_from"] < work["not_before"]:
        await ctx.query("UPDATE resealing SET barrier = pg_current_xact_id()::text WHERE tenant_id = $1", ctx.tenant_id)
        return
    await ctx.query("UPDATE resealing SET finished_at = clock_timestamp() WHERE tenant_id = $1", ctx.tenant_id)
    # As long as something opens with no key, nobody knows whether it was sealed with the old one.
    if not broken:
        await ctx.query(_PROMOTE, ctx.tenant_id)
