"""Write operations of deals: create, change, delete, win, lose."""

from typing import Any, Final
from uuid import UUID

from bottega.business.customers.deals.participants import COMPANIES, PEOPLE, check_participants, set_participants
from bottega.business.customers.deals.reads import CUSTOM, KIND
from bottega.business.customers.deals.schemas import DealInput
from bottega.business.customers.module import module
from bottega.business.customers.references import DEAL_NOT_FOUND, OTHER_ORGANIZATION, Target, found_or, required
from bottega.business.customers.tables_activity import Activity, Comment, Deal
from bottega.business.customers.timeline.authors import check_owner
from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.resource import version_of
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Input, partial
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where

ID_REQUIRED: Final = T(en="Deal id is required", pl="Wymagany jest identyfikator szansy sprzedaży")
# How a deal may end, in the words people use for it.
ENDINGS: Final = {"won": "won", "win": "won", "lost": "lost", "loose": "lost"}


@module.post(
    "/deals",
    "customers.deals.manage",
    name="deals.create",
    table=Deal,
    label=T(en="Create deal", pl="Dodanie szansy sprzedaży"),
    answers={201: "Deal created", 404: "Person or company not found"},
)
async def create_deal(ctx: Context, data: DealInput) -> Created:
    """Create deal.

    Adds a deal to the selected organization, with people and companies of that organization who take part in it.
    """
    values = data.given()
    values.pop("tenant_id", None)
    organization_id = ctx.organization_for_new(values.pop("organization_id", None))
    people, companies = await _participants(ctx, values, organization_id)
    await check_owner(ctx, values)
    if values.get("status") is None:
        values.pop("status", None)
    custom = await custom_fields.checked(ctx, CUSTOM, ctx.custom, new=True, organization_id=organization_id)
    deal_id = new_id()
    ctx.describe(KIND, deal_id, organization_id=organization_id)
    row = {**values, "id": deal_id, "organization_id": organization_id, "custom": custom}
    await changes.insert(ctx, Deal, row)
    await set_participants(ctx, PEOPLE, deal_id, people or [])
    await set_participants(ctx, COMPANIES, deal_id, companies or [])
    return Created(id=deal_id)


@module.put(
    "/deals",
    "customers.deals.manage",
    name="deals.update",
    body=partial(DealInput),
    table=Deal,
    label=T(en="Update deal", pl="Zmiana szansy sprzedaży"),
    answers={200: "Deal updated", 404: "Deal not found"},
)
async def update_deal(ctx: Context, data: Input) -> Done:
    """Update deal.

    Changes the fields that are sent. Those who take part are replaced as a whole; who stays keeps their role.
    """
    values = data.given()
    deal = await found_or(ctx, Deal, values.pop("id"), DEAL_NOT_FOUND)
    organization_id: UUID = deal["organization_id"]
    _keep_organization(values, organization_id)
    people, companies = await _participants(ctx, values, organization_id)
    await check_owner(ctx, values, deal["owner_user_id"])
    if values.get("status", "") is None:
        values.pop("status")
    custom = await custom_fields.checked(ctx, CUSTOM, ctx.custom, new=False, organization_id=organization_id)
    if custom:
        values["custom"] = custom
    ctx.describe(KIND, deal["id"], organization_id=organization_id)
    await changes.update(ctx, Deal, deal["id"], values, where=Where.visible(ctx, version_of(ctx)))
    if people is not None:
        await set_participants(ctx, PEOPLE, deal["id"], people)
    if companies is not None:
        await set_participants(ctx, COMPANIES, deal["id"], companies)
    await _tell_ending(ctx, deal, {**deal, **values})
    return Done()


@module.delete(
    "/deals",
    "customers.deals.manage",
    name="deals.delete",
    query=IdQuery,
    id_anywhere=True,
    table=Deal,
    label=T(en="Delete deal", pl="Usunięcie szansy sprzedaży"),
    answers={200: "Deal deleted", 404: "Deal not found"},
)
async def delete_deal(ctx: Context, data: Target) -> Done:
    """Delete deal.

    By id in the body or in the query, for good: who took part no longer does, and what was said about it stays with the
    customers. Undo brings everything back.
    """
    deal = await found_or(ctx, Deal, required(data, ID_REQUIRED), DEAL_NOT_FOUND)
    ctx.describe(KIND, deal["id"], organization_id=deal["organization_id"])
    for side in (PEOPLE, COMPANIES):
        await set_participants(ctx, side, deal["id"], [])
    for table in (Activity, Comment):
        about = await ctx.query(
            f"SELECT id FROM {table.__tablename__} WHERE tenant_id = $1 AND deal_id = $2 ORDER BY id",
            ctx.tenant_id,
            deal["id"],
        )
        unlinked = [{"id": row["id"], "deal_id": None} for row in about]
        await changes.update_many(ctx, table, unlinked, dependent=True)
    await changes.delete(ctx, Deal, deal["id"], where=Where.visible(ctx, version_of(ctx)))
    return Done()


async def _participants(
    ctx: Context, values: dict[str, Any], organization_id: UUID
) -> tuple[list[UUID] | None, list[UUID] | None]:
    """The people and companies that were sent, checked; None for those left out."""
    found: list[list[UUID] | None] = []
    for side, name in ((PEOPLE, "person_ids"), (COMPANIES, "company_ids")):
        ids: list[UUID] | None = values.pop(name, None)
        found.append(None if ids is None else await check_participants(ctx, side, ids, organization_id))
    return found[0], found[1]


def _keep_organization(values: dict[str, Any], organization_id: UUID) -> None:
    """A deal stays in its organization, where those who take part in it are."""
    values.pop("tenant_id", None)
    wanted = values.pop("organization_id", None)
    if wanted is not None and wanted != organization_id:
        raise Forbidden(OTHER_ORGANIZATION)


async def _tell_ending(ctx: Context, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Publish that a deal was won or lost; the title is encrypted, and stays out of the event."""
    ending = ENDINGS.get(after["status"].lower())
    if ending is None or ending == ENDINGS.get(before["status"].lower()):
        return
    amount = after["value_amount"]
    value = f"{after['value_currency'] or ''} {amount}".strip() if amount is not None else ""
    owner = after["owner_user_id"]
    await ctx.emit(
        f"customers.deal.{ending}",
        record_id=after["id"],
        ownerUserId=str(owner) if owner else None,
        byUserId=str(ctx.actor.user_id) if ctx.actor.user_id else None,
        dealValue=value,
    )
