"""Kinds of documents: names, number series, audience.

Numbers follow BR-16. A document without a series of its own bears the number of what it prints: a
contract its own, a goods issue that of the warehouse, a cash report that of finance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bottega.business.documents.content.models import CashReport, CashVoucher, GoodsNote, Invoice, Letter, Paper
from bottega.kernel import masking
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.writes.number_series import Series

Kind = Literal["FV", "FZ", "FK", "KOR", "PF", "KP", "KW", "WZ", "GW", "UM", "PO", "PRO", "OSW", "PRP", "RK"]


@dataclass(frozen=True)
class About:
    """One kind: its title on paper, its model, its series, and the features it takes to see and to issue one."""

    tytul: str
    nazwa: T
    model: type[Paper]
    feature: str
    series: Series | None = None
    # Kinds that anybody who works on contracts may see ask for more to be issued.
    issue: str | None = None
    # Nothing is left of it without its amounts; of others they are left out (``redacting``).
    about_amounts: bool = False
    # The column of what there is one document in force about (``single_documents``).
    one_of_each: str | None = None
    # Whoever issues it may cancel it, too: nothing is booked by it, and nothing taxed.
    reissued: bool = False

    @property
    def to_issue(self) -> tuple[str, ...]:
        """What whoever issues one needs."""
        return (self.feature,) if self.issue is None else (self.feature, self.issue)


def visible_kinds(ctx: Context) -> list[str]:
    """The kinds of documents the caller may see."""
    masked = masking.lacking(ctx) is not None
    return [kind for kind, about in KINDS.items() if ctx.may(about.feature) and not (masked and about.about_amounts)]


_FAKTURA: Final = "contracts.drukuj_faktura"
_KP: Final = "contracts.drukuj_kp"
_VIEW: Final = "contracts.view"
_ISSUE: Final = "documents.issue"
MANAGE: Final = "documents.manage"

KINDS: Final[Mapping[str, About]] = {
    "FV": About(
        "Faktura VAT",
        T(en="VAT invoice", pl="Faktura VAT"),
        Invoice,
        _FAKTURA,
        Series("FV/{YYYY}/{MM}/{NNN}"),
        about_amounts=True,
    ),
    "FZ": About(
        "Faktura zaliczkowa",
        T(en="Advance invoice", pl="Faktura zaliczkowa"),
        Invoice,
        _FAKTURA,
        Series("FZ/{YYYY}/{MM}/{NNN}"),
        about_amounts=True,
        one_of_each="payment_id",
    ),
    "FK": About(
        "Faktura końcowa",
        T(en="Final invoice", pl="Faktura końcowa"),
        Invoice,
        _FAKTURA,
        Series("FK/{YYYY}/{MM}/{NNN}"),
        about_amounts=True,
    ),
    "KOR": About(
        "Faktura korygująca",
        T(en="Correcting invoice", pl="Faktura korygująca"),
        Invoice,
        _FAKTURA,
        Series("KOR/{YYYY}/{MM}/{NNN}"),
        about_amounts=True,
    ),
    "PF": About(
        "Faktura pro forma",
        T(en="Pro forma invoice", pl="Faktura pro forma"),
        Invoice,
        "contracts.drukuj_proforma",
        Series("PF/{YYYY}/{NNN}"),
        about_amounts=True,
    ),
    "KP": About(
        "KP – Kasa przyjmie",
        T(en="Cash receipt", pl="KP – Kasa przyjmie"),
        CashVoucher,
        _KP,
        Series("KP/{KASA}/{YYYY}/{MM}/{NNN}"),
        about_amounts=True,
        one_of_each="transaction_id",
    ),
    "KW": About(
        "KW – Kasa wypłaci",
        T(en="Cash payment", pl="KW – Kasa wypłaci"),
        CashVoucher,
        _KP,
        Series("KW/{KASA}/{YYYY}/{MM}/{NNN}"),
        about_amounts=True,
        one_of_each="transaction_id",
    ),
    "WZ": About(
        "WZ – Wydanie zewnętrzne",
        T(en="Goods issue", pl="WZ – Wydanie zewnętrzne"),
        GoodsNote,
        "warehouse.view",
        issue="warehouse.create",
        one_of_each="goods_issue_id",
    ),
    "GW": About(
        "Karta gwarancyjna",
        T(en="Warranty card", pl="Karta gwarancyjna"),
        Letter,
        _VIEW,
        Series("GW/{YYYY}/{NNN}"),
        _ISSUE,
        one_of_each="contract_id",
        reissued=True,
    ),
    "UM": About(
        "Umowa",
        T(en="Contract", pl="Umowa"),
        Letter,
        _VIEW,
        issue=_ISSUE,
        about_amounts=True,
        one_of_each="contract_id",
        reissued=True,
    ),
    "PO": About(
        "Zamówienie do dostawcy",
        T(en="Purchase order", pl="Zamówienie do dostawcy"),
        GoodsNote,
        _VIEW,
        Series("ZD/{YYYY}/{NNN}"),
        "contracts.purchase_orders.manage",
        one_of_each="purchase_order_id",
        reissued=True,
    ),
    "PRO": About(
        "Protokół odbioru",
        T(en="Acceptance protocol", pl="Protokół odbioru"),
        Letter,
        _VIEW,
        Series("PRO/{YYYY}/{NNN}"),
        _ISSUE,
        one_of_each="contract_id",
        reissued=True,
    ),
    "OSW": About(
        "Oświadczenie nabywcy o warunkach stosowania stawki VAT 8%",
        T(en="Customer's VAT statement", pl="Oświadczenie nabywcy w sprawie VAT"),
        Letter,
        _VIEW,
        Series("OSW/{YYYY}/{NNN}"),
        _ISSUE,
        one_of_each="contract_id",
        reissued=True,
    ),
    "PRP": About(
        "Protokół pomiaru",
        T(en="Measurement protocol", pl="Protokół pomiaru"),
        Letter,
        "measurements.view",
        Series("PP/{YYYY}/{NNN}"),
        _ISSUE,
        one_of_each="measurement_id",
        reissued=True,
    ),
    "RK": About(
        "Raport kasowy",
        T(en="Cash report", pl="Raport kasowy"),
        CashReport,
        "finance.view",
        issue="finance.edit",
        about_amounts=True,
        one_of_each="cash_report_id",
    ),
}

# Invoices in the sense of the VAT act: they are corrected, not withdrawn once the buyer has them, and go to KSeF.
INVOICES: Final = frozenset({"FV", "FZ", "FK", "KOR"})
# Each stands on an entry of cash.
VOUCHERS: Final = ("KP", "KW")
# These bear a number that was given elsewhere, and have it again when they are issued anew after being cancelled.
NUMBERED_ELSEWHERE: Final = tuple(kind for kind, about in KINDS.items() if about.series is None)
# One of each contract: it invoices the whole of it.
CLOSING: Final = ("FV", "FK")
# What people call them, in the same order; the full name of the statement is too long for a label.
TITLES: Final[Mapping[str, T]] = {kind: about.nazwa for kind, about in KINDS.items()} | {
    "OSW": T(en="Customer's VAT statement", pl="Oświadczenie nabywcy (VAT 8%)")
}

State = Literal["wystawiony", "anulowany", "skorygowany"]
STATES: Final[tuple[State, ...]] = get_args(State)
ISSUED, CANCELLED, CORRECTED = STATES
