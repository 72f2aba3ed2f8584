"""Re-encryption of rows: finds values in an outdated form and computes their new form.

Sealed texts stand in encrypted columns, in custom fields, in the images that undo works with, and in files
(``stored_files.py``). All are renewed alike, so that a row and its images stay equal (``TenantKeys.renewed``).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import structlog
from sqlalchemy import Text

from bottega.kernel import search_rows
from bottega.kernel.database.tables import CLASSES, Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.http import idempotency
from bottega.kernel.keys.tenant_keys import DecryptionFailed, TenantKeys, looks_sealed
from bottega.kernel.reencryption import stored_files
from bottega.kernel.reencryption.batch import Batch, Patch

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Record

log = structlog.get_logger()
ROWS: Final = 100
# What is looked through after every table; the sign sorts behind all their names.
IMAGES: Final = "~action_changes"
ANSWERS: Final = "~idempotency_keys"
FILES: Final = "~files/"


def stages() -> list[str]:
    """Everything to look through, in order."""
    tables = sorted(name for name, table in CLASSES.items() if _concerned(table))
    return sorted([*tables, IMAGES, ANSWERS, *(f"{FILES}{name}" for name in stored_files.kept())])


def table_of(stage: str) -> str:
    """Whose rows a stage goes through."""
    return stage.removeprefix(FILES).removeprefix("~")


def _concerned(table: type[Table]) -> bool:
    columns = sql_table(table).columns
    return table.owner in columns and "id" in columns and columns["id"].type.python_type is UUID


@cache
def _texts(table: type[Table]) -> tuple[str, ...]:
    """The columns that may hold sealed texts: those that are described so, and any other text sealed by hand."""
    return tuple(column.name for column in sql_table(table).columns if isinstance(column.type, Text))


async def batch_of(ctx: "Context", stage: str, after: str) -> Batch:
    """Renew the next rows of a stage, within the transaction of the context."""
    if stage == IMAGES:
        return await _images_batch(ctx, after)
    if stage == ANSWERS:
        return await idempotency.renew_some(ctx, after, Batch())
    if stage.startswith(FILES):
        return await stored_files.renew_some(ctx, stored_files.kept()[table_of(stage)], after, Batch())
    return await _table_batch(ctx, CLASSES[stage], after)


def patch_of(
    ctx: "Context",
    keys: TenantKeys,
    table: type[Table],
    row: "Mapping[str, Any] | Record",
    record_id: UUID,
    *,
    batch: Batch,
) -> Patch:
    """What of a row, or of an image of one, is to be stored differently."""
    patch = Patch()
    described = sealing.sealed_names(table)
    for name in _texts(table):
        stored = row.get(name)
        if not isinstance(stored, str):
            continue
        if name not in described:
            if looks_sealed(stored):
                with suppress(DecryptionFailed):
                    new = keys.renewed(stored, sealing.place(table, name), record_id, wanted=True)
                    patch.columns |= {name: new} if new != stored else {}
            continue
        wanted, where = sealing.is_wanted(keys, table, name), sealing.place(table, name)
        try:
            new = keys.renewed(stored, where, record_id, wanted=wanted)
        except DecryptionFailed as error:
            batch.broken += 1
            log.warning("sealing.text_does_not_open", table=table.__tablename__, id=str(record_id), error=error)
            continue
        if new != stored:
            patch.columns[name] = new
        if f"{name}_hash" in row:
            hashes = sealing.hashes_of(ctx, table, name, keys.open(new, where))
            patch.columns |= {column: made for column, made in hashes.items() if made and made != row.get(column)}
    custom = row.get("custom")
    if isinstance(custom, dict):
        whose = row.get(table.fields_of) if table.fields_of else getattr(table, "entity", table.__tablename__)
        patch.custom = _custom_patch(keys, f"{whose}", custom, record_id)  # pyright: ignore[reportUnknownArgumentType] - JSON
    return patch


def _custom_patch(keys: TenantKeys, entity: str, custom: dict[str, Any], record_id: UUID) -> dict[str, str]:
    """Encrypted custom values under the newest key; what only looks like one, because it was sent so, stays."""
    found: dict[str, str] = {}
    for key, stored in custom.items():
        if isinstance(stored, str) and looks_sealed(stored):
            for whose in (entity, *relatives(entity)):
                with suppress(DecryptionFailed):
                    found[key] = keys.renewed(stored, f"{whose}.{key}", record_id, wanted=True)
                    break
    return {key: new for key, new in found.items() if new != custom[key]}


@cache
def relatives(entity: str) -> tuple[str, ...]:
    """Entities whose fields a record may have beside its own: a person has those of all customers."""
    family = entity.partition(":")[0] + ":"
    all_of_them = {str(getattr(table, "entity", "")) for table in CLASSES.values()}
    return tuple(sorted(one for one in all_of_them - {entity} if one.startswith(family)))


async def _table_batch(ctx: "Context", table: type[Table], after: str) -> Batch:
    name, owner = table.__tablename__, table.owner
    only = "" if sealing.has_sealed(table) else f" AND ({_promising(table)})"
    rows = await ctx.query(
        f"SELECT * FROM {name} WHERE {owner} = $1 AND id > $2{only} ORDER BY id LIMIT {ROWS}",
        ctx.tenant_id,
        UUID(after) if after else UUID(int=0),
    )
    batch = Batch(last=str(rows[-1]["id"]) if len(rows) == ROWS else None, seen=len(rows))
    keys = await sealing.keys_of(ctx)
    outdated = await _outdated(ctx, table, keys, [row["id"] for row in rows])
    needy = [
        row["id"] for row in rows if patch_of(ctx, keys, table, row, row["id"], batch=batch) or row["id"] in outdated
    ]
    if not needy:
        return batch
    # What somebody is changing at this moment is left for another pass: nobody waits for us while we wait for others.
    locked = await ctx.query(
        f"SELECT * FROM {name} WHERE {owner} = $1 AND id = ANY($2) FOR NO KEY UPDATE SKIP LOCKED", ctx.tenant_id, needy
    )
    batch.missed = len(needy) - len(locked)
    patches = {row["id"]: patch_of(ctx, keys, table, row, row["id"], batch=Batch()) for row in locked}
    renewed = {id_: patch for id_, patch in patches.items() if patch}
    await _write_rows(ctx, table, renewed)
    await _renew_images_of(ctx, keys, table, list(patches))
    refreshed = await _refresh(ctx, keys, table, [row for row in locked if row["id"] in outdated])
    batch.changed = len(renewed.keys() | refreshed)
    return batch


async def _refresh(ctx: "Context", keys: TenantKeys, table: type[Table], rows: "Sequence[Record]") -> set[UUID]:
    """Rewrite search rows with encrypted words; what does not open is still found by the hashes of the old key."""
    refreshed: set[UUID] = set()
    spec = search_rows.spec_of(table.__tablename__)
    for row in rows if spec is not None and spec.sealed else ():
        plain = dict(row)
        with suppress(DecryptionFailed):
            sealing.open_row(keys, table, plain)
            await search_rows.refresh(ctx, table, [plain])
            refreshed.add(row["id"])
    return refreshed


@cache
def _promising(table: type[Table]) -> str:
    """SQL for the rows worth looking at, where no column is described as sealed."""
    parts = ["false", *(f"{name} ~ ':v[1-9][0-9]*$'" for name in _texts(table))]
    if "custom" in sql_table(table).columns:
        parts.append("custom <> '{}'")
    return " OR ".join(parts)


async def _outdated(ctx: "Context", table: type[Table], keys: TenantKeys, ids: Sequence[UUID]) -> set[UUID]:
    """The records whose search rows hold hashes of an older key."""
    spec = search_rows.spec_of(table.__tablename__)
    if spec is None or not spec.sealed:
        return set()
    rows = await ctx.query(
        "SELECT record_id FROM search_rows WHERE tenant_id = $1 AND entity = $2 AND record_id = ANY($3)"
        " AND key_generation <> $4",
        ctx.tenant_id,
        spec.entity,
        list(ids),
        keys.generation,
    )
    return {row["record_id"] for row in rows}


async def _write_rows(ctx: "Context", table: type[Table], patches: Mapping[UUID, Patch]) -> None:
    """Put new texts into rows; neither their version nor their history moves, because their values do not."""
    if not patches:
        return
    names = sorted({name for patch in patches.values() for name in patch.columns})
    touched = [f"{name} = coalesce(n.texts ->> '{name}', t.{name})" for name in names]
    if any(patch.custom for patch in patches.values()):
        touched.append("custom = t.custom || n.custom")
    await ctx.query(
        f"UPDATE {table.__tablename__} AS t SET {', '.join(touched)}"
        " FROM unnest($2::uuid[], $3::jsonb[], $4::jsonb[]) AS n (id, texts, custom)"
        f" WHERE t.{table.owner} = $1 AND t.id = n.id",
        ctx.tenant_id,
        list(patches),
        [one.columns for one in patches.values()],
        [one.custom for one in patches.values()],
    )


_IMAGE: Final = "action_id, seq, table_name, record_id, before, after"


async def _renew_images_of(ctx: "Context", keys: TenantKeys, table: type[Table], ids: Sequence[UUID]) -> None:
    """Renew the images of rows together with the rows."""
    images = await ctx.query(
        f"SELECT {_IMAGE} FROM action_changes WHERE tenant_id = $1 AND record_id = ANY($2) AND table_name = $3",
        ctx.tenant_id,
        list(ids),
        table.__tablename__,
    )
    await _renew_images(ctx, keys, images, Batch())


async def _images_batch(ctx: "Context", after: str) -> Batch:
    """Renew images whose rows are gone, or were skipped."""
    action, _, seq = after.partition("/")
    images = await ctx.query(
        f"SELECT {_IMAGE} FROM action_changes WHERE tenant_id = $1 AND (action_id, seq) > ($2, $3)"
        f" ORDER BY action_id, seq LIMIT {ROWS * 5}",
        ctx.tenant_id,
        UUID(action) if action else UUID(int=0),
        int(seq or 0),
    )
    batch = Batch(seen=len(images))
    if len(images) == ROWS * 5:
        batch.last = f"{images[-1]['action_id']}/{images[-1]['seq']}"
    await _renew_images(ctx, await sealing.keys_of(ctx), images, batch)
    return batch


async def _renew_images(ctx: "Context", keys: TenantKeys, images: "Sequence[Record]", batch: Batch) -> None:
    changed: list[tuple[UUID, int, list[Any]]] = []
    for image in images:
        table = CLASSES.get(image["table_name"])
        if table is None or not _concerned(table):
            continue
        patches = [
            patch_of(ctx, keys, table, image[side], image["record_id"], batch=batch) if image[side] else Patch()
            for side in ("before", "after")
        ]
        if any(patches):
            new = [part for patch in patches for part in (patch.columns, patch.custom)]
            changed.append((image["action_id"], image["seq"], new))
    if not changed:
        return
    batch.changed += len(changed)
    sides = ", ".join(
        f"{side} = c.{side} || n.{side}_texts || CASE WHEN n.{side}_custom = '{{}}' THEN '{{}}'"
        f" ELSE jsonb_build_object('custom', c.{side} -> 'custom' || n.{side}_custom) END"
        for side in ("before", "after")
    )
    # Only the texts are replaced, in SQL, so that no number of an image passes through Python.
    await ctx.query(
        f"UPDATE action_changes AS c SET {sides} FROM unnest($2::uuid[], $3::bigint[], $4::jsonb[], $5::jsonb[],"
        " $6::jsonb[], $7::jsonb[]) AS n (action_id, seq, before_texts, before_custom, after_texts, after_custom)"
        " WHERE c.tenant_id = $1 AND c.action_id = n.action_id AND c.seq = n.seq",
        ctx.tenant_id,
        [one[0] for one in changed],
        [one[1] for one in changed],
        *([one[2][place] for one in changed] for place in range(4)),
    )
