"""Step 7 of the wizard, work ratings: grade and pay of a worker, rated by others.

Ratings are for the payroll, so they go on after the settlement; what was paid out stays.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.access import own_only, visible
from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.money.rated_pay import IN_MONTH, MONTH, days_of
from bottega.business.contracts.tables.field_types import NotNegative, Text2000
from bottega.business.contracts.tables.work import WorkerKind, WorkRating
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden
from bottega.kernel.field_markers import Amount, Of
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Query, Schema, Scoped, Whole
from bottega.kernel.screens import Nav, Preset, Screen
from bottega.kernel.writes import changes
from bottega.platform.auth import colleagues, require_colleague
from bottega.platform.navigation_groups import PEOPLE

OWN_WORK: Final = T(en="You cannot rate your own work", pl="Nie można oceniać własnej pracy")
PAID_OUT: Final = T(en="The amount has already been paid out", pl="Kwota została już wypłacona")


_PAID_BY: Final = (
    "SELECT id FROM contracts_work_ratings WHERE tenant_id = $1 AND transaction_id = $2 AND deleted_at IS NULL"
    " ORDER BY id FOR UPDATE"
)


class WorkRatingInput(Scoped):
    """A rating."""

    contract_id: UUID
    uzytkownik_id: UUID
    kwota: NotNegative = Field(description="Pay or commission, PLN gross.")
    ocena: Annotated[Whole, Field(ge=1, le=5)]
    komentarz: Text2000 = None
    typ_pracownika: WorkerKind


async def _check(
    ctx: Context, _contract: dict[str, Any], values: dict[str, Any], record_id: UUID | None
) -> dict[str, Any]:
    before = {} if record_id is None else await changes.one(ctx, WorkRating, record_id, lock=True)
    rated = (before | values)["uzytkownik_id"]
    _refuse_own(ctx, before | values)
    if values.get("uzytkownik_id", before.get("uzytkownik_id")) != before.get("uzytkownik_id"):
        await require_colleague(ctx, rated, field="uzytkownikId")
    if before.get("wyplacona_at"):
        kept = ("kwota", "uzytkownik_id", "typ_pracownika")
        if any(values.get(name, before[name]) != before[name] for name in kept):
            raise Conflict(PAID_OUT, code="paid_out")
    return values


async def _refuse_paid(ctx: Context, _contract: dict[str, Any], rating_id: UUID) -> None:
    rating = await changes.one(ctx, WorkRating, rating_id, lock=True)
    if rating["wyplacona_at"]:
        raise Conflict(PAID_OUT, code="paid_out")
    _refuse_own(ctx, rating)


def _refuse_own(ctx: Context, rating: Mapping[str, Any]) -> None:
    if ctx.actor.user_id is not None and rating["uzytkownik_id"] == ctx.actor.user_id:
        raise Forbidden(OWN_WORK)


ratings = module.mount(
    "/work_ratings",
    Resource(
        table=WorkRating,
        input=WorkRatingInput,
        label=T(en="Work rating", pl="Ocena pracy"),
        plural=T(en="Work ratings", pl="Oceny pracy"),
        unlisted=(WorkRating.wyplacona_at, WorkRating.transaction_id),
        filters={
            "contractId": WorkRating.contract_id,
            "uzytkownikId": WorkRating.uzytkownik_id,
            "typPracownika": WorkRating.typ_pracownika,
        },
        parent=of_contract(open_only=False, check=_check, may_delete=_refuse_paid, allows=_refuse_own),
        access=Access(view="contracts.view", manage="contracts.change_krok7"),
        screen=Screen(
            icon="star",
            nav=Nav(PEOPLE, 60),
            columns="uzytkownik_id typ_pracownika contract_id ocena kwota komentarz created_at",
            presets=(
                Preset(T(en="Fitters", pl="Montażyści"), typPracownika="montazysta"),
                Preset(T(en="Designers", pl="Projektanci"), typPracownika="projektant"),
            ),
            tones={"ocena": {1: "danger", 2: "warn", 5: "good"}},
            empty=T(en="Nobody's work has been rated yet", pl="Nikt nie ma jeszcze oceny pracy"),
        ),
    ),
)


@module.within("finance.transaction.booked")
async def note_payout(ctx: Context, *, transaction: dict[str, Any]) -> None:
    """An entry of the ledger that is linked to a rating has paid it out."""
    if transaction.get("linked_entity_type") != "work_rating":
        return
    rating = await changes.one(ctx, WorkRating, transaction["linked_entity_id"], lock=True)
    if not rating["wyplacona_at"]:
        paid = {"wyplacona_at": datetime.now(UTC), "transaction_id": transaction["id"]}
        await changes.update(ctx, WorkRating, rating["id"], paid)


@module.within("finance.transaction.taken_back")
async def forget_payout(ctx: Context, *, transaction: dict[str, Any]) -> None:
    """An entry counts no more: what it paid out, a rating or those of a month, is to be paid again."""
    rows = await ctx.query(_PAID_BY, ctx.tenant_id, transaction["id"])
    unpaid = {"wyplacona_at": None, "transaction_id": None}
    await changes.update_many(ctx, WorkRating, [{"id": row["id"], **unpaid} for row in rows])


class MonthQuery(Query):
    """Which month."""

    month: str = Field(pattern=MONTH, examples=["2026-11"], description="Month in Warsaw: YYYY-MM.")


class Commission(Schema):
    """What somebody earned by ratings in a month, PLN gross."""

    uzytkownik_id: Annotated[UUID, Of("auth:user")]
    nazwa: str | None = Field(description="Their name, or their address where they have none.")
    typ_pracownika: WorkerKind
    liczba: int
    srednia_ocena: float
    kwota: Annotated[str, Amount]
    wyplacono: Annotated[str, Amount]
    do_wyplaty: Annotated[str, Amount]


class Commissions(Schema):
    """Commissions of a month; sums of all people, PLN gross."""

    month: str
    kwota: str
    wyplacono: str
    do_wyplaty: str
    items: list[Commission]


# $1 tenant, $2 organizations or null for all, $3 and $4 the first days of this month and the next, $5 the only person.
_COMMISSIONS: Final = f"""
SELECT uzytkownik_id, typ_pracownika, count(*) AS liczba, round(avg(ocena), 2) AS srednia_ocena, sum(kwota) AS kwota,
    coalesce(sum(kwota) FILTER (WHERE wyplacona_at IS NOT NULL), 0.00) AS wyplacono
