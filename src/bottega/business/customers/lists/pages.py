"""The lists of people and companies, one statement per page."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import ConfigDict, create_model

from bottega.business.customers import profile_fields
from bottega.business.customers.lists.encrypted_order import Order, chosen_ids
from bottega.business.customers.lists.list_query import EXACT, Conditions, CustomerQuery, conditions_of
from bottega.business.customers.lookups import PERSON
from bottega.business.customers.profile_fields import PROFILE
from bottega.business.customers.tables import Entity
from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.row_counts import counts_sql
from bottega.kernel.database.tables import sql_table
from bottega.kernel.http.responses import Reply
from bottega.kernel.resources.items import Items
from bottega.kernel.resources.list_sql import LARGEST_PAGE
from bottega.kernel.resources.schemas import Page, item_field
from bottega.kernel.schemas import Schema, snake_name
from bottega.kernel.tabular import exports

SHOWN: Final = (
    "id",
    "display_name",
    "description",
    "owner_user_id",
    "primary_email",
    "primary_phone",
    "status",
    "lifecycle_stage",
    "source",
    "next_interaction_at",
    "next_interaction_name",
    "next_interaction_ref_id",
    "next_interaction_icon",
    "next_interaction_color",
    "organization_id",
    "tenant_id",
    "created_at",
    "updated_at",
)
# Both halves of a customer carry the time of their last change.
_ORDERS: Final[Mapping[str, str]] = {"updated_at": "greatest(e.updated_at, p.updated_at)"}
_READ: Final = [f"{_ORDERS.get(name, f'e.{name}')} AS {name}" for name in SHOWN]
_COLUMNS: Final = ", ".join([*_READ, "p.custom::text AS custom"])
_ITEMS: Final = {kind: Items(Entity, SHOWN, custom_of=profile) for kind, profile in PROFILE.items()}
_BATCH: Final = 1_000
_TEXT: Final = frozenset(EXACT)
_COUNTED: Final = (
    f"(SELECT coalesce(sum(n), 0)::bigint FROM ({counts_sql(Entity)}) AS kept WHERE kind = $2"
    " AND ($3::uuid[] IS NULL OR organization_id = ANY($3)))"
)


def page_schema(name: str) -> type[Schema]:
    """A page of customers: raw rows in snake_case, and custom fields as ``cf_<key>``."""
    described = sql_table(Entity).columns
    columns: dict[str, Any] = {column: item_field(described[column]) for column in SHOWN}
    config = ConfigDict(extra="allow", alias_generator=None)
    item = create_model(f"{name}Item", __config__=config, **columns)
    items: Any = list[item]
    return create_model(f"{name}Page", __base__=Page, items=(items, ...))


async def page(ctx: Context, kind: str, query: CustomerQuery) -> Any:
    """A page of customers of a kind, or all of them as a file."""
    if query.format:
        return await _export(ctx, kind, query)
    if ctx.scope.closed:
        return _answer([], 0, query)
    conditions = await conditions_of(ctx, kind, query)
    if conditions.nobody:
        return _answer([], 0, query)
    rows, total = await _rows(ctx, kind, query, conditions)
    items = await _ITEMS[kind].of(ctx, rows)
    if items:
        access_type = "read:item" if query.id else None
        ctx.app.access.note(
            ctx,
            f"customers.{kind}",
            [item["id"] for item in items],
            list(items[0]),
            access_type=access_type,
            query_keys=query.keys,
        )
    return _answer(items, total, query)


def _answer(items: Sequence[dict[str, Any]], total: int, query: CustomerQuery) -> dict[str, Any]:
    return {
        "items": items,
        "total": total,
        "page": query.page,
        "pageSize": query.page_size,
        "totalPages": -(-total // query.page_size),
    }


def _source(kind: str) -> str:
    profile = PROFILE[kind].__tablename__
    return f"customers_entities AS e JOIN {profile} AS p ON p.tenant_id = e.tenant_id AND p.id = e.id"


async def _rows(ctx: Context, kind: str, query: CustomerQuery, conditions: Conditions) -> tuple[list[Record], int]:
    order = _order(query)
    chosen = await chosen_ids(ctx, conditions, _source(kind), order, first=query.offset, size=query.page_size)
    if chosen is not None:
        return await _by_ids(ctx, kind, chosen.ids), chosen.total
    counting = list(conditions.values)
    ordered = await _order_sql(ctx, kind, order, conditions)
    total = _COUNTED if conditions.plain else f"(SELECT count(*) FROM {_counted(kind, conditions)})"
    everybody = f"SELECT {_COLUMNS}, {total} AS total FROM {_source(kind)} WHERE {conditions.sql} ORDER BY {ordered}"
    rows = await ctx.query(conditions.before + _cut(everybody, conditions, query), *conditions.values)
    if rows or query.page == 1:
        return rows, rows[0]["total"] if rows else 0
    return [], await ctx.query_value(f"{conditions.before}SELECT {total}", *counting)


def _cut(sql: str, conditions: Conditions, query: CustomerQuery) -> str:
    """Only a page of the rows; of the first page of everybody, see ``Shape.easy``."""
    limit = f"LIMIT {conditions.value(query.page_size)}::int"
    if conditions.plain and query.page == 1:
        return f"SELECT * FROM ({sql} LIMIT {LARGEST_PAGE}) AS page {limit}"
    return f"{sql} {limit} OFFSET {conditions.value(query.offset)}::bigint"


def _counted(kind: str, conditions: Conditions) -> str:
    """Who is counted; the profile is only joined if it is asked about."""
    source = _source(kind) if conditions.of_profile else "customers_entities AS e"
    return f"{source} WHERE {conditions.sql}"


async def _by_ids(ctx: Context, kind: str, ids: Sequence[UUID]) -> list[Record]:
    """These customers, in this order."""
    if not ids:
        return []
    return await ctx.query(
        f"SELECT {_COLUMNS} FROM {_source(kind)} WHERE e.tenant_id = $1 AND e.id = ANY($2::uuid[])"
        " ORDER BY array_position($2::uuid[], e.id)",
        ctx.tenant_id,
        list(ids),
    )


def _order(query: CustomerQuery) -> Order:
    """What a list is sorted by; unknown columns mean the id."""
    wanted, descending = query.sort_field, query.sort_dir == "desc"
    if wanted.startswith(("cf:", "cf_")):
        return Order(f"cf:{wanted[3:]}", descending)
    column = "display_name" if wanted == "name" else snake_name(wanted)
    known = column in sql_table(Entity).columns and not column.endswith("_hash")
    return Order(column if known else "id", descending)


async def _order_sql(ctx: Context, kind: str, order: Order, conditions: Conditions) -> str:
    column, direction = order.column, "DESC" if order.descending else "ASC"
    if order.is_sealed or column == "id":
        return f"e.id {direction}"
    if column.startswith("cf:"):
        known = (await profile_fields.known_fields(ctx, kind)).get(column[3:])
        key = conditions.value(column[3:])
        text = custom_fields.sort_marker(known) == "cf:text"
        expression = f"sort_key(p.custom ->> {key}::text)" if text else f"p.custom -> {key}::text"
    elif column in _TEXT:
        expression = f"sort_key(e.{column})"
    else:
        expression = _ORDERS.get(column, f"e.{column}")
    return f"{expression} {direction}, e.id {direction}"


# -- files -------------------------------------------------------------------------------------------------


async def _export(ctx: Context, kind: str, query: CustomerQuery) -> Reply:
    known = await profile_fields.known_fields(ctx, kind)
    columns = [*SHOWN, *(f"cf_{field.key}" for field in known.values() if not field.gone)]
    base = "people" if kind == PERSON else "companies"
    file = exports.export(query.format or "", base, columns, _batches(ctx, kind, query), full=query.full)
    return Reply(media=file.content_type, headers={"content-disposition": file.disposition}, stream=file.chunks)


async def _batches(ctx: Context, kind: str, query: CustomerQuery) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    """All customers that are meant, in the order that was asked for."""
    if ctx.scope.closed:
        return
    await ctx.begin()
    conditions = await conditions_of(ctx, kind, query)
    if conditions.nobody:
        return
    for ids in _pieces(await _all_ids(ctx, kind, query, conditions)):
        items = await _ITEMS[kind].of_many(ctx, await _by_ids(ctx, kind, ids))
        if items:
            ctx.app.access.note(
                ctx, f"customers.{kind}", [item["id"] for item in items], list(items[0]), access_type="export"
            )
            yield items


async def _all_ids(ctx: Context, kind: str, query: CustomerQuery, conditions: Conditions) -> Sequence[UUID]:
    order = _order(query)
    chosen = await chosen_ids(ctx, conditions, _source(kind), order)
    if chosen is not None:
        return chosen.ids
    ordered = await _order_sql(ctx, kind, order, conditions)
    rows = await ctx.query(
        f"{conditions.before}SELECT e.id FROM {_source(kind)} WHERE {conditions.sql} ORDER BY {ordered}",
        *conditions.values,
    )
    return [row["id"] for row in rows]


def _pieces(ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]
