"""Dashboard widgets: newest customers, deals and tasks, and next interactions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.customers.module import module
from bottega.business.customers.tables import Entity, Kind
from bottega.business.customers.tables_activity import Deal, TodoLink
from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Forbidden
from bottega.kernel.modules import Run
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


@dataclass(frozen=True)
class Widget:
    """The first few rows of a table in an order, of the organizations in view.

    ``order`` and ``condition`` are SQL over the table ``t``; values of the condition begin with ``$4``.
    """

    # What the access log calls the rows.
    kind: str
    table: type[Table]
    # Those of its fields that are columns are shown.
    item: type[Schema]
    order: str = "t.created_at DESC, t.id DESC"
    condition: str = "true"
    # Further columns and tables, and whose columns are encrypted, where that is not the table itself.
    further: tuple[str, str, type[Table]] | None = None

    async def items(self, ctx: Context, query: WidgetQuery, *values: object) -> list[dict[str, Any]]:
        """The rows as they are shown, opened; that they were seen is noted."""
        own = sql_table(self.table).columns
        columns = ", ".join(f"t.{name}" for name in self.item.model_fields if name in own)
        more, joined, sealed = self.further or ("", "", self.table)
        rows = await ctx.query(
            f"SELECT {columns}{more} FROM {self.table.__tablename__} AS t{joined} WHERE t.tenant_id = $1"
            f" AND ($2::uuid[] IS NULL OR t.organization_id = ANY($2)) AND {self.condition}"
            f" ORDER BY {self.order} LIMIT $3",
            ctx.tenant_id,
            _whose(ctx, query),
            query.limit,
            *values,
        )
        opened = [dict(row) for row in rows]
        await sealing.open_rows(ctx, sealed, opened)
        items = [{wire_name(name): _shown(value) for name, value in row.items()} for row in opened]
        if items:
            ctx.app.access.note(ctx, self.kind, [item["id"] for item in items], list(items[0]))
        return items


def _shown(value: Any) -> Any:
    return milliseconds(value) if isinstance(value, datetime) else value


def _whose(ctx: Context, query: WidgetQuery) -> list[UUID] | None:
    """The organizations a widget is about: the one asked for, if it is in the caller's reach, else those in view."""
    wanted = query.organization_id
    if wanted is None:
        return None if ctx.scope.visible is None else list(ctx.scope.visible)
    if ctx.scope.allowed is not None and wanted not in ctx.scope.allowed:
        raise Forbidden
    return [wanted]


_NEW_CUSTOMERS: Final = Widget("customers.entity", Entity, NewCustomer, condition="($4::text IS NULL OR t.kind = $4)")
_NEW_DEALS: Final = Widget("customers.deal", Deal, NewDeal)
_NEXT_INTERACTIONS: Final = Widget(
    "customers.entity",
    Entity,
    Interaction,
    order="t.next_interaction_at, t.id",
    condition="t.next_interaction_at IS NOT NULL AND ($4::timestamptz IS NULL OR t.next_interaction_at >= $4)",
)
_TASKS: Final = Widget(
    "customers.todo",
    TodoLink,
    Task,
    further=(
        ", e.id AS entity_id, e.display_name, e.kind, e.owner_user_id",
        " JOIN customers_entities AS e ON e.tenant_id = t.tenant_id AND e.id = t.entity_id",
        Entity,
    ),
)


def _widget(name: str, answer: type[Schema], path: str | None = None) -> Callable[[Run], Run]:
    """The operation of a widget, for whoever has a dashboard and the widget on it."""
    return module.get(
        f"/dashboard/widgets/{path or name}",
        DASHBOARD,
        f"customers.widgets.{name}",
        name=f"widgets.{name.replace('-', '_')}",
        answer=answer,
        answers=ANSWERS,
    )


@_widget("new-customers", NewCustomers)
async def show_new_customers(ctx: Context, query: CustomersQuery) -> dict[str, Any]:
    """Fetch recently created customers.

    The customers added last, of one kind or both.
    """
    return {"items": await _NEW_CUSTOMERS.items(ctx, query, query.kind)}


@_widget("new-deals", NewDeals)
async def show_new_deals(ctx: Context, query: WidgetQuery) -> dict[str, Any]:
    """Fetch recently created deals.

    The deals added last.
    """
    return {"items": await _NEW_DEALS.items(ctx, query)}


@_widget("next-interactions", Interactions)
async def show_next_interactions(ctx: Context, query: InteractionsQuery) -> dict[str, Any]:
    """Fetch upcoming customer interactions.

    The next ones, the nearest first; with `includePast` from the oldest one that is still planned.
    """
    now = datetime.now(UTC)
    items = await _NEXT_INTERACTIONS.items(ctx, query, None if query.include_past else now)
    return {"items": items, "now": milliseconds(now)}


@_widget("todos", Tasks, "customer-todos")
async def show_todos(ctx: Context, query: WidgetQuery) -> dict[str, Any]:
    """Fetch recent customer todo links.

    The tasks that were linked to customers last. The title of a task is known to the module that keeps it.
    """
    items = await _TASKS.items(ctx, query)
    for item in items:
        item["todoTitle"] = None
        item["entity"] = {"id": item.pop("entityId"), **{name: item.pop(name) for name in _CUSTOMER}}
    return {"items": items}
