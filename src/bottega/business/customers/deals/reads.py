"""Read operations of deals: the list, narrowed by participants in SQL, and the detail."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from bottega.business.customers.custom_values import decorate
from bottega.business.customers.deals.participants import COMPANIES, PEOPLE, Participant, Side, participants_of
from bottega.business.customers.deals.schemas import FILTERS, DealDetail, DealPage, DealQuery
from bottega.business.customers.module import module
from bottega.business.customers.references import DEAL_NOT_FOUND
from bottega.business.customers.tables_activity import Deal
from bottega.business.customers.timeline.authors import viewer_of
from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.errors import NotFound
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources import pages
from bottega.kernel.resources.list_sources import ListSource, among, columns_but
from bottega.kernel.resources.record_names import named_by
from bottega.kernel.search_rows import make_searchable
from bottega.kernel.writes import changes

KIND: Final = "customers.deal"
# Under this name custom fields of deals are defined.
CUSTOM: Final = "customers:customer_deal"

make_searchable(Deal, (Deal.title,))


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    everybody = await participants_of(ctx, [item["id"] for item in items])
    await decorate(ctx, CUSTOM, items)
    for item in items:
        item["organizationId"], item["tenantId"] = item["organization_id"], item["tenant_id"]
        for side, ids, named in ((PEOPLE, "personIds", "people"), (COMPANIES, "companyIds", "companies")):
            own = [one for one in everybody[item["id"]] if one.kind == side.kind]
            item[ids] = [one.id for one in own]
            item[named] = [{"id": one.id, "label": one.label} for one in own]
    return items


_list: Final = ListSource(
    Deal, KIND, columns_but(Deal), FILTERS, called={"value": "value_amount"}, custom=True, present=_present
)


@module.get("/deals", "customers.deals.view", name="deals.list", answer=DealPage, table=Deal, source=_list)
async def list_deals(ctx: Context, query: DealQuery) -> Any:
    """List deals.

    A page of deals of the caller's organizations, with who takes part; with `format` a file of all of them. People and
    companies may be named several times: a deal is listed when all of them take part.
    """
    asked = (
        (PEOPLE, [*query.person_entity_id, *query.person_id]),
        (COMPANIES, [*query.company_entity_id, *query.company_id]),
    )
    wanted = [_with_all(ctx, side, ids) for side, ids in asked if ids and not query.full]
    return await pages.page(_list, ctx, query, *wanted)


def _with_all(ctx: Context, side: Side, ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Only deals in which all of these take part."""
    wanted = set(ids)
    links = sql_table(side.table)
    linked = (
        select(links.c.deal_id)
        .where(links.c.tenant_id == ctx.tenant_id, among(links.c[side.column], wanted))
        .group_by(links.c.deal_id)
        .having(func.count() == len(wanted))
    )
    return sql_table(Deal).c.id.in_(linked)


@module.get(
    "/deals/{id}",
    "customers.deals.view",
    name="deals.show",
    unmarked=True,
    answer=DealDetail,
    answers={403: "Forbidden for tenant/organization scope", 404: "Deal not found"},
)
async def show_deal(ctx: Context, id: str) -> dict[str, Any]:
    """Fetch deal with associations.

    The deal with linked people, companies and custom fields, and who is looking at it.
    """
    deal = await _read(ctx, id)
    everybody = (await participants_of(ctx, [deal["id"]]))[deal["id"]]
    custom = custom_fields.shown(deal["custom"])
    await custom_fields.settle(ctx, CUSTOM, [custom])
    ctx.app.access.note(ctx, KIND, [deal["id"]], list(deal), access_type="read:item")
    return {
        "deal": {
            "id": deal["id"],
            "title": deal["title"],
            "description": deal["description"],
            "status": deal["status"],
            "pipelineStage": deal["pipeline_stage"],
            "valueAmount": deal["value_amount"],
            "valueCurrency": deal["value_currency"],
            "probability": deal["probability"],
            "expectedCloseAt": milliseconds(deal["expected_close_at"]) if deal["expected_close_at"] else None,
            "ownerUserId": deal["owner_user_id"],
            "source": deal["source"],
            "organizationId": deal["organization_id"],
            "tenantId": deal["tenant_id"],
            "createdAt": milliseconds(deal["created_at"]),
            "updatedAt": milliseconds(deal["updated_at"]),
        },
        "people": [_shown(one) for one in everybody if one.kind == PEOPLE.kind],
        "companies": [_shown(one) for one in everybody if one.kind == COMPANIES.kind],
        "customFields": custom,
        "viewer": await viewer_of(ctx),
    }


async def _read(ctx: Context, written: str) -> dict[str, Any]:
    """The deal with the id as it was written; what is no id is no deal's."""
    try:
        return await changes.one(ctx, Deal, UUID(written))
    except (ValueError, NotFound):
        raise NotFound(DEAL_NOT_FOUND) from None


def _shown(one: Participant) -> dict[str, Any]:
    return {"id": one.id, "label": one.label, "subtitle": one.subtitle, "kind": one.kind}


module.names(CUSTOM, named_by(_list, DealQuery, "{title}", features=("customers.deals.view",)))
