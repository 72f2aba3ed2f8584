"""Step 8 of the wizard, the payment schedule: instalments, and how far they are paid (BR-9)."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema

from bottega.business.contracts.access import visible
from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.money.schedule_coverage import BUCKETS, Span, lacking, planned_payments
from bottega.business.contracts.money.warnings import CreatedWarned, about_plan
from bottega.business.contracts.tables.field_types import Positive
from bottega.business.contracts.tables.money import PlannedPayment
from bottega.business.contracts.wizard.list_items import PlannedPaymentPage
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.field_markers import Suggest
from bottega.kernel.i18n import T
from bottega.kernel.resources.filter_fields import separated
from bottega.kernel.resources.list_query import ListQuery, with_variants
from bottega.kernel.resources.list_sources import among
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Day, Scoped, today
from bottega.kernel.screens import Days, Nav, Screen
from bottega.platform.navigation_groups import MONEY

Spans = Annotated[
    list[Span],
    BeforeValidator(separated(len(BUCKETS))),
    Field(min_length=1, max_length=len(BUCKETS)),
    WithJsonSchema({"type": "string"}),
]
Word = Annotated[str, Field(min_length=1, max_length=60)]


class PlannedPaymentInput(Scoped):
    """A line of the schedule."""

    contract_id: UUID
    typ: Annotated[Word, Suggest("contracts:planned_payment.typ")] = Field(
        description="For example Zadatek, Rata, Wpłata końcowa."
    )
    rodzaj: Annotated[Word, Suggest("contracts:planned_payment.rodzaj")] = Field(
        description="For example gotowka, przelew."
    )
    cena: Positive
    data: Day | None = Field(default=None, description="The day it is due; null: not agreed yet.")


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How much of each line is covered, and how long the rest has been due."""
    plans = await planned_payments(ctx, {item["contract_id"] for item in items}, today())
    known = {row["id"]: row for rows in plans.values() for row in rows}
    for item in items:
        row = known.get(item["id"])
        item |= {
            "pokryto": str(row["pokryto"]) if row else None,
            "reszta": str(row["reszta"]) if row else None,
            "przedzial": row["przedzial"] if row else None,
        }
    return items


planned = module.mount(
    "/planned_payments",
    Resource(
        table=PlannedPayment,
        input=PlannedPaymentInput,
        label=T(en="Planned payment", pl="Planowana wpłata"),
        plural=T(en="Planned payments", pl="Planowane wpłaty"),
        filters={"contractId": PlannedPayment.contract_id},
        indexed=(PlannedPayment.data,),
        parent=of_contract(),
        present=_present,
        access=Access(view="contracts.view", manage="contracts.change_krok8"),
        screen=Screen(
            icon="coins",
            nav=Nav(MONEY, 15),
            columns="data contract_id typ rodzaj cena pokryto reszta przedzial",
            views=(Days(day="data"),),
            tones={"przedzial": {"1-7": "warn", "8-30": "danger", "31-60": "danger", "60+": "danger"}},
            empty=T(en="No payments are planned yet", pl="Nie ma jeszcze planowanych wpłat"),
        ),
    ),
)


@with_variants(planned.source.filters)
class PlanQuery(ListQuery):
    """Which planned payments."""

    filter_contractId: UUID | None = Field(  # noqa: N815 - named after what the query says
        default=None, alias="contractId", description="Only of this contract."
    )
    przedzial: Spans | None = Field(
        default=None, description="Only those that lack something since so many days; several, separated by commas."
    )


@planned.replaces("list", answer=PlannedPaymentPage)
async def list_plan(ctx: Context, query: PlanQuery) -> Any:
    """List planned payments.

    A page of the schedules of the caller's organizations, filtered and sorted, with what confirmed payments cover of
    each line, and for how long the rest has been due; with `format` a file of all of them.
    """
    if query.przedzial is None or query.full:
        return await planned.page(ctx, query)
    ids = await lacking(ctx, query.przedzial, visible(ctx), today())
    return await planned.page(ctx, query, among(sql_table(PlannedPayment).c.id, ids))


@planned.replaces("create", label=T(en="Plan payment", pl="Dodanie planowanej wpłaty"))
async def plan_payment(ctx: Context, data: PlannedPaymentInput) -> CreatedWarned:
    """Create planned payment.

    Adds a line to the schedule. Warns `harmonogram_rozni_sie_od_sumy` while the schedule does not add up to what the
    contract costs.
    """
    made = await planned.create(ctx, data)
    return CreatedWarned(id=made.id, warnings=await about_plan(ctx, data.contract_id))
