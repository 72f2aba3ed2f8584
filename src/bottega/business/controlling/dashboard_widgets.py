"""Dashboard widgets of controlling: the order book by stage, the next gates, and the worst margins."""

from typing import Any

from bottega.business.controlling.module import module
from bottega.business.controlling.pipeline import OPEN
from bottega.kernel.aggregates import Aggregate
from bottega.kernel.i18n import T
from bottega.kernel.widgets import ME, Part, Reading, Widget


def _by_stage(counts: Any, _locale: str) -> Reading:
    """Contracts in each stage that is neither settled nor dissolved."""
    parts = [
        Part(one.etap, one.liczba, one.liczba, one.nazwa, {"etap": one.etap})
        for one in counts.items
        if one.etap in OPEN
    ]
    total = sum(one.n or 0 for one in parts)
    return Reading(total, total, parts)


module.widget(
    "stages",
    Widget(
        title=T(en="Order book", pl="Portfel zamówień"),
        description=T(en="Open contracts by stage", pl="Umowy w toku według etapu"),
        icon="list-checks",
        screen="controlling.pipeline",
        reads="controlling.stages.list",
        made=_by_stage,
        figure=Aggregate("count"),
        chart="bars",
        size="md",
    ),
)
module.widget(
    "nextInstallations",
    Widget(
        title=T(en="What contracts lack", pl="Czego brakuje umowom"),
        description=T(
            en="Open contracts, the nearest installation first, with what they lack",
            pl="Umowy w toku od najbliższego montażu, z tym, czego im brakuje",
        ),
        icon="calendar-clock",
        screen="controlling.pipeline",
        rows=6,
        columns="numer customer_id termin brakuje",
        size="lg",
    ),
)
module.widget(
    "mine",
    Widget(
        title=T(en="My contracts", pl="Moje umowy"),
        description=T(en="With the next closed gate", pl="Z najbliższą zamkniętą bramką"),
        icon="list-checks",
        screen="controlling.pipeline",
        filters={"uzytkownikId": ME},
        rows=8,
        columns="numer customer_id etap brakuje",
        size="lg",
    ),
)
module.widget(
    "worstMargins",
    Widget(
        title=T(en="Worst margins", pl="Najgorsze marże"),
        icon="percent",
        screen="controlling.profit",
        period="date",
        dates="last_12_months",
        rows=5,
        columns="numer customer_id marza wynik",
        size="md",
        needs=("analytics.view",),
    ),
)
