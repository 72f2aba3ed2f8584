"""Dashboard widgets of the warehouse: boards by kind, offcuts, last cuts, goods issued by month."""

from bottega.business.warehouse.module import module
from bottega.kernel.aggregates import Aggregate
from bottega.kernel.i18n import T
from bottega.kernel.widgets import Widget

module.widget(
    "stock",
    Widget(
        title=T(en="Materials in stock", pl="Materiały na stanie"),
        description=T(en="Kinds of boards and how many entries", pl="Rodzaje płyt i liczba pozycji"),
        icon="layers",
        screen="warehouse.materials",
        figure=Aggregate("count", by="typ"),
        chart="bars",
        size="md",
    ),
)
module.widget(
    "offcuts",
    Widget(
        title=T(en="Offcuts", pl="Resztki"),
        icon="scissors",
        screen="warehouse.materials",
        filters={"cala": False},
        sort="-created_at",
        rows=5,
        columns="producent symbol dlugosc szerokosc",
        size="md",
    ),
)
module.widget(
    "lastCuts",
    Widget(
        title=T(en="Last cuts", pl="Ostatnie rozkroje"),
        icon="scissors",
        screen="warehouse.cuts",
        sort="-data",
        rows=5,
        columns="data material_id contract_id",
        size="md",
    ),
)
module.widget(
    "issuesByMonth",
    Widget(
        title=T(en="Goods issued", pl="Wydania z magazynu"),
        icon="package",
        screen="warehouse.goods_issues",
        filters={"status": "wystawiony"},
        period="data",
        dates="last_12_months",
        figure=Aggregate("sum", "kwota", by="data", grain="month"),
        chart="columns",
        size="md",
        needs=("analytics.view",),
        enabled=False,
    ),
)
module.widget(
    "issuesThisWeek",
    Widget(
        title=T(en="Goods issues this week", pl="WZ w tym tygodniu"),
        icon="package",
        screen="warehouse.goods_issues",
        period="data",
        dates="this_week",
        sort="-data",
        rows=5,
        columns="data nr contract_id",
        size="md",
    ),
)
