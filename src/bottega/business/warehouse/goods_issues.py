"""Goods issues (WZ): numbered documents that take material from stock for a contract.

A number is never used twice and never disappears: deleting a document cancels it, and so does undoing its issue
(docs/decisions/0030-goods-issues.md).
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.contracts import Forcing, forced, lock_open
from bottega.business.warehouse import stock
from bottega.business.warehouse.goods_issue_lines import (
    MOST_LINES,
    GoodsIssueLine,
    LineInput,
    Valued,
    about_value,
    lines_of,
    lock_stock,
    pieces,
    priced_lines,
    remove_lines,
    taken_by,
    write_lines,
)
from bottega.business.warehouse.goods_issue_numbers import give_number, keep_number
from bottega.business.warehouse.locations import require_location
from bottega.business.warehouse.module import module
from bottega.business.warehouse.reservations import FORCING, refuse_reserved
from bottega.business.warehouse.stocked import Stocked
from bottega.kernel import masking
from bottega.kernel.context import Context
from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, reference, unique
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource, version_of
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Day, Id, Input, Money, Scoped, today
from bottega.kernel.screens import Days, Group, Nav, Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.platform.navigation_groups import STORE

AHEAD: Final = timedelta(days=7)
ISSUED, CANCELLED = "wystawiona", "anulowana"

TOO_EARLY: Final = T(
    en="A goods issue can be dated at most 7 days ahead", pl="Datę WZ można wpisać najwyżej 7 dni naprzód"
)
NEGATIVE: Final = T(en="The value cannot be negative", pl="Wartość nie może być ujemna")


class GoodsIssue(TenantTable):
    """A goods issue; one that is deleted is ``anulowana`` and keeps its number."""

    __tablename__ = "warehouse_goods_issues"
    entity = "warehouse:goods_issue"
    counted_by = ()
    withdrawal = f"deleted_at = now(), status = '{CANCELLED}'"
    rules = (
        unique(
            "nr",
            "organization_id, lower(nr)",
            T(en="This number is already used", pl="Ten numer WZ jest już użyty"),
            field="nr",
        ),
        check("kwota", "kwota >= 0", NEGATIVE, field="kwota"),
        among("status", (ISSUED, CANCELLED), T(en="Unknown status", pl="Nieznany status")),
    )

    contract_id: Mapped[UUID] = reference("contracts_contracts")
    nr: Mapped[str]
    data: Mapped[date]
    kwota: Mapped[Decimal]
    location_id: Mapped[UUID] = reference("warehouse_locations")
    uwagi: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default=ISSUED)
    srodek_transportu: Mapped[str | None]
    odebral: Mapped[str | None]
    wystawil_id: Mapped[UUID | None] = loose_reference("auth:user")
    z_serii: Mapped[bool] = mapped_column(server_default="false")
    # Why boards were issued that are reserved for another contract.
    powod: Mapped[str | None]


class GoodsIssueInput(Scoped, Forcing):
    """A goods issue and its lines."""

    contract_id: UUID
    nr: str = Field(max_length=40, description="AUTO or empty: the next number of the month.")
    data: Day = Field(description="The day of issue in Warsaw, at most 7 days ahead.")
    kwota: Annotated[Money, Field(ge=0)] = Field(description="Value of the issued goods, gross.")
    location_id: UUID
    uwagi: Annotated[str, Field(max_length=2000)] | None = None
    srodek_transportu: Annotated[str, Field(max_length=120)] | None = None
    odebral: Annotated[str, Field(max_length=120)] | None = Field(default=None, description="Who received the goods.")
    pozycje: Annotated[list[LineInput], Field(max_length=MOST_LINES)] = Field(
        default=[], description="What is issued; materials among it leave the stock."
    )


class Issued(Created, Valued):
    """The id of a new goods issue, and what deserves a second look."""


class Changed(Done, Valued):
    """It is done, and this deserves a second look."""


async def prepare(ctx: Context, values: dict[str, Any], document_id: UUID | None) -> dict[str, Any]:
    """Check date, contract and location, see that the stock suffices, and give a new document its number."""
    lines: list[LineInput] = values.pop("pozycje", [])
    reason = forced(ctx, FORCING, force=values.pop("force", False), powod=values.pop("powod", None))
    if "data" in values and values["data"] > today() + AHEAD:
        raise InvalidInput.field("data", TOO_EARLY)
    if "contract_id" in values:
        # A settled contract gets no more goods, and none is settled while goods are issued for it.
        await lock_open(ctx, values["contract_id"])
    if "location_id" in values:
        await require_location(ctx, values["location_id"])
    if document_id is not None:
        if "nr" not in values:
            return values
        document = await changes.one(ctx, GoodsIssue, document_id, lock=True)
        return await keep_number(ctx, values, document)
    found = await lock_stock(ctx, lines, {})
    stock.check(found, pieces(lines))
    values["powod"] = await refuse_reserved(ctx, found.values(), contract_id=values["contract_id"], reason=reason)
    values["wystawil_id"] = ctx.actor.user_id
    return await give_number(ctx, values)


goods_issues = module.mount(
    "/goods_issues",
    Resource(
        table=GoodsIssue,
        input=GoodsIssueInput,
        label=T(en="Goods issue", pl="Dokument WZ"),
        plural=T(en="Goods issues", pl="Dokumenty WZ"),
        title="{nr}",
        subtitle="{data}",
        unlisted=(
            GoodsIssue.srodek_transportu,
            GoodsIssue.odebral,
            GoodsIssue.wystawil_id,
            GoodsIssue.z_serii,
            GoodsIssue.powod,
        ),
        search=(GoodsIssue.nr, GoodsIssue.uwagi),
        filters={"contractId": GoodsIssue.contract_id, "locationId": GoodsIssue.location_id},
        indexed=(GoodsIssue.nr, GoodsIssue.data),
        prepare=prepare,
        access=Access(
            view="warehouse.view", create="warehouse.create", edit="warehouse.edit", delete="warehouse.delete"
        ),
        screen=Screen(
            icon="package-minus",
            nav=Nav(STORE, 30),
            columns="nr data contract_id kwota location_id status uwagi",
            groups=(
                Group(T(en="Issue", pl="Wydanie"), "contract_id data location_id odebral srodek_transportu nr"),
                Group(T(en="Goods", pl="Towar"), "pozycje kwota uwagi"),
            ),
            quick="contract_id data location_id pozycje kwota nr",
            views=(Days("data"),),
            tones={"status": {CANCELLED: "warn"}},
            empty=T(en="No goods were issued yet", pl="Nie wydano jeszcze żadnego towaru"),
        ),
    ),
)


@goods_issues.replaces("list")
async def list_goods_issues(ctx: Context, query: ListQuery) -> Any:
    """List goods issues.

    A page of goods issues (WZ) of the caller's organizations, filtered, sorted and searched; with `format` a file of
    all of them. With `id` the document comes with its lines, `pozycje`, and with `powod`: why boards of another
    contract are among them. Cancelled ones stay in it as `anulowana`, so that a series shows no gap.
    """
    query.with_deleted = True
    page = await goods_issues.page(ctx, query)
    if query.id is not None and not query.format:
        ids = [item["id"] for item in page["items"]]
        lines = await lines_of(ctx, ids)
        for item in page["items"]:
            item["pozycje"] = lines[item["id"]]
    return page


@goods_issues.replaces(
    "create", label=T(en="Issue goods", pl="Wystawienie WZ"), answers={404: "No such contract, location or material"}
)
async def issue_goods(ctx: Context, data: GoodsIssueInput) -> Issued:
    """Create goods issue.

    Issues a document (WZ) and takes the material of its lines out of stock: 409 `brak_na_stanie` if there is less,
    `contract_settled` for a contract that is settled, `contract_dissolved` for one that is not carried out,
    `zarezerwowana_dla` for boards that are reserved for another one, unless with `force` and a reason. Warns when its
    lines give another value than `kwota`, or have no price.
    """
    made = await goods_issues.create(ctx, data)
    found = await lock_stock(ctx, data.pozycje, {})
    organization_id = ctx.organization_for_new(data.organization_id)
    await write_lines(ctx, made.id, organization_id, data.pozycje, found)
    await stock.move(ctx, found, pieces(data.pozycje))
    return Issued(id=made.id, **about_value(data.kwota, data.pozycje))


@goods_issues.replaces("update", label=T(en="Change goods issue", pl="Zmiana WZ"))
async def change_goods_issue(ctx: Context, data: Input) -> Changed:
    """Update goods issue.

    Changes the fields that are sent. Lines are replaced as a whole: what the old ones took goes back to stock first.
    The warnings are those of a new document.
    """
    given = data.given()
    lines: list[LineInput] | None = given.get("pozycje")
    if lines is None and given.keys().isdisjoint(("contract_id", "kwota")):
        await goods_issues.update(ctx, data)
        return Changed()
    if lines is not None:
        # Who sees no prices would wipe them out.
        masking.refuse_columns(ctx, GoodsIssueLine, {"cena"})
    ctx.describe(goods_issues.kind, given["id"])
    document = await changes.one(ctx, GoodsIssue, given["id"], lock=True)
    await goods_issues.update(ctx, data)
    old, returned = await taken_by(ctx, document["id"])
    found = await lock_stock(ctx, lines or [], returned)
    taken = returned if lines is None else pieces(lines)
    moved = given.get("contract_id", document["contract_id"]) != document["contract_id"]
    more = taken if moved else taken - returned
    await _respect_reservations(ctx, document, given, [one for id, one in found.items() if more[id] > 0])
    if lines is not None:
        await remove_lines(ctx, old)
        await write_lines(ctx, document["id"], document["organization_id"], lines, found)
        taken.subtract(returned)
        await stock.move(ctx, found, taken)
    kept = lines if lines is not None else await priced_lines(ctx, document["id"])
    return Changed(**about_value(given.get("kwota", document["kwota"]), kept))


async def _respect_reservations(
    ctx: Context, document: dict[str, Any], given: dict[str, Any], taken: list[Stocked]
) -> None:
    """409 for what a change takes from another contract; a reason to do so all the same is kept with the document."""
    reason = given.get("powod") if given.get("force") else None
    contract_id = given.get("contract_id", document["contract_id"])
    used = await refuse_reserved(ctx, taken, contract_id=contract_id, reason=reason)
    if used is not None:
        await changes.update(ctx, GoodsIssue, document["id"], {"powod": used})


@goods_issues.replaces("delete", label=T(en="Cancel goods issue", pl="Anulowanie WZ"))
async def cancel_goods_issue(ctx: Context, data: Id) -> Done:
    """Delete goods issue.

    Cancels the document, by id in the body or in the query: its material goes back to stock, its number stays used.
    """
    ctx.refuse_closed()
    await changes.one(ctx, GoodsIssue, data.id, lock=True)
    lines, taken = await taken_by(ctx, data.id)
    found = await stock.lock(ctx, set(taken))
    where = Where.visible(ctx, version_of(ctx))
    await changes.update(ctx, GoodsIssue, data.id, {"status": CANCELLED}, where=where)
    await changes.delete(ctx, GoodsIssue, data.id)
    await remove_lines(ctx, lines)
    await stock.move(ctx, found, {id: -count for id, count in taken.items()})
    return Done()
