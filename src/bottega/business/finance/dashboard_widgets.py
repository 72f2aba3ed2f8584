"""Dashboard widgets of finance: who holds how much, what waits for a decision, what comes in and goes out."""

from typing import Any, Final

from bottega.business.finance.module import module
from bottega.kernel.aggregates import Aggregate
from bottega.kernel.i18n import T
from bottega.kernel.widgets import ME, Part, Reading, Widget

_ANALYTICS: Final = ("analytics.view",)
_AMOUNT: Final = Aggregate("sum", "kwota")


def _held(cash: Any, locale: str) -> Reading:
    """All means of payment together, what lies elsewhere than in cash boxes, and the cash of each box."""
    names = module.words.texts("", "rodzaj")
    elsewhere = [
        Part(one.rodzaj, one.saldo, label=names[one.rodzaj](locale))
        for one in cash.razem
        if one.rodzaj != "gotowka" and one.saldo
    ]
    boxes = [
        Part(one.kod or str(one.uzytkownik_id), one.gotowka, label=one.kasa or one.osoba)
        for one in cash.items
        if one.cash_box_id is not None
    ]
    return Reading(sum(one.saldo for one in cash.razem), len(boxes), [*elsewhere, *boxes])


module.widget(
    "cash",
    Widget(
        title=T(en="Money today", pl="Pieniądze dziś"),
        description=T(en="Cash and bank together, and each cash box", pl="Gotówka i konta razem oraz każda kasa"),
        icon="coins",
        screen="finance.cash_boxes",
        reads="finance.cash.read",
        made=_held,
        figure=_AMOUNT,
        chart="bars",
        size="md",
    ),
)
module.widget(
    "approvals",
    Widget(
        title=T(en="To approve", pl="Do akceptacji"),
        description=T(en="Transactions that wait for a decision", pl="Transakcje, które czekają na decyzję"),
        icon="circle-check",
        screen="finance.transactions",
        filters={"oczekuje": True},
        sort="-data",
        figure=_AMOUNT,
        rows=5,
        columns="data nazwa kwota",
        size="md",
    ),
)
module.widget(
    "transfersToMe",
    Widget(
        title=T(en="Cash handed to me", pl="Gotówka do przyjęcia"),
        description=T(en="Transfers that wait for my acceptance", pl="Przekazania, które czekają na moje przyjęcie"),
        icon="wallet",
        screen="finance.transfers",
        filters={"status": "oczekuje", "odbiorcaId": ME},
        sort="-data",
        rows=5,
        columns="data nadawca_id kwota",
        size="md",
    ),
)
module.widget(
    "expensesByCategory",
    Widget(
        title=T(en="Expenses by category", pl="Wydatki według kategorii"),
        icon="activity",
        screen="finance.transactions",
        filters={"typ": "rozchod", "oczekuje": False},
        period="date",
        dates="last_30_days",
        compared=True,
        figure=Aggregate("sum", "kwota", by="kategoria"),
        chart="bars",
        size="md",
        needs=_ANALYTICS,
        enabled=False,
    ),
)
module.widget(
    "incomeByMonth",
    Widget(
        title=T(en="Entries of income by month", pl="Wpisy przychodów według miesięcy"),
        description=T(en="Transfers between people are among them", pl="Są wśród nich przekazania między osobami"),
        icon="trending-up",
        screen="finance.transactions",
        filters={"typ": "przychod", "oczekuje": False},
        period="date",
        dates="last_12_months",
        figure=Aggregate("sum", "kwota", by="data", grain="month"),
        chart="columns",
        size="lg",
        needs=_ANALYTICS,
        enabled=False,
    ),
)
module.widget(
    "ledgerFindings",
    Widget(
        title=T(en="What does not add up", pl="Co się nie zgadza"),
        description=T(en="Findings of the audit of the ledger", pl="Niezgodności z kontroli księgi"),
        icon="triangle-alert",
        screen="finance.ledger_findings",
        sort="-created_at",
        rows=5,
        columns="opis jest powinno_byc",
        size="md",
        alarm=True,
    ),
)
module.widget(
    "cashReports",
    Widget(
        title=T(en="Cash reports", pl="Raporty kasowe"),
        description=T(en="The last ones, open and closed", pl="Ostatnie, otwarte i zamknięte"),
        icon="book-open",
        screen="finance.cash_reports",
        period="date",
        dates="last_90_days",
        sort="-dzien_od",
        rows=5,
        columns="numer dzien_do stan saldo_koncowe",
        size="md",
        enabled=False,
    ),
)
