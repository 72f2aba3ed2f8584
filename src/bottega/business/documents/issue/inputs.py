"""Input schemas of issuing, by kind of document."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from bottega.business.documents.compose.drafts import Subject
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.kinds import KINDS
from bottega.kernel.errors import InvalidInput
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Day, Input, Money, wire_name

ToBeIssued = Literal["FV", "FZ", "FK", "PF", "KP", "KW", "WZ", "GW", "UM", "PO", "PRO", "OSW", "PRP", "RK"]
# What a document is about.
ContractId = Annotated[UUID | None, Of("contracts:contract")]
PaymentId = Annotated[UUID | None, Of("contracts:payment_method")]
PurchaseOrderId = Annotated[UUID | None, Of("contracts:purchase_order")]
GoodsIssueId = Annotated[UUID | None, Of("warehouse:goods_issue")]
MeasurementId = Annotated[UUID | None, Of("measurements:measurement")]
CashReportId = Annotated[UUID | None, Of("finance:cash_report")]
TransactionId = Annotated[UUID | None, Of("finance:transaction")]
# What only some kinds take; sent for another kind it is refused, not ignored.
TAKEN_BY: Final[Mapping[str, frozenset[str]]] = {
    "contract_id": frozenset(KINDS) - {"RK"},
    "payment_id": frozenset({"FZ", "KP", "KW"}),
    "goods_issue_id": frozenset({"WZ"}),
    "purchase_order_id": frozenset({"PO"}),
    "measurement_id": frozenset({"PRP"}),
    "cash_report_id": frozenset({"RK"}),
    "transaction_id": frozenset({"KP", "KW"}),
    "strona": frozenset({"KP", "KW"}),
    "data_sprzedazy": frozenset({"FV", "FK"}),
    "termin": frozenset({"FV", "FK", "PF", "PO"}),
    "wyspa_brutto": frozenset({"FV", "FZ", "FK", "PF"}),
    "kwota": frozenset({"PF"}),
    "nr_paragonu": frozenset({"KP", "FV", "FZ", "FK"}),
}
FEWEST: Final = date(2000, 1, 1)

NOT_OF_KIND: Final = T(en="Documents of this kind have no such field", pl="Dokument tego rodzaju nie ma takiego pola")


class Issue(BaseModel):
    """What is to be issued, or previewed."""

    rodzaj: ToBeIssued
    contract_id: ContractId = Field(
        default=None,
        description="The contract; of a WZ that of the goods issue, of a PRP the one its fee was credited to.",
    )
    payment_id: PaymentId = Field(
        default=None, description="FZ, KP, KW: the payment; one without a document if left out."
    )
    purchase_order_id: PurchaseOrderId = Field(default=None, description="PO: the order.")
    goods_issue_id: GoodsIssueId = Field(default=None, description="WZ: the goods issue.")
    measurement_id: MeasurementId = Field(default=None, description="PRP: the measurement.")
    cash_report_id: CashReportId = Field(default=None, description="RK: the cash report, which is closed.")
    transaction_id: TransactionId = Field(
        default=None, description="KP, KW: the entry of cash; a payment of the contract if left out."
    )
    strona: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="KP, KW: who paid or was paid, where the ledger does not know it."
    )
    data_wystawienia: Annotated[Day, Field(ge=FEWEST)] | None = Field(
        default=None, description="Today if left out; not before the last document of the series."
    )
    data_sprzedazy: Annotated[Day, Field(ge=FEWEST)] | None = Field(
        default=None, description="FV, FK: the day of the supply; that of completion if left out."
    )
    termin: Day | None = Field(default=None, description="When it is due: payment, or delivery of a PO.")
    wyspa_brutto: Annotated[Money, Field(ge=0)] | None = Field(
        default=None,
        description="Gross value of a kitchen island, at 23 %; noted on the contract, for all its invoices.",
    )
    kwota: Annotated[Money, Field(gt=0)] | None = Field(
        default=None, description="PF: what is asked for; all if left out."
    )
    uwagi: Annotated[str, Field(max_length=1000)] | None = None
    nr_paragonu: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, description="KP, FV, FZ, FK: the fiscal receipt of the same sale."
    )

    def wishes(self) -> Wishes:
        """What was chosen."""
        return Wishes(
            day=self.data_wystawienia,
            payment_id=self.payment_id,
            wyspa=self.wyspa_brutto,
            sale_day=self.data_sprzedazy,
            due=self.termin,
            kwota=self.kwota,
            uwagi=self.uwagi,
            nr_paragonu=self.nr_paragonu,
            strona=self.strona,
        )

    def subject(self) -> Subject:
        """What it is about."""
        return Subject(
            self.contract_id,
            self.purchase_order_id,
            self.goods_issue_id,
            self.measurement_id,
            self.cash_report_id,
            self.transaction_id,
        )


class IssueInput(Issue, Input):
    """What is to be issued."""


def refuse_foreign_fields(data: IssueInput) -> None:
    """400 naming every field that documents of the kind do not take."""
    wrong = [
        {"code": "custom", "path": [wire_name(name)], "message": NOT_OF_KIND}
        for name, kinds in TAKEN_BY.items()
        if data.rodzaj not in kinds and getattr(data, name) is not None
    ]
    if wrong:
        raise InvalidInput(wrong)