FROM contracts_work_ratings
WHERE tenant_id = $1 AND deleted_at IS NULL AND ($2::uuid[] IS NULL OR organization_id = ANY($2))
    AND {IN_MONTH.format(first="$3", following="$4")} AND ($5::uuid IS NULL OR uzytkownik_id = $5)
GROUP BY 1, 2 ORDER BY sum(kwota) DESC, 1, 2
"""


@module.get("/work_ratings/commissions", "contracts.view", name="work_ratings.commissions", amounts="own")
async def show_commissions(ctx: Context, query: MonthQuery) -> Commissions:
    """Show commissions of a month.

    What people earned by the ratings that were given in a month, by person and kind of work, and how much of it was
    paid out. Those who see only their own contracts see only themselves.
    """
    first, following = days_of(query.month)
    rows = await ctx.query(_COMMISSIONS, ctx.tenant_id, visible(ctx), first, following, own_only(ctx))
    people = await colleagues(ctx, [row["uzytkownik_id"] for row in rows])
    items: list[Commission] = []
    for row in rows:
        person = people.get(row["uzytkownik_id"])
        items.append(
            Commission(
                uzytkownik_id=row["uzytkownik_id"],
                nazwa=(person.name or person.email) if person else None,
                typ_pracownika=row["typ_pracownika"],
                liczba=row["liczba"],
                srednia_ocena=float(row["srednia_ocena"]),
                kwota=str(row["kwota"]),
                wyplacono=str(row["wyplacono"]),
                do_wyplaty=str(row["kwota"] - row["wyplacono"]),
            )
        )
    earned = sum((row["kwota"] for row in rows), Decimal("0.00"))
    paid = sum((row["wyplacono"] for row in rows), Decimal("0.00"))
    return Commissions(
        month=query.month, kwota=str(earned), wyplacono=str(paid), do_wyplaty=str(earned - paid), items=items
    )
