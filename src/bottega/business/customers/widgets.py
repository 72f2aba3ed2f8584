"""Dashboard widgets: newest customers, deals and tasks, and next interactions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.customers.module import module
from bottega.business.customers.tables import Entity, Kind
from bottega.business.customers.tables_activity import Deal
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import Table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Forbidden
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Flag, Query, Schema, Stamp, Whole, wire_name

DASHBOARD: Final = "dashboards.view"
_CUSTOMER: Final = ("displayName", "kind", "ownerUserId")
ANSWERS: Final = {200: "Widget payload", 400: "Invalid query parameters", 500: "Widget failed to load"}


class WidgetQuery(Query):
    """How many, and whose."""

    limit: Annotated[Whole, Field(ge=1, le=20)] = 5
    tenant_id: UUID | None = Field(default=None, description="Of this tenant; for super administrators.")
    organization_id: UUID | None = Field(default=None, description="Only of this organization.")


class CustomersQuery(WidgetQuery):
    """Which customers."""

    kind: Kind | None = None


class InteractionsQuery(WidgetQuery):
    """Which interactions."""

    include_past: Flag = Field(default=False, description="Missed ones too.")


class NewCustomer(Schema):
    """A customer that was added."""

    id: UUID
    display_name: str
    kind: Kind
    organization_id: UUID
    created_at: Stamp
    owner_user_id: UUID | None


class NewCustomers(Schema):
    """The newest customers."""

    items: list[NewCustomer]


class NewDeal(Schema):
    """A deal that was added."""

    id: UUID
    title: str
    status: str
    organization_id: UUID
    created_at: Stamp
    owner_user_id: UUID | None
    value_amount: str | None
    value_currency: str | None


class NewDeals(Schema):
    """The newest deals."""

    items: list[NewDeal]


class Interaction(Schema):
    """Whom to meet or call, and when."""

    id: UUID
    display_name: str
    kind: Kind
    organization_id: UUID
    next_interaction_at: Stamp
    next_interaction_name: str | None
    next_interaction_icon: str | None
    next_interaction_color: str | None
    owner_user_id: UUID | None


class Interactions(Schema):
    """The next interactions, and when "next" began."""

    items: list[Interaction]
    now: Stamp


class TaskCustomer(Schema):
    """Whom a task is about."""

    id: UUID
    display_name: str
    kind: Kind
    owner_user_id: UUID | None


class Task(Schema):
    """A task about a customer."""

    id: UUID
    todo_id: UUID
    todo_source: str
    todo_title: str | None
    created_at: Stamp
    organization_id: UUID
    entity: TaskCustomer


class Tasks(Schema):
    """The newest tasks."""

    items: list[Task]


@module.get(
    "/dashboard/widgets/new-customers",
    DASHBOARD,
    "customers.widgets.new-customers",
    name="widgets.new_customers",
    answer=NewCustomers,
    answers=ANSWERS,
)
async def show_new_customers(ctx: Context, query: CustomersQuery) -> dict[str, Any]:
    """Fetch recently created customers.

    The customers added last, of one kind or both.
    """
    rows = await ctx.query(
        "SELECT id, display_name, kind, organization_id, created_at, owner_user_id FROM customers_entities"
        " WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR organization_id = ANY($2))"
        " AND ($3::text IS NULL OR kind = $3) ORDER BY created_at DESC, id DESC LIMIT $4",
        ctx.tenant_id,
        _whose(ctx, query),
        query.kind,
        query.limit,
    )
    return {"items": await _items(ctx, "customers.entity", Entity, rows)}


@module.get(
    "/dashboard/widgets/new-deals",
    DASHBOARD,
    "customers.widgets.new-deals",
    name="widgets.new_deals",
    answer=NewDeals,
    answers=ANSWERS,
)
async def show_new_deals(ctx: Context, query: WidgetQuery) -> dict[str, Any]:
    """Fetch recently created deals.

    The deals added last.
    """
    rows = await ctx.query(
        "SELECT id, title, status, organization_id, created_at, owner_user_id, value_amount, value_currency"
        " FROM customers_deals WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR organization_id = ANY($2))"
        " ORDER BY created_at DESC, id DESC LIMIT $3",
        ctx.tenant_id,
        _whose(ctx, query),
        query.limit,
    )
    return {"items": await _items(ctx, "customers.deal", Deal, rows)}


@module.get(
    "/dashboard/widgets/next-interactions",
    DASHBOARD,
    "customers.widgets.next-interactions",
    name="widgets.next_interactions",
    answer=Interactions,
    answers=ANSWERS,
)
async def show_next_interactions(ctx: Context, query: InteractionsQuery) -> dict[str, Any]:
    """Fetch upcoming customer interactions.

    The next ones, the nearest first; with `includePast` from the oldest one that is still planned.
    """
    now = datetime.now(UTC)
    rows = await ctx.query(
        "SELECT id, display_name, kind, organization_id, next_interaction_at, next_interaction_name,"
        " next_interaction_icon, next_interaction_color, owner_user_id FROM customers_entities"
        " WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR organization_id = ANY($2))"
        " AND next_interaction_at IS NOT NULL AND ($3::timestamptz IS NULL OR next_interaction_at >= $3)"
        " ORDER BY next_interaction_at, id LIMIT $4",
        ctx.tenant_id,
        _whose(ctx, query),
        None if query.include_past else now,
        query.limit,
    )
    items = await _items(ctx, "customers.entity", Entity, rows)
    return {"items": items, "now": milliseconds(now)}


@module.get(
    "/dashboard/widgets/customer-todos",
    DASHBOARD,
    "customers.widgets.todos",
    name="widgets.todos",
    answer=Tasks,
    answers=ANSWERS,
)
async def show_todos(ctx: Context, query: WidgetQuery) -> dict[str, Any]:
    """Fetch recent customer todo links.

    The tasks that were linked to customers last. The title of a task is known to the module that keeps it.
    """
    rows = await ctx.query(
        "SELECT l.id, l.todo_id, l.todo_source, l.created_at, l.organization_id, e.id AS entity_id, e.display_name,"
        " e.kind, e.owner_user_id FROM customers_todo_links AS l"
        " JOIN customers_entities AS e ON e.tenant_id = l.tenant_id AND e.id = l.entity_id"
        " WHERE l.tenant_id = $1 AND ($2::uuid[] IS NULL OR l.organization_id = ANY($2))"
        " ORDER BY l.created_at DESC, l.id DESC LIMIT $3",
        ctx.tenant_id,
        _whose(ctx, query),
        query.limit,
    )
    items = await _items(ctx, "customers.todo", Entity, rows)
    for item in items:
        item["todoTitle"] = None
        item["entity"] = {"id": item.pop("entityId"), **{name: item.pop(name) for name in _CUSTOMER}}
    return {"items": items}


def _whose(ctx: Context, query: WidgetQuery) -> list[UUID] | None:
    """The organizations a widget is about: the one asked for, if it is in the caller's reach, else those in view."""
    wanted = query.organization_id
    if wanted is None:
        return None if ctx.scope.visible is None else list(ctx.scope.visible)
    if ctx.scope.allowed is not None and wanted not in ctx.scope.allowed:
        raise Forbidden
    return [wanted]


async def _items(ctx: Context, kind: str, table: type[Table], rows: Sequence[Record]) -> list[dict[str, Any]]:
    """Rows as a widget shows them, opened; that they were seen is noted."""
    keys = await sealing.keys_of(ctx)
    items: list[dict[str, Any]] = []
    for row in rows:
        opened: dict[str, Any] = dict(row)
        sealing.open_row(keys, table, opened)
        items.append(
            {
                wire_name(name): milliseconds(value) if isinstance(value, datetime) else value
                for name, value in opened.items()
            }
        )
    if items:
        ctx.app.access.note(ctx, kind, [item["id"] for item in items], list(items[0]))
    return items
