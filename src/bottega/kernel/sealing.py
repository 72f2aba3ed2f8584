"""Encrypted columns: sealed on the way in, opened on the way out, found by keyed hashes.

A column is sealed by ``sealed()`` in its table. Beside it may stand a ``<column>_hash`` with the keyed hash of its
value, for equality look-ups across the tenant boundary (sign-in) and for uniqueness.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import MappedColumn, mapped_column

from bottega.kernel import search
from bottega.kernel.tables import Table, sql_table

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database import Record
    from bottega.kernel.encryption import TenantKeys


def sealed_column(*, hashed_as: Callable[[str], str] | None = None, **column: Any) -> MappedColumn[Any]:
    """A text column that is encrypted at rest with the tenant's key.

    ``hashed_as`` says what of a value its ``<column>_hash`` is made from, where several spellings are the same.
    """
    return mapped_column(info={"sealed": True, "hashed_as": hashed_as}, **column)


@cache
def sealed_names(table: type[Table]) -> tuple[str, ...]:
    """The encrypted columns of a table."""
    return tuple(column.name for column in sql_table(table).columns if column.info.get("sealed"))


def has_sealed(table: type[Table]) -> bool:
    """Whether a table has encrypted columns."""
    return bool(sealed_names(table))


async def sealed(ctx: "Context", table: type[Table], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored: encrypted columns encrypted, their hashes filled in."""
    row = dict(values)
    names = [name for name in sealed_names(table) if name in row]
    if not names:
        return row
    keys = await keys_of(ctx)
    columns = sql_table(table).columns
    for name in names:
        plain = row[name]
        if plain is not None:
            row[name] = keys.seal(plain, place(table, name))
        if f"{name}_hash" in columns:
            row[f"{name}_hash"] = None if plain is None else digest(ctx, table, name, plain)
    return row


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
    for name in sealed_names(table):
        value = row.get(name)
        if isinstance(value, str):
            row[name] = keys.open(value, place(table, name))


async def keys_of(ctx: "Context") -> "TenantKeys":
    """The keys of the request's tenant."""
    return await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id)


def place(table: type[Table], column: str) -> str:
    """Where a value lives; it is sealed into the ciphertext, so that it cannot be moved elsewhere."""
    return f"{table.__tablename__}.{column}"


async def after_write(ctx: "Context", table: type[Table], record_id: UUID) -> None:
    """Rewrite the search row of a record whose words are partly encrypted."""
    spec = search.spec_of(table.__tablename__)
    if spec is None or not spec.sealed:
        return
    row = await ctx.query_one(
        f"SELECT * FROM {table.__tablename__} WHERE tenant_id = $1 AND id = $2", ctx.tenant_id, record_id
    )
    if row is None or row.get("deleted_at") is not None:
        await search.forget(ctx, table, record_id)
    else:
        await search.refresh(ctx, table, await opened(ctx, table, row))


async def after_delete(ctx: "Context", table: type[Table], record_id: UUID) -> None:
    """Remove the search row of a record that is gone."""
    spec = search.spec_of(table.__tablename__)
    if spec is not None:
        await search.forget(ctx, table, record_id)
