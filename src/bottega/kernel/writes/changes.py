"""Insert, update and delete of a tenant's rows, with audit, undo, events and search index.

Each change is one statement that writes the row and, with it, its audit images, its search row and its event. A
command that makes a single change passes ``final=True``: then the audit entry goes into that statement too, and the
whole command is one round trip and one transaction. Of a command with several, one that is sure to change something may
bring the entry along in the same way; else the pipeline writes it at the end. Of a command about many records such
changes are gathered (``gathering``), and those that are alike written in one statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.guards import blocking_references
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import Table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import NotFound
from bottega.kernel.writes import audit_entry
from bottega.kernel.writes.gathering import Rows
from bottega.kernel.writes.plans import Plan, plan_of
from bottega.kernel.writes.preconditions import Where, close_to_newcomers, find_live, must_exist, refuse_use
from bottega.kernel.writes.statements import (
    Aim,
    Parameters,
    Written,
    assign,
    images,
    remember,
    removal,
    seen,
    target,
    unused,
)


async def one(ctx: Context, table: type[Table], record_id: UUID, *, lock: bool = False) -> dict[str, Any]:
    """The live row with that id in the caller's view, sealed columns opened; 404 if there is none."""
    if lock:
        await ctx.begin()
    row = await find_live(ctx, table, record_id, Where.visible(ctx), lock=" FOR UPDATE" if lock else "")
    if row is None:
        raise NotFound
    return await sealing.opened(ctx, table, row)


async def insert(
    ctx: Context, table: type[Table], values: Mapping[str, Any], *, final: bool = False, lasting: bool = False
) -> UUID:
    """Write a new row; answers its id. A ``lasting`` one stays when the command is undone."""
    plan, final = plan_of(table), final and ctx.gathering is None
    record_id: UUID = values.get("id") or new_id()
    plain = {**plan.at_home(ctx.tenant_id), **values, "id": record_id}
    row = await sealing.sealed(ctx, table, plain)
    words = await sealing.words_of(ctx, table, [plain])
    written = _insert(table, tuple(row), log=final, kept=not lasting)
    await _run(ctx, plan, [record_id], written, _set(row) | words, final=final)
    return record_id


@lru_cache(maxsize=1024)
def _insert(table: type[Table], columns: tuple[str, ...], *, log: bool, kept: bool) -> Written:
    plan = plan_of(table)
    p = Parameters()
    placeholders = ", ".join(p.add(f"set_{column}") for column in columns)
    write = (
        f"INSERT INTO {plan.name} ({', '.join(columns)}) VALUES ({placeholders})"
        f" RETURNING {images(plan, before=False, after=True)}"
    )
    return remember(plan, p, write, "created", log=log, changes=kept, words=True)


