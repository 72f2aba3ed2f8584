"""Related records in a customer's detail, each relation with its rows and order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.references import visible
from bottega.business.customers.tables import Entity, Person
from bottega.business.customers.tables_activity import Activity, Address, Comment, Deal, TodoLink
from bottega.kernel import masking
from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table
from bottega.kernel.encryption import sealing
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import wire_name

LISTED_ACTIVITIES: Final = "customers.activities.view"


@dataclass(frozen=True)
class Relation:
    """Rows about a customer, ``$2``; those who may not list such rows see none."""

    feature: str
    tables: tuple[type[Table], ...]
    columns: str
    rest: str


_APPEARANCE: Final = "deal_id, author_user_id, created_at, appearance_icon, appearance_color"
_DEALS: Final = (
    "FROM customers_deals AS d WHERE d.tenant_id = $1 AND ($3::uuid[] IS NULL OR d.organization_id = ANY($3))"
    " AND d.id IN (SELECT deal_id FROM customers_deal_people WHERE tenant_id = $1 AND person_entity_id = $2"
    " UNION SELECT deal_id FROM customers_deal_companies WHERE tenant_id = $1 AND company_entity_id = $2)"
    " ORDER BY d.id DESC"
)
_STAFF: Final = (
    "FROM customers_people AS p JOIN customers_entities AS e ON e.tenant_id = p.tenant_id AND e.id = p.id"
    " WHERE p.tenant_id = $1 AND p.company_entity_id = $2"
    " AND ($3::uuid[] IS NULL OR e.organization_id = ANY($3)) ORDER BY e.id"
)
RELATIONS: Final[Mapping[str, Relation]] = {
    "addresses": Relation(
        LISTED_ACTIVITIES,
        (Address,),
        "id, name, purpose, address_line1, address_line2, building_number, flat_number, city, region, postal_code,"
        " country, latitude, longitude, is_primary, created_at",
        "FROM customers_addresses WHERE tenant_id = $1 AND entity_id = $2"
        " ORDER BY is_primary DESC, created_at DESC, id DESC",
    ),
    "comments": Relation(
        LISTED_ACTIVITIES,
        (Comment,),
        f"id, body, {_APPEARANCE}",
        "FROM customers_comments WHERE tenant_id = $1 AND entity_id = $2 ORDER BY created_at DESC, id DESC LIMIT 50",
    ),
    "activities": Relation(
        LISTED_ACTIVITIES,
        (Activity,),
        f"id, activity_type, subject, body, occurred_at, {_APPEARANCE}",
        "FROM customers_activities WHERE tenant_id = $1 AND entity_id = $2"
        " ORDER BY occurred_at DESC NULLS LAST, created_at DESC, id DESC LIMIT 50",
    ),
    "deals": Relation(
        "customers.deals.view",
        (Deal,),
        "d.id, d.title, d.status, d.pipeline_stage, d.value_amount::text AS value_amount, d.value_currency,"
        " d.probability, d.expected_close_at, d.owner_user_id, d.source, d.created_at, d.updated_at",
        _DEALS,
    ),
    "todos": Relation(
        LISTED_ACTIVITIES,
        (TodoLink,),
        "id, todo_id, todo_source, created_at, created_by_user_id",
        "FROM customers_todo_links WHERE tenant_id = $1 AND entity_id = $2 ORDER BY created_at DESC, id DESC LIMIT 50",
    ),
    "people": Relation(
        "customers.people.view",
        (Entity, Person),
        "e.id, e.display_name, e.primary_email, e.primary_phone, e.status, e.lifecycle_stage, p.job_title,"
        " p.department, e.created_at, e.organization_id",
        _STAFF,
    ),
}
# Nobody keeps tasks that could tell more of themselves yet.
_UNTOLD: Final = (
    "title",
    "isDone",
    "priority",
    "severity",
    "description",
    "dueAt",
    "todoOrganizationId",
    "customValues",
)


async def related(ctx: Context, entity_id: UUID, wanted: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The relations that are wanted, and that the caller may see, as clients read them."""
    chosen = [name for name in wanted if ctx.may(RELATIONS[name].feature)]
    if not chosen:
        return {}
    parts = [
        f"(SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM"
        f" (SELECT {RELATIONS[name].columns} {RELATIONS[name].rest}) AS x) AS {name}"
        for name in chosen
    ]
    # Every parameter stands in the statement, whatever was chosen.
    row = await ctx.require(
        f"SELECT {', '.join(parts)} WHERE $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL"
        " AND ($3::uuid[] IS NULL OR true)",
        ctx.tenant_id,
        entity_id,
        visible(ctx),
    )
    keys = await sealing.keys_of(ctx)
    for name in chosen:
        for table in RELATIONS[name].tables:
            masking.conceal(ctx, table, row[name])
    found = {name: [_item(keys, RELATIONS[name], one) for one in row[name]] for name in chosen}
    for task in found.get("todos", ()):
        task.update(dict.fromkeys(_UNTOLD))
    found.get("people", []).sort(key=lambda one: one["displayName"].casefold())
    return found


def _item(keys: TenantKeys, relation: Relation, row: dict[str, Any]) -> dict[str, Any]:
    for table in relation.tables:
        sealing.open_row(keys, table, row)
    return {wire_name(name): _shown(name, value) for name, value in row.items()}


def _shown(name: str, value: Any) -> Any:
    """JSON of PostgreSQL writes moments in its own way."""
    return milliseconds(datetime.fromisoformat(value)) if value is not None and name.endswith("_at") else value
