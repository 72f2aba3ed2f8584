"""Before and after images of a command's record, and the fields that differ.

The images are stored rows. Encrypted columns are opened for those who may see the record anyway; what is a secret, or
only its hash, is shown to nobody.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final
from uuid import UUID

import structlog

from bottega.kernel import custom_fields, masking, visibility
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import CLASSES, Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.keys.tenant_keys import DecryptionFailed
from bottega.platform.audit_logs.change_labels import change_labels

log = structlog.get_logger()

Image = dict[str, Any]

_SECRET: Final = re.compile(r"hash|secret|password|token|credential|wrapped")
# What is no news of a record.
UNTOLD: Final = frozenset({"updated_at", "tenant_id"})

# The record the entry names, else the first one that changed; before its first change and after its last.
_READ: Final = """
SELECT a.id, first.table_name, first.before, last.after
FROM unnest($2::uuid[], $3::text[]) AS a (id, resource_id),
LATERAL (
    SELECT c.table_name, c.record_id, c.before FROM action_changes AS c
    WHERE c.tenant_id = $1 AND c.action_id = a.id
    ORDER BY (c.record_id::text = a.resource_id) DESC NULLS LAST, c.seq LIMIT 1
) AS first,
LATERAL (
    SELECT c.after FROM action_changes AS c
    WHERE c.tenant_id = $1 AND c.action_id = a.id AND c.table_name = first.table_name
      AND c.record_id = first.record_id
    ORDER BY c.seq DESC LIMIT 1
) AS last
"""


async def images_of(
    ctx: Context, actions: Iterable[Record], *, kind: str | None = None, record: str | None = None
) -> dict[UUID, dict[str, Any]]:
    """The snapshots and changes of log entries by entry; empty ones for records the viewer may not see.

    An entry about many records of a ``kind`` shows what became of the ``record`` that is asked for.
    """
    rows = list(actions)
    about = [record if record and row["resource_kind"] == kind else row["resource_id"] for row in rows]
    found = await ctx.query(_READ, ctx.tenant_id, [row["id"] for row in rows], about)
    commands = {row["id"]: row["command_id"] for row in rows}
    shown: dict[UUID, dict[str, Any]] = {}
    for row in found:
        table = CLASSES.get(row["table_name"])
        if table is None or not _may_see(ctx, table, commands[row["id"]]):
            continue
        if await visibility.is_closed(ctx, table, row["before"], row["after"]):
            continue
        try:
            before = await _opened(ctx, table, row["before"])
            after = await _opened(ctx, table, row["after"])
        except DecryptionFailed as error:
            # One image that does not open must not hide the rest of the log.
            log.warning("audit_log.image_does_not_open", action=str(row["id"]), error=error)
            continue
        if after is not None and after.get("deleted_at") and not (before or {}).get("deleted_at"):
            # Deleted softly: the row is still there, but for people the record is gone.
            after = None
        shown[row["id"]] = {
            "snapshotBefore": before,
            "snapshotAfter": after,
            **await _changes(ctx, table, commands[row["id"]], before, after),
        }
    return shown


async def _changes(
    ctx: Context, table: type[Table], command: str, before: Image | None, after: Image | None
) -> dict[str, Any]:
    if before is None or after is None:
        return {"changes": None, "changeLabels": None}
    found = differences(before, after)
    labels = await change_labels(ctx, table, command, _fields_of(table, after), found)
    return {"changes": found, "changeLabels": labels}


def _may_see(ctx: Context, table: type[Table], command: str) -> bool:
    """Whether somebody may run the command, or read the table's list, and so knows such records already."""
    if ctx.actor.acl.super_admin:
        return True
    operation = ctx.app.command(command)
    if operation is not None and operation.features and ctx.may(*operation.features):
        return True
    return any(
        ctx.may(*reading.features)
        for reading in ctx.app.operations
        if table in (reading.table, reading.custom_table) and reading.method == "GET" and reading.features
    )


async def _opened(ctx: Context, table: type[Table], image: Mapping[str, Any] | None) -> Image | None:
    if image is None:
        return None
    row = await sealing.opened(ctx, table, image)
    masking.conceal(ctx, table, [row])
    if isinstance(row.get("custom"), dict):
        row["custom"] = dict(row["custom"])
        await custom_fields.settle(ctx, _fields_of(table, row), [row["custom"]], prefix="")
    return {name: value for name, value in row.items() if name not in secrets(table)}


def _fields_of(table: type[Table], row: Mapping[str, Any]) -> str:
    """The entity whose custom fields a row has."""
    return row[table.fields_of] if table.fields_of else getattr(table, "entity", table.__tablename__)


@cache
def secrets(table: type[Table]) -> frozenset[str]:
    """The columns of a table that are shown to nobody."""
    columns = sql_table(table).columns
    named = {column.name for column in columns if not column.info.get("sealed") and _SECRET.search(column.name)}
    return frozenset(named | {column.name for column in columns if column.info.get("secret")})


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that differ as ``{field: {from, to}}``; nested ones as ``a.b``, custom fields as ``cf_<key>``."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys([*before, *after]):
        if name not in UNTOLD:
            _compare(found, name, before.get(name), after.get(name))
    return found


def _compare(found: dict[str, Any], path: str, old: Any, new: Any) -> None:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        stem = "cf_" if path == "custom" else f"{path}."
        keys: list[str] = list(dict.fromkeys([*old, *new]))  # pyright: ignore[reportUnknownArgumentType] - JSON
        for key in keys:
            _compare(found, f"{stem}{key}", old.get(key), new.get(key))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType] - JSON
        return
    found[path] = {"from": old, "to": new}
