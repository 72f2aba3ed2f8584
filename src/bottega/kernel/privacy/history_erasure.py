"""Erasure of history: removes images, events and cached answers of erased records, so that no undo restores them."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.caches import ERASURE
from bottega.kernel.database.guards import CHANNEL
from bottega.kernel.database.tables import CLASSES, REFERENCES
from bottega.kernel.encryption import sealing
from bottega.kernel.http.idempotency import PLACE
from bottega.kernel.keys.tenant_keys import DecryptionFailed, TenantKeys
from bottega.kernel.privacy.identifiers import Traces
from bottega.kernel.privacy.redaction import BATCH, MAY_BE_SEALED, readable
from bottega.kernel.privacy.subject_requests import Erasure, Known

if TYPE_CHECKING:
    from bottega.kernel.database.pools import Record

_IMAGES: Final = "DELETE FROM action_changes WHERE tenant_id = $1 AND {} RETURNING action_id"


async def forget(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Remove what commands remember of erased rows, this command included; undo puts none of them back.

    A command that also changed other records can still be undone as far as those go. Who did what and when stays in
    the log, without any value.
    """
    records = [*erasure.records, subject_id]
    affected = {row[0] for row in await ctx.query(_IMAGES.format("record_id = ANY($2)"), ctx.tenant_id, records)}
    for reference in REFERENCES:
        if not {reference.table, reference.target} <= erasure.tables:
            continue
        # Rows deleted long ago still say in their images whose they were.
        column = reference.column
        pointing = f"table_name = $2 AND $3 IN (before ->> '{column}', after ->> '{column}')"
        rows = await ctx.query(_IMAGES.format(pointing), ctx.tenant_id, reference.table, str(subject_id))
        affected |= {row[0] for row in rows}
    affected |= await _forget_images_that_name(ctx, erasure)
    await ctx.query(
        "UPDATE action_logs AS l SET undo_token = NULL WHERE tenant_id = $1 AND id = ANY($2) AND NOT EXISTS"
        " (SELECT FROM action_changes AS c WHERE c.tenant_id = l.tenant_id AND c.action_id = l.id)",
        ctx.tenant_id,
        list(affected),
    )
    # What this command itself tells names ids alone; older events may say more.
    await ctx.query(
        "DELETE FROM event_outbox WHERE tenant_id = $1 AND created_at < now()"
        " AND (record_id = ANY($2) OR position($3::text IN payload::text) > 0 OR payload::text ~ $4)",
        ctx.tenant_id,
        records,
        str(subject_id),
        erasure.known.traces.pattern,
    )
    for totals in ("row_counts", "row_sums"):
        # Of a group that no row is in any more: its parts add up to nothing.
        await ctx.query(
            f"DELETE FROM {totals} WHERE tenant_id = $1 AND array_to_string(facets, ' ') ~ $2",
            ctx.tenant_id,
            erasure.known.traces.pattern,
        )
    await _forget_answers(ctx, subject_id, erasure.known)


async def _announce(ctx: Context) -> None:
    """Have every process forget the opened texts of the tenant at the commit, not when somebody asks again."""
    await ctx.query("SELECT pg_notify($1, $2)", CHANNEL, f"{ERASURE}:{ctx.tenant_id}:")
    ctx.stale.add(ERASURE)


async def _forget_images_that_name(ctx: Context, erasure: Erasure) -> set[UUID]:
    """Remove images in whose words the person is named, of rows that are gone too; answers of which commands they were.

    Only the columns in which others write are looked at. Images of rows that are kept by law stay: they say what the
    rows say.
    """
    traces, affected, after = erasure.known.traces, set[UUID](), (UUID(int=0), 0)
    worded = {name: sorted(columns) for name, columns in erasure.worded.items() if name not in erasure.lawful}
    if not traces or not worded:
        return affected
    promising = " OR ".join(_promising(name, columns) for name, columns in worded.items())
    while True:
        rows = await ctx.query(
            "SELECT action_id, seq, table_name, before, after FROM action_changes WHERE tenant_id = $1"
            f" AND (action_id, seq) > ($2, $3) AND ({promising}) ORDER BY action_id, seq LIMIT {BATCH}",
            ctx.tenant_id,
            *after,
            traces.pattern,
        )
        naming = await asyncio.to_thread(_naming, await sealing.keys_of(ctx), rows, worded, traces)
        await ctx.query(
            "DELETE FROM action_changes AS c USING unnest($2::uuid[], $3::bigint[]) AS n (action_id, seq)"
            " WHERE c.tenant_id = $1 AND c.action_id = n.action_id AND c.seq = n.seq",
            ctx.tenant_id,
            [row["action_id"] for row in naming],
            [row["seq"] for row in naming],
        )
        affected |= {row["action_id"] for row in naming}
        if len(rows) < BATCH:
            return affected
        after = (rows[-1]["action_id"], rows[-1]["seq"])


def _promising(table: str, columns: Sequence[str]) -> str:
    """SQL for images of a table that name the person, or may: what is encrypted says so only when it is opened."""
    words = ", ".join(f"{side} ->> '{column}'" for column in columns for side in ("before", "after"))
    said = f"concat_ws(E'\\n', {words})"
    return f"table_name = '{table}' AND ({said} ~ $4 OR {said} {MAY_BE_SEALED})"


def _naming(
    keys: TenantKeys, rows: "Sequence[Record]", worded: Mapping[str, Sequence[str]], traces: Traces
) -> "list[Record]":
    def named(row: "Record", side: str) -> bool:
        name = row["table_name"]
        said = readable(keys, CLASSES[name], row[side], worded[name]) if row[side] else {}
        return traces.found_in(said)

    return [row for row in rows if named(row, "before") or named(row, "after")]


async def _forget_answers(ctx: Context, subject_id: UUID, known: Known) -> None:
    """Empty kept answers of repeatable requests that name the person; their keys stay used."""
    await _announce(ctx)
    keys = await sealing.keys_of(ctx)
    naming: list[str] = []
    for row in await ctx.query(
        "SELECT key, answer FROM idempotency_keys WHERE tenant_id = $1 AND answer IS NOT NULL", ctx.tenant_id
    ):
        try:
            said = keys.open(row["answer"], PLACE)
        except DecryptionFailed:
            # Nobody reads it any more.
            continue
        if str(subject_id) in said or known.traces.found_in(said):
            naming.append(row["key"])
    await ctx.query(
        "UPDATE idempotency_keys SET answer = NULL WHERE tenant_id = $1 AND key = ANY($2)", ctx.tenant_id, naming
    )
