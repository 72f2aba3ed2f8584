"""Dashboard widgets of contracts: arrears, payments that are due, orders, and contracts by kind and month."""

from typing import Any, Final

from bottega.business.contracts.module import module
from bottega.business.contracts.money.schedule_coverage import BUCKETS
from bottega.kernel.aggregates import Aggregate
from bottega.kernel.i18n import T
from bottega.kernel.widgets import Part, Reading, Tone, Widget

_ANALYTICS: Final = ("analytics.view",)
LATE: Final = BUCKETS[1:]
_LABELS: Final = {
    "1-7": T(en="1-7 days", pl="1-7 dni"),
    "8-30": T(en="8-30 days", pl="8-30 dni"),
    "31-60": T(en="31-60 days", pl="31-60 dni"),
    "60+": T(en="over 60 days", pl="ponad 60 dni"),
}
# Orders that suppliers have and have not delivered.
_SENT: Final = {"dataWyslaniaEmpty": False, "dataOdbioruEmpty": True}


def _overdue(panel: Any, locale: str) -> Reading:
    """What planned payments still lack, by the days since they were due."""
    late = [one for one in panel.przedzialy if one.przedzial in LATE]
    parts = [
        Part(
            one.przedzial,
            one.kwota,
            one.pozycje,
            _LABELS[one.przedzial](locale),
            {"przedzial": one.przedzial},
            _tone(one.przedzial),
        )
        for one in late
    ]
    return Reading(panel.przeterminowane, sum(one.pozycje for one in late), parts)


def _tone(span: str) -> Tone:
    return "warn" if span == LATE[0] else "danger"


module.widget(
    "overdue",
    Widget(
        title=T(en="Overdue", pl="Po terminie"),
        description=T(en="Planned payments that are late, by age", pl="Zaległe wpłaty z harmonogramów, według wieku"),
        icon="clock",
        screen="contracts.planned_payments",
        filters={"przedzial": ",".join(LATE)},
        sort="data",
        reads="contracts.contracts.money",
        made=_overdue,
        figure=Aggregate("sum", "cena"),
        chart="parts",
        size="md",
        alarm=True,
    ),
)
module.widget(
    "paymentsDue",
    Widget(
        title=T(en="Payments due this week", pl="Wpłaty na ten tydzień"),
        icon="calendar",
        screen="contracts.planned_payments",
        period="data",
        dates="next_7_days",
        sort="data",
        figure=Aggregate("sum", "cena"),
        rows=5,
        columns="data contract_id cena",
        size="md",
    ),
)
module.widget(
    "lateOrders",
    Widget(
        title=T(en="Late deliveries", pl="Spóźnione dostawy"),
        description=T(
            en="Sent orders whose promised day has passed", pl="Wysłane zamówienia, których obiecany dzień minął"
        ),
        icon="truck",
        screen="contracts.purchase_orders",
        filters=_SENT,
        period="dataObiecana",
        dates="until_yesterday",
        sort="data_obiecana",
        rows=5,
        columns="data_obiecana nazwa dostawca contract_id",
        size="md",
        alarm=True,
    ),
)
module.widget(
    "expectedOrders",
    Widget(
        title=T(en="Deliveries this week", pl="Dostawy w tym tygodniu"),
        icon="truck",
        screen="contracts.purchase_orders",
        filters=_SENT,
        period="dataObiecana",
        dates="next_7_days",
        sort="data_obiecana",
        rows=5,
        columns="data_obiecana nazwa dostawca contract_id",
        size="md",
    ),
)
module.widget(
    "inProgress",
    Widget(
        title=T(en="Contracts in progress", pl="Umowy w toku"),
        icon="file-text",
        screen="contracts.contracts",
        filters={"zakonczona": False, "rozliczona": False},
        figure=Aggregate("count", by="typ"),
        chart="bars",
        size="md",
    ),
)
module.widget(
    "toSettle",
    Widget(
        title=T(en="To settle", pl="Do rozliczenia"),
        description=T(en="Completed contracts that are not settled", pl="Zakończone umowy bez rozliczenia"),
        icon="scale",
        screen="contracts.contracts",
        filters={"zakonczona": True, "rozliczona": False},
        sort="data_podpisania",
        rows=5,
        columns="numer typ data_podpisania",
        size="md",
        enabled=False,
    ),
)
module.widget(
    "signedByMonth",
    Widget(
        title=T(en="Contracts signed", pl="Podpisane umowy"),
        icon="trending-up",
        screen="contracts.contracts",
        period="dataPodpisania",
        dates="last_12_months",
        compared=True,
        figure=Aggregate("count", by="data_podpisania", grain="month"),
        chart="columns",
        size="md",
        needs=_ANALYTICS,
        enabled=False,
    ),
)
module.widget(
    "recent",
    Widget(
        title=T(en="My contracts", pl="Moje umowy"),
        description=T(en="The newest contracts in view", pl="Najnowsze umowy, które widzisz"),
        icon="file-text",
        screen="contracts.contracts",
        filters={"zakonczona": False},
        sort="-created_at",
        rows=5,
        columns="numer typ data_podpisania",
        enabled=False,
        size="md",
    ),
)
