"""Bulk issuing of missing cash vouchers.

They follow each other as the entries do, and each is dated with the day of its entry: it belongs to the period of the
report. Where the series of the month has a later voucher already, it has the day of that one, for dates never run
against numbers.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from pydantic import Field

from bottega.business import finance
from bottega.business.documents.compose import cash_vouchers
from bottega.business.documents.compose.drafts import Draft
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.voucher_parties import Side, sides_of
from bottega.business.documents.content.kinds import VOUCHERS, Kind
from bottega.business.documents.content.models import CashVoucher
from bottega.business.documents.issue.issuing import Issued, keep, number_draft, require_kind, set_in_type
from bottega.business.documents.issuer import Desk, read_desk
from bottega.business.documents.module import module
from bottega.business.finance import CashEntry
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema, Whole
from bottega.platform.auth import colleagues

# So many are set in type at once.
AT_ONCE: Final = 3
MOST: Final = 100
INSTEAD: Final = T(en="Cancel a voucher", pl="Anuluj dowód")
_LAST: Final = (
    "SELECT max(data_wystawienia) FROM documents_documents WHERE tenant_id = $1 AND organization_id = $2"
    " AND rodzaj = $3 AND cash_box_id = $4 AND data_wystawienia >= date_trunc('month', $5::date)"
    " AND data_wystawienia < date_trunc('month', $5::date) + interval '1 month'"
)


class BatchInput(Input):
    """How many at once."""

    limit: Annotated[Whole, Field(ge=1, le=MOST)] = Field(
        default=MOST, description="The most vouchers to issue; those that are left come with the next call."
    )


class VoucherIssued(Schema):
    """A voucher, and the entry it is for."""

    transaction_id: UUID
    id: UUID
    rodzaj: Kind
    numer: str
    data_wystawienia: date


class Gap(Schema):
    """Something a voucher needs that nobody has entered."""

    pole: str
    opis: str


class VoucherSkipped(Schema):
    """An entry whose voucher has to wait."""

    transaction_id: UUID
    braki: list[Gap]


class VouchersIssued(Schema):
    """What was issued for a cash report; none if every entry has its voucher."""

    id: UUID
    numer: str = Field(description="The number of the report.")
    wystawione: list[VoucherIssued]
    pominiete: list[VoucherSkipped] = Field(description="Entries of customers of whom something is missing.")
    liczba_dowodow: int = Field(description="Vouchers of the report, these included.")
    pozostalo: int = Field(description="Entries that still have none: ask again, or enter what is missing first.")


@module.post(
    "/documents/cash_reports/{id}/vouchers",
    "contracts.drukuj_kp",
    "finance.view",
    name="cash_reports.vouchers",
    amounts="refused",
    whole=True,
    lenient=True,
    undoable=False,
    instead=INSTEAD,
    label=T(en="Issue missing cash vouchers", pl="Wystawienie brakujących dowodów kasowych"),
    answers={409: "They cannot be issued: the reason, and what is missing."},
)
async def issue_missing(ctx: Context, id: UUID, data: BatchInput) -> VouchersIssued:
    """Issue the missing vouchers of a cash report.

    A KP or KW for every entry that has none, in the order of the report, dated with the days of the entries. Asking
    again issues nothing more; of two who ask at once each entry gets one voucher. Needs `finance.view` as well.
    """
    for kind in ("RK", *VOUCHERS):
        require_kind(ctx, kind)
    ctx.refuse_closed()
    sheet = await finance.report_sheet(ctx, id)
    ctx.describe("finance.cash_report", id, organization_id=sheet.organization_id)
    batch = await issue_vouchers(ctx, sheet.bez_dowodu, limit=data.limit)
    after = await finance.report_sheet(ctx, id)
    issued = [
        VoucherIssued(
            transaction_id=of, id=one.id, rodzaj=one.rodzaj, numer=one.numer, data_wystawienia=one.data_wystawienia
        )
        for of, one in batch.issued.items()
    ]
    skipped = [
        VoucherSkipped(transaction_id=of, braki=[Gap(pole=name, opis=text(ctx.locale)) for name, text in gaps])
        for of, gaps in batch.skipped.items()
    ]
    return VouchersIssued(
        id=id,
        numer=sheet.numer,
        wystawione=issued,
        pominiete=skipped,
        liczba_dowodow=after.liczba_dowodow,
        pozostalo=len(after.bez_dowodu),
    )


@dataclass(frozen=True)
class Batch:
    """Vouchers by their entries, in order; and what is missing of the customers of those that were left out."""

    issued: dict[UUID, Issued]
    skipped: dict[UUID, list[tuple[str, T]]]


async def issue_vouchers(
    ctx: Context,
    transaction_ids: Iterable[UUID],
    *,
    limit: int | None = None,
    at: datetime | None = None,
    patient: bool = False,
) -> Batch:
    """Issue the vouchers of booked entries of cash that have none, in the order given, ``limit`` at most.

    Whoever calls has asked whether the caller may. Entries that have their voucher, or need none, are passed over.
    ``at`` is the moment of issue, now if left out; ``patient`` waits however many documents are being set in type.

    Raises:
        Conflict: 409 ``brak_danych`` with what of the studio a voucher needs and nobody has entered.
    """
    entries = [
        one
        for one in await finance.hold_cash_entries(ctx, list(transaction_ids))
        if one.booked and one.kwota and one.dokument_id is None
    ]
    sides = await sides_of(ctx, entries)
    skipped = {one: side.gaps for one, side in sides.items() if side.gaps}
    wanted = [one for one in entries if one.transaction_id not in skipped][:limit]
    written: dict[str, Any] = {} if at is None else {"wystawiono_at": at}
    made: dict[UUID, Issued] = {}
    drafts = [draft async for draft in _drafts(ctx, wanted, sides)]
    pairs = list(zip(wanted, drafts, strict=True))
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        numbered = [await number_draft(ctx, await _dated(ctx, entry, draft), **written) for entry, draft in some]
        files = await asyncio.gather(*(set_in_type(ctx, one, patient=patient) for one in numbered))
        for (entry, _draft), one, content in zip(some, numbered, files, strict=True):
            made[entry.transaction_id] = await keep(ctx, one, content)
    return Batch(made, skipped)


async def _drafts(ctx: Context, entries: Sequence[CashEntry], sides: Mapping[UUID, Side]) -> AsyncIterator[Draft]:
    """The vouchers of entries without their days; what they have in common is read once."""
    keepers = await colleagues(ctx, [one.keeper_id for one in entries])
    desks: dict[UUID, Desk] = {}
    for entry in entries:
        side, home = sides[entry.transaction_id], entry.organization_id
        if home not in desks:
            desks[home] = await read_desk(ctx, home)
        desk = replace(desks[home], customer_id=side.customer_id, contract_id=side.contract_id)
        keeper = keepers.get(entry.keeper_id) if entry.keeper_id else None
        paper = cash_vouchers.compose(entry, side, desk, Wishes(), keeper.shown if keeper else None)
        yield Draft(cash_vouchers.OF_DIRECTION[entry.typ], paper, desk, cash_vouchers.references(entry, side))


async def _dated(ctx: Context, entry: CashEntry, draft: Draft) -> Draft:
    """A draft with its day: that of the entry, or of the last voucher of the month; today at the latest."""
    assert isinstance(draft.paper, CashVoucher)
    day = draft.paper.data_wplywu
    last: date | None = await ctx.query_value(
        _LAST, ctx.tenant_id, entry.organization_id, draft.kind, entry.cash_box_id, day
    )
    dated = min(max(day, last or day), draft.desk.today)
    return replace(draft, paper=msgspec.structs.replace(draft.paper, data_wystawienia=dated))
