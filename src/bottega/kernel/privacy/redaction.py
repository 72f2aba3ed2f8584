"""Free-text mentions of a data subject: search, export, redaction.

A module names its tables; every text in them is looked through, JSON and encrypted ones too, unless it names columns.
Only the words that say who it was go, so a note about somebody else stays readable.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

import msgspec
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql as pg

from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.keys.tenant_keys import DecryptionFailed, TenantKeys, looks_sealed
from bottega.kernel.privacy.identifiers import Traces
from bottega.kernel.privacy.subject_requests import Collected, Erasure, entity_of, plain
from bottega.kernel.reencryption.batches import relatives
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Record

# Rows that are read at once, and opened in a thread.
BATCH: Final = 2_000
# SQL: a text that may be sealed, so that only opening it tells what it says.
MAY_BE_SEALED: Final = "~ ':v[1-9][0-9]*(\"|\\n|$)'"
CUSTOM: Final = "custom"


@cache
def words_of(table: type[Table]) -> tuple[str, ...]:
    """The columns of a table that may hold words: texts and JSON, less hashes."""
    return tuple(
        column.name
        for column in sql_table(table).columns
        if isinstance(column.type, (Text, pg.JSONB)) and not column.name.endswith("_hash")
    )


def readable(
    keys: TenantKeys, table: type[Table], row: "Mapping[str, Any] | Record", names: Collection[str] = ()
) -> dict[str, Any]:
    """The words of a row or of an image of one, of all columns or of these, opened as far as they open."""
    plain = {name: row[name] for name in names or words_of(table) if row.get(name) is not None}
    for name, value in plain.items():
        if name == CUSTOM and isinstance(value, dict):
            custom = cast("dict[str, Any]", value)
            plain[name] = {key: _value(keys, table, row, key, stored) for key, stored in custom.items()}
        elif isinstance(value, str) and looks_sealed(value):
            with suppress(DecryptionFailed):
                plain[name] = keys.open(value, sealing.place(table, name))
    return plain


def _value(keys: TenantKeys, table: type[Table], row: Any, key: str, stored: Any) -> Any:
    """A custom value, opened if it is encrypted."""
    place = _place(keys, table, row, key, stored)
    return msgspec.json.decode(keys.open(stored, place)) if place else stored


def _place(keys: TenantKeys, table: type[Table], row: Any, key: str, stored: Any) -> str | None:
    """Where an encrypted custom value is sealed for; None for one that is not encrypted."""
    if not isinstance(stored, str) or not looks_sealed(stored):
        return None
    whose = str(row.get(table.fields_of)) if table.fields_of else entity_of(table)
    for entity in (whose, *relatives(whose)):
        with suppress(DecryptionFailed):
            keys.open(stored, f"{entity}.{key}")
            return f"{entity}.{key}"
    return None


async def whole(ctx: "Context", table: type[Table], row: "Record") -> dict[str, Any]:
    """A row as it is handed out: its words opened, encrypted custom values too."""
    return {**plain(dict(row)), **readable(await sealing.keys_of(ctx), table, row)}


async def of(
    ctx: "Context", table: type[Table], traces: Traces, columns: Collection[str] = (), besides: Collection[UUID] = ()
) -> dict[UUID, dict[str, Any]]:
    """The words that name somebody, by the ids of the rows that say them, and by column."""
    if not traces:
        return {}
    names = tuple(columns) or words_of(table)
    found: dict[UUID, dict[str, Any]] = {}
    async for rows in _batches(ctx, table, names, traces):
        # A pattern of this size over thousands of texts would keep other requests waiting.
        found |= await asyncio.to_thread(_naming, await sealing.keys_of(ctx), table, rows, names, traces)
    return {record_id: said for record_id, said in found.items() if record_id not in besides}


def _naming(
    keys: TenantKeys, table: type[Table], rows: "Sequence[Record]", names: Collection[str], traces: Traces
) -> dict[UUID, dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        words = readable(keys, table, row, names)
        said = {name: words[name] for name in names if name in words and traces.found_in(words[name])}
        if said:
            found[row["id"]] = said
    return found


async def _batches(
    ctx: "Context", table: type[Table], names: Sequence[str], traces: Traces
) -> AsyncIterator[list[Any]]:
    """Rows that name somebody, or may: encrypted ones say so only when they are opened."""
    name, owner, after = table.__tablename__, table.owner, UUID(int=0)
    said = f"concat_ws(' ', {', '.join(f'{column}::text' for column in names)})"
    parts = [f"{said} ~ $3", *(f"{column}::text {MAY_BE_SEALED}" for column in names)]
    sql = f"SELECT * FROM {name} WHERE {owner} = $1 AND id > $2 AND ({' OR '.join(parts)}) ORDER BY id LIMIT {BATCH}"
    while True:
        rows = await ctx.query(sql, ctx.tenant_id, after, traces.pattern)
        yield rows
        if len(rows) < BATCH:
            return
        after = rows[-1]["id"]


async def collect(ctx: "Context", collected: Collected, table: type[Table], columns: Collection[str] = ()) -> None:
    """Hand out what was written about the person in a table; rows that are about them alone are handed out whole."""
    known = collected.known
    found = await of(ctx, table, known.traces, columns, besides=known.records)
    if found:
        said: dict[str, Any] = collected.sections.setdefault("mentions", {})
        said[entity_of(table)] = [{"id": record_id, **words} for record_id, words in found.items()]


async def blacken(
    ctx: "Context",
    erasure: Erasure,
    table: type[Table],
    columns: Collection[str] = (),
    spares: Callable[[Mapping[str, Any]], bool] | None = None,
) -> None:
    """Take the person out of what was written in a table; rows that the law ``spares`` stay as they are."""
    names = tuple(columns) or words_of(table)
    erasure.worded.setdefault(table.__tablename__, set()).update(names)
    found = await of(ctx, table, erasure.known.traces, names)
    if not found:
        return
    await ctx.begin()
    # Read again under lock, so that nothing somebody writes at this moment is lost.
    locked = await ctx.query(
        f"SELECT * FROM {table.__tablename__} WHERE {table.owner} = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE",
        ctx.tenant_id,
        list(found),
    )
    keys = await sealing.keys_of(ctx)
    changed: list[UUID] = []
    for row in locked:
        values = _blackened(keys, table, row, names, erasure.known.traces)
        if values and not (spares and spares(dict(row))):
            where = Where(gone=row.get("deleted_at") is not None)
            await changes.update(ctx, table, row["id"], values, where=where)
            changed.append(row["id"])
    erasure.blacken(table, changed)


def _blackened(
    keys: TenantKeys, table: type[Table], row: "Record", names: Collection[str], traces: Traces
) -> dict[str, Any]:
    """The columns of a row that name somebody, as they read without them."""
    words = readable(keys, table, row, names)
    values = {name: traces.without(words[name]) for name in names if name in words}
    values = {name: value for name, value in values.items() if value != words[name]}
    if CUSTOM in values:
        custom, stored = values[CUSTOM], row[CUSTOM]
        values[CUSTOM] = {
            key: _sealed_like(keys, table, row, key, value)
            for key, value in custom.items()
            if value != words[CUSTOM][key] and key in stored
        }
    return values


def _sealed_like(keys: TenantKeys, table: type[Table], row: "Record", key: str, value: Any) -> Any:
    """A new custom value, encrypted if the old one was."""
    place = _place(keys, table, row, key, row[CUSTOM][key])
    return keys.seal(msgspec.json.encode(value).decode(), place) if place else value