async def insert_many(ctx: Context, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> list[UUID]:
    """Write many new rows in one statement; all rows have the same keys."""
    if not rows:
        return []
    plan = plan_of(table)
    plain = [{**plan.at_home(ctx.tenant_id), **row, "id": row.get("id") or new_id()} for row in rows]
    made = await sealing.sealed_many(ctx, table, plain)
    written = _insert_many(table, tuple(made[0]))
    words = await sealing.words_of(ctx, table, plain)
    ids = [row["id"] for row in made]
    await _run(ctx, plan, ids, written, {"rows": made, **words})
    return ids


@lru_cache(maxsize=256)
def _insert_many(table: type[Table], columns: tuple[str, ...]) -> Written:
    plan = plan_of(table)
    p = Parameters()
    names = ", ".join(columns)
    write = (
        f"INSERT INTO {plan.name} ({names}) SELECT {names} FROM"
        f" jsonb_populate_recordset(NULL::{plan.name}, {p.add('rows jsonb')})"
        f" RETURNING {images(plan, before=False, after=True)}"
    )
    return remember(plan, p, write, "created", log=False, words=True)


async def update_many(
    ctx: Context, table: type[Table], rows: Sequence[Mapping[str, Any]], *, dependent: bool = False
) -> None:
    """Change the same columns of many live rows in one statement; each row names its ``id``.

    404 if one is gone, unless they are only ``dependent`` on the record that the command is about: such rows were found
    without a lock, and one that somebody else has deleted meanwhile needs no change.
    """
    if not rows:
        return
    made = await sealing.sealed_many(ctx, table, rows)
    written = _update_many(table, tuple(made[0]))
    found = await _run(ctx, plan_of(table), [row["id"] for row in made], written, {"rows": made})
    if len(found) != len(rows) and not dependent:
        raise NotFound
    if found:
        await sealing.after_write(ctx, table, [row["id"] for row in found], changed=rows[0])


@lru_cache(maxsize=256)
def _update_many(table: type[Table], columns: tuple[str, ...]) -> Written:
    plan = plan_of(table)
    p = Parameters()
    touched = ", ".join([*(f"{name} = r.{name}" for name in columns if name != "id"), "updated_at = now()"])
    write = (
        f"UPDATE {plan.name} AS t SET {touched} FROM"
        f" jsonb_populate_recordset(NULL::{plan.name}, {p.add('rows jsonb')}) AS r"
        f" WHERE {plan.owned(p['tenant'], 't')} AND t.id = r.id{' AND t.deleted_at IS NULL' if plan.soft else ''}"
        f" RETURNING {images(plan, before=True, after=True)}"
    )
    return remember(plan, p, write, "updated", log=False)


async def update(
    ctx: Context,
    table: type[Table],
    record_id: UUID,
    values: Mapping[str, Any],
    *,
    where: Where | None = None,
    final: bool = False,
) -> bool:
    """Change columns of a live row; answers whether anything differed. 404 if it is gone, 409 if it has moved on."""
    plan = plan_of(table)
    where = where or Where()
    if not values:
        await must_exist(ctx, table, record_id, where)
        return False
    if final and ctx.gathering is not None and not sealing.has_sealed(table):
        await ctx.gathering.add(ctx, _update_all, (table, values, where.any_version), record_id, where.version)
        return True
    row = await sealing.sealed(ctx, table, values)
    # What is written after it belongs into the same transaction.
    final = final and ctx.gathering is None and (ctx.in_transaction or not sealing.has_sealed(table))
    written = _update(table, tuple(row), where.aim, log=final)
    found = await _run(ctx, plan, [record_id], written, _set(row), where=where, final=final)
    if not found:
        await must_exist(ctx, table, record_id, where)
        raise NotFound
    await sealing.after_write(ctx, table, [record_id], changed=values)
    return bool(found[0]["changed"])


async def _update_all(ctx: Context, shared: tuple[type[Table], Mapping[str, Any], Where], rows: Rows) -> None:
    """The same change of many rows, each in the version that was seen, in one statement.

    None of an encrypted table: rows with the same ciphertext would tell that they hold the same.
    """
    table, values, where = shared
    written = _update(table, tuple(values), where.aim, log=False, many=True)
    if await _run_all(ctx, plan_of(table), rows, written, _set(values), where=where):
        raise NotFound


@lru_cache(maxsize=2048)
def _update(table: type[Table], columns: tuple[str, ...], aim: Aim, *, log: bool, many: bool = False) -> Written:
    plan = plan_of(table)
    p = Parameters("record uuid")
    touched = assign(columns, p)
    if "updated_at" in plan.columns and not set(columns) <= table.quiet:
        touched += ", updated_at = now()"
    found = target(plan, p, aim, many=many)
    others = f" FROM {seen(p)}" if many else ""
    write = f"UPDATE {plan.name} SET {touched}{others} WHERE {found} RETURNING {images(plan, before=True, after=True)}"
    return remember(plan, p, write, "updated", log=log)


async def delete(
    ctx: Context, table: type[Table], record_id: UUID, *, where: Where | None = None, final: bool = False
) -> None:
    """Delete a row: softly where the table can, for good otherwise. 404 if it is not there, 409 while it is in use."""
    plan = plan_of(table)
    where = where or Where()
    if final and ctx.gathering is not None:
        await ctx.gathering.add(ctx, _delete_all, (table, where.any_version), record_id, where.version)
        return
    if blocking_references(plan.name):
        await close_to_newcomers(ctx, plan, [record_id])
    written = _delete(table, where.aim, log=final)
    found = await _run(ctx, plan, [record_id], written, {}, where=where, final=final)
    if not found:
        await must_exist(ctx, table, record_id, where)
        await refuse_use(ctx, plan, record_id)


async def delete_many(ctx: Context, table: type[Table], ids: Sequence[UUID]) -> None:
    """Delete rows that depend on a deleted record in one statement; 409 while one is in use.

    Those that somebody else has deleted meanwhile are left out: nobody asked for them by their ids.
    """
    if not ids:
        return
    plan = plan_of(table)
    if blocking_references(plan.name):
        await close_to_newcomers(ctx, plan, ids)
    found = await _run(ctx, plan, ids, _delete_many(table), {"ids": list(ids)})
    deleted = {row["id"] for row in found}
    for record_id in ids:
        if record_id not in deleted and await find_live(ctx, table, record_id, Where()) is not None:
            await refuse_use(ctx, plan, record_id)


@lru_cache(maxsize=256)
def _delete_many(table: type[Table]) -> Written:
    plan = plan_of(table)
    p = Parameters()
    found = f"{plan.owned(p['tenant'], 't')} AND t.id = ANY({p.add('ids uuid[]')})"
    if plan.soft:
        found += " AND t.deleted_at IS NULL"
    found += unused(plan, p, "t.id")
    return remember(plan, p, removal(plan, f"{plan.name} AS t", found), "deleted", log=False)


async def _delete_all(ctx: Context, shared: tuple[type[Table], Where], rows: Rows) -> None:
    """Delete many rows, each in the version that was seen, in one statement."""
    table, where = shared
    plan = plan_of(table)
    if blocking_references(plan.name):
        await close_to_newcomers(ctx, plan, list(rows))
    written = _delete(table, where.aim, log=False, many=True)
    for record_id in await _run_all(ctx, plan, rows, written, {}, where=where):
        await refuse_use(ctx, plan, record_id)


@lru_cache(maxsize=512)
def _delete(table: type[Table], aim: Aim, *, log: bool, many: bool = False) -> Written:
    plan = plan_of(table)
    p = Parameters("record uuid")
    found = target(plan, p, aim, many=many)
    found += unused(plan, p, f"{plan.name}.id" if many else p["record"])
    return remember(plan, p, removal(plan, plan.name, found, beside=seen(p) if many else ""), "deleted", log=log)


async def _run_all(
    ctx: Context, plan: Plan, rows: Rows, written: Written, own: Mapping[str, Any], *, where: Where
) -> set[UUID]:
    """Execute a change of many rows; answers which were not found although they must exist as they were seen."""
    versions = {"ids": list(rows), "versions": list(rows.values())}
    found = await _run(ctx, plan, list(rows), written, {**own, **versions}, where=where)
    missing = rows.keys() - {row["id"] for row in found}
    for record_id in missing:
        await must_exist(ctx, plan.table, record_id, replace(where, version=rows[record_id]))
    return missing


async def _run(
    ctx: Context,
    plan: Plan,
    ids: Sequence[UUID],
    written: Written,
    own: Mapping[str, Any],
    *,
    where: Where | None = None,
    final: bool = False,
) -> list[Record]:
    """Execute a change within the command's transaction, or as the command if it is final and the first.

    ``own`` are the values of the parameters that this change has beside those that all share.
    """
    if not (final and not ctx.changed):
        await ctx.begin()
    audit_entry.about(ctx, plan.kind, ids[0])
    values = {**audit_entry.shared_values(ctx), **own, "record": ids[0]}
    if where is not None:
        values |= {"organizations": where.organizations, "version": where.version, "viewer": where.viewer}
    found = await ctx.query(written.sql, *written.args(values))
    if any(change["changed"] for change in found):
        ctx.changed += 1
        ctx.recorded = ctx.recorded or final
        if plan.table.announces:
            ctx.stale.add(plan.name, ids)
    return found


def _set(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the columns a statement names one by one."""
    return {f"set_{column}": value for column, value in row.items()}
