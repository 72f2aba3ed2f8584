"""Approval requests: reviewers asked about pending entries of the ledger (BR-12)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Mapped

from bottega.business.finance.booking import day_of, tell_taken_back
from bottega.business.finance.cash_boxes import hold_box
from bottega.business.finance.entry_sources import source_of
from bottega.business.finance.ledger import BOOKED, CASH, INCOME, PENDING, TRANSFER, Transaction
from bottega.business.finance.module import module
from bottega.business.finance.settings import require_reviewer
from bottega.kernel.context import Context
from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, reference, unique
from bottega.kernel.errors import Conflict, InvalidInput, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource, version_of
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Id, Input, Scoped
from bottega.kernel.screens import Group, Nav, Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.undo_rules import verifies
from bottega.platform.navigation_groups import MONEY

DECISIONS: Final = ("zatwierdzono", "odrzucono")
ASKED: Final = T(en="This person was asked already", pl="Ta osoba została już poproszona o akceptację")
UNKNOWN: Final = T(en="Unknown decision", pl="Nieznana decyzja")
NO_TRANSACTION: Final = T(en="There is no such transaction", pl="Nie ma takiej transakcji")
NOT_WAITING: Final = T(en="The transaction is not waiting for approval", pl="Transakcja nie oczekuje na akceptację")
DECIDED: Final = T(
    en="The decision has been made and cannot be changed", pl="Decyzja już zapadła i pozostaje w historii"
)


class Approval(TenantTable):
    """Somebody was asked to approve a transaction; ``decyzja`` says what became of it."""

    __tablename__ = "finance_approvals"
    entity = "finance:approval"
    is_about_amounts = True
    counted_by = ()
    rules = (
        unique(
            "open",
            "transaction_id, reviewer_id",
            ASKED,
            field="reviewerId",
            where="decyzja IS NULL AND deleted_at IS NULL",
        ),
        among("decyzja", DECISIONS, UNKNOWN),
    )

    transaction_id: Mapped[UUID] = reference("finance_transactions", blocks=False)
    reviewer_id: Mapped[UUID] = reference("auth_users")
    komentarz: Mapped[str | None]
    # What the transaction was called when they were asked: the queue is searched by it.
    transakcja: Mapped[str]
    decyzja: Mapped[str | None]
    decyzja_at: Mapped[datetime | None]
    decyzja_komentarz: Mapped[str | None]
    decydent_id: Mapped[UUID | None] = loose_reference("auth:user")


class ApprovalInput(Scoped):
    """Who is asked about what."""

    transaction_id: UUID
    reviewer_id: UUID = Field(description="Somebody who holds finance.approve.")
    komentarz: Annotated[str, Field(max_length=2000)] | None = None


class ApprovalUpdate(Input):
    """What may be said anew."""

    id: UUID
    komentarz: Annotated[str, Field(max_length=2000)] | None = None


async def prepare(ctx: Context, values: dict[str, Any], approval_id: UUID | None) -> dict[str, Any]:
    """See that the transaction waits for an approval, and that who is asked may give it."""
    if approval_id is not None:
        return values
    await require_reviewer(ctx, values["reviewer_id"], field="reviewerId")
    try:
        row = await changes.one(ctx, Transaction, values["transaction_id"], lock=True)
    except NotFound:
        raise InvalidInput.field("transactionId", NO_TRANSACTION, code="not_found") from None
    if row["stan"] == BOOKED and _nobody_approved(row):
        await _let_wait(ctx, row)
    elif row["stan"] != PENDING or row["linked_entity_type"] == TRANSFER:
        code = "already_booked" if row["stan"] == BOOKED else "nie_oczekuje"
        raise Conflict(NOT_WAITING, code=code, stan=row["stan"])
    return {**values, "organization_id": row["organization_id"], "transakcja": row["nazwa"]}


def _nobody_approved(row: Mapping[str, Any]) -> bool:
    """An entry that somebody made by hand, and nobody has approved or reversed."""
    return row["zatwierdzona_at"] is None and source_of(row) is None and row["storno_id"] is None


async def _let_wait(ctx: Context, row: Mapping[str, Any]) -> None:
    """An entry that is to be looked at counts no more until then; cash that was spent since cannot be taken back."""
    if row["rodzaj"] == CASH:
        box = await hold_box(ctx, row["organization_id"], row["uzytkownik_id"])
        box.refuse_closed(day_of(row["data"]), booked=True)
        if row["typ"] == INCOME:
            box.refuse_short(row["kwota"])
    await changes.update(ctx, Transaction, row["id"], {"stan": PENDING})
    await tell_taken_back(ctx, row)


approvals = module.mount(
    "/approvals",
    Resource(
        table=Approval,
        input=ApprovalInput,
        label=T(en="Approval", pl="Akceptacja"),
        plural=T(en="Approvals", pl="Akceptacje"),
        title="{transakcja}",
        unlisted=(Approval.decyzja_komentarz, Approval.decydent_id),
        search=(Approval.transakcja, Approval.komentarz),
        filters={"transactionId": Approval.transaction_id, "reviewerId": Approval.reviewer_id},
        prepare=prepare,
        access=Access(view="finance.view", manage="finance.approve"),
        screen=Screen(
            icon="badge-check",
            nav=Nav(MONEY, 50),
            sort="-created_at",
            columns="transaction_id reviewer_id komentarz decyzja decyzja_at created_at",
            groups=(
                Group(T(en="Request", pl="Prośba"), "transaction_id reviewer_id komentarz"),
                Group(T(en="Decision", pl="Decyzja"), "decyzja decyzja_at"),
            ),
            quick="transaction_id reviewer_id komentarz",
            tones={"decyzja": {"zatwierdzono": "good", "odrzucono": "danger"}},
            empty=T(en="There are no requests for approval", pl="Nie ma żadnych próśb o akceptację"),
        ),
    ),
)


@approvals.replaces(
    "create",
    undoable=False,
    instead=T(
        en="Withdraw the request; the transaction keeps waiting for approval",
        pl="Wycofaj prośbę; transakcja czeka, aż ktoś ją zatwierdzi",
    ),
    label=T(en="Ask for approval", pl="Prośba o akceptację"),
)
async def ask_for_approval(ctx: Context, data: ApprovalInput) -> Created:
    """Create approval.

    Puts a transaction into the queue of somebody who may approve it. One that was entered without approval waits from
    now on and counts nowhere until then; one that was approved, or belongs to something else, stays booked (409).
    """
    return await approvals.create(ctx, data)


@approvals.replaces("update", label=T(en="Change request for approval", pl="Zmiana prośby o akceptację"))
async def change_approval(ctx: Context, data: ApprovalUpdate) -> Done:
    """Update approval.

    Changes the comment that is sent.
    """
    return await approvals.update(ctx, data)


@approvals.replaces("delete", label=T(en="Withdraw request for approval", pl="Wycofanie prośby o akceptację"))
async def delete_approval(ctx: Context, data: Id) -> Done:
    """Delete approval.

    Takes a question back, by id in the body or in the query. The transaction goes on waiting, even if nobody else was
    asked; a decision that has been made stays (409).
    """
    ctx.refuse_closed()
    row = await changes.one(ctx, Approval, data.id, lock=True)
    if row["decyzja"] is not None:
        raise Conflict(DECIDED, code="decyzja_zapadla", decyzja=row["decyzja"])
    await changes.delete(ctx, Approval, data.id, where=Where.visible(ctx, version_of(ctx)))
    return Done()


@verifies(Approval)
async def still_waiting(ctx: Context, ids: set[UUID]) -> None:
    """An open question that comes back by undo must be about something that still waits."""
    settled = await ctx.query_value(
        "SELECT EXISTS (SELECT FROM finance_approvals AS a JOIN finance_transactions AS t ON t.tenant_id = a.tenant_id"
        " AND t.id = a.transaction_id WHERE a.tenant_id = $1 AND a.id = ANY($2) AND a.deleted_at IS NULL"
        f" AND a.decyzja IS NULL AND (t.stan <> '{PENDING}' OR t.deleted_at IS NOT NULL))",
        ctx.tenant_id,
        list(ids),
    )
    if settled:
        raise Conflict(NOT_WAITING, code="nie_oczekuje")
