"""Encrypted columns: encryption on write, decryption on read, lookup by keyed hashes.

A column is sealed by ``sealed()`` in its table. Beside it may stand a ``<column>_hash`` with the keyed hash of its
value, for equality look-ups across the tenant boundary (sign-in) and for uniqueness, and a ``<column>_other_hash``
with that of a second value that the text may hold.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy.orm import MappedColumn, mapped_column

from bottega.kernel import search_rows
from bottega.kernel.database.tables import Table, sql_table

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Record
    from bottega.kernel.keys.tenant_keys import TenantKeys

# Sealing or opening more rows than this would keep other requests waiting.
_IN_A_THREAD: Final = 200


def sealed_column(
    *,
    hashed_as: Callable[[str], str] | None = None,
    also_hashed_as: Callable[[str], str | None] | None = None,
    by_default: bool = True,
    secret: bool = False,
    **column: Any,
) -> MappedColumn[Any]:
    """A text column that is encrypted at rest with the tenant's key, unless the tenant leaves it open.

    ``hashed_as`` says what of a value its ``<column>_hash`` is made from, where several spellings are the same;
    ``also_hashed_as`` what its ``<column>_other_hash`` is made from, if anything. Without ``by_default`` it is open
    unless the tenant wants it sealed. A ``secret`` is opened for those who use it, and shown in no history.
    """
    info: dict[str, Any] = {"sealed": True, "hashed_as": hashed_as, "also_hashed_as": also_hashed_as}
    info |= {"by_default": by_default, "secret": secret}
    return mapped_column(info=info, **column)


@cache
def sealed_names(table: type[Table]) -> tuple[str, ...]:
    """The columns of a table that may be encrypted: whoever reads one opens it."""
    return tuple(column.name for column in sql_table(table).columns if column.info.get("sealed"))


def is_wanted(keys: "TenantKeys", table: type[Table], name: str) -> bool:
    """Whether the tenant has a column encrypted."""
    by_default: bool = sql_table(table).columns[name].info["by_default"]
    return keys.seals(place(table, name), by_default=by_default)


def has_sealed(table: type[Table]) -> bool:
    """Whether a table has encrypted columns."""
    return bool(sealed_names(table))


async def sealed(ctx: "Context", table: type[Table], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored: encrypted columns encrypted, their hashes filled in."""
    if not any(name in values for name in sealed_names(table)):
        return dict(values)
    return _seal_row(ctx, await keys_of(ctx), table, values)


def _seal_row(ctx: "Context", keys: "TenantKeys", table: type[Table], values: Mapping[str, Any]) -> dict[str, Any]:
    row = dict(values)
    for name in sealed_names(table):
        if name not in row:
            continue
        plain = row[name]
        if plain is not None:
            row[name] = keys.seal(plain, place(table, name), wanted=is_wanted(keys, table, name))
        row |= hashes_of(ctx, table, name, plain)
    return row


def hashes_of(ctx: "Context", table: type[Table], column: str, plain: str | None) -> dict[str, str | None]:
    """The hashes that stand beside an encrypted column, by the names of their columns."""
    columns = sql_table(table).columns
    if f"{column}_hash" not in columns:
        return {}
    found = {f"{column}_hash": None if plain is None else digest(ctx, table, column, plain)}
    also: Callable[[str], str | None] | None = columns[column].info["also_hashed_as"]
    if also is not None:
        other = None if plain is None else also(plain)
        found[f"{column}_other_hash"] = None if other is None else ctx.app.vault.digest(other)
    return found


def digest(ctx: "Context", table: type[Table], column: str, plain: str) -> str:
    """The hash that stands beside an encrypted column, for looking a value up."""
    hashed_as: Callable[[str], str] | None = sql_table(table).columns[column].info["hashed_as"]
    return ctx.app.vault.digest(hashed_as(plain) if hashed_as else plain)


async def opened(ctx: "Context", table: type[Table], row: "Mapping[str, Any] | Record") -> dict[str, Any]:
    """A row as people read it."""
    plain = dict(row)
    if sealed_names(table):
        open_row(await keys_of(ctx), table, plain)
    return plain


def open_row(keys: "TenantKeys", table: type[Table], row: dict[str, Any]) -> None:
    """Open the encrypted columns that a row has, in place."""
    for name, where in _places(table):
        value = row.get(name)
        if value is not None:
            row[name] = keys.open(value, where)


@cache
def _places(table: type[Table]) -> tuple[tuple[str, str], ...]:
    return tuple((name, place(table, name)) for name in sealed_names(table))


async def keys_of(ctx: "Context") -> "TenantKeys":
    """The keys of the request's tenant."""
    known = ctx.app.vault.remembered(ctx.tenant_id)
    return known if known is not None else await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id)


def place(table: type[Table], column: str) -> str:
    """Where a value lives; it is sealed into the ciphertext, so that it cannot be moved elsewhere."""
    return f"{table.__tablename__}.{column}"


async def after_write(
    ctx: "Context", table: type[Table], ids: Sequence[UUID], *, changed: Collection[str] | None = None
) -> None:
    """Rewrite the search rows of records whose words are partly encrypted; those of records that are gone go too.

    ``changed`` are the columns that were written, where that is known: most say nothing a record is found by.
    """
    spec = search_rows.spec_of(table.__tablename__)
    if spec is None or not spec.sealed or not ids:
        return
    if changed is not None and not {*spec.columns, "organization_id", "deleted_at"} & set(changed):
        return
    rows = await ctx.query(
        f"SELECT * FROM {table.__tablename__} WHERE tenant_id = $1 AND id = ANY($2)", ctx.tenant_id, list(ids)
    )
    alive = [row for row in rows if row.get("deleted_at") is None]
    if alive:
        await search_rows.refresh(ctx, table, await _opened_many(ctx, table, alive))
    known = {row["id"] for row in alive}
    if gone := [record_id for record_id in ids if record_id not in known]:
        await search_rows.forget(ctx, table, gone)


async def words_of(ctx: "Context", table: type[Table], plain: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The parameters of the search rows that new records with encrypted words bring along; none for other tables."""
    spec = search_rows.spec_of(table.__tablename__)
    if spec is None or not spec.sealed:
        return {}
    words, generation = await search_rows.search_rows_of(ctx, spec, plain)
    return {"words": words, "generation": generation}


async def sealed_many(ctx: "Context", table: type[Table], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Many rows as they are stored, like ``sealed``; many are sealed in a thread, so that others are served."""
    if not has_sealed(table):
        return [dict(row) for row in rows]
    keys = await keys_of(ctx)
    seal = partial(_seal_rows, ctx, keys, table, rows)
    return seal() if len(rows) <= _IN_A_THREAD else await asyncio.to_thread(seal)


def _seal_rows(
    ctx: "Context", keys: "TenantKeys", table: type[Table], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    return [_seal_row(ctx, keys, table, row) for row in rows]


async def _opened_many(ctx: "Context", table: type[Table], rows: "Sequence[Record]") -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = [dict(row) for row in rows]
    await open_rows(ctx, table, plain)
    return plain


async def open_rows(ctx: "Context", table: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    """Open the encrypted columns of rows, in place; of many in a thread, so that other requests are served."""
    keys = await keys_of(ctx)

    def open_all() -> None:
        for row in rows:
            open_row(keys, table, row)

    open_all() if len(rows) <= _IN_A_THREAD else await asyncio.to_thread(open_all)
