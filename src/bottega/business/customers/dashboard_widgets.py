"""Dashboard widgets of customers: newest people and deals, planned contacts, open deals by stage."""

from typing import Final

from bottega.business.customers.module import module
from bottega.kernel.aggregates import Aggregate
from bottega.kernel.i18n import T
from bottega.kernel.widgets import Widget

_ANALYTICS: Final = ("analytics.view",)

module.widget(
    "newCustomers",
    Widget(
        title=T(en="New customers", pl="Nowi klienci"),
        icon="user-plus",
        screen="customers.people",
        period="createdAt",
        dates="last_30_days",
        sort="-createdAt",
        rows=5,
        columns="display_name primary_phone created_at",
        needs=("customers.widgets.new-customers",),
    ),
)
module.widget(
    "newDeals",
    Widget(
        title=T(en="New deals", pl="Nowe szanse"),
        icon="handshake",
        screen="customers.deals",
        period="createdAt",
        dates="last_30_days",
        sort="-createdAt",
        rows=5,
        columns="title value_amount created_at",
        needs=("customers.widgets.new-deals",),
    ),
)
module.widget(
    "nextInteractions",
    Widget(
        title=T(en="Planned contacts", pl="Zaplanowane kontakty"),
        description=T(en="Whom to call or meet in the next days", pl="Z kim rozmawiać w najbliższych dniach"),
        icon="phone",
        screen="customers.people",
        period="nextInteractionAt",
        dates="next_7_days",
        sort="nextInteractionAt",
        rows=5,
        columns="next_interaction_at display_name next_interaction_name",
        size="md",
        needs=("customers.widgets.next-interactions",),
    ),
)
module.widget(
    "openDeals",
    Widget(
        title=T(en="Open deals by stage", pl="Otwarte szanse według etapu"),
        icon="git-branch",
        screen="customers.deals",
        filters={"status": "open"},
        figure=Aggregate("count", by="pipeline_stage"),
        chart="bars",
        size="md",
    ),
)
module.widget(
    "closingDeals",
    Widget(
        title=T(en="Deals to follow up", pl="Szanse do dopilnowania"),
        description=T(en="Open, expected to close by now", pl="Otwarte, które miały się już rozstrzygnąć"),
        icon="target",
        screen="customers.deals",
        filters={"status": "open"},
        period="expectedCloseAt",
        dates="until_yesterday",
        sort="expectedCloseAt",
        rows=5,
        columns="title expected_close_at value_amount",
        size="md",
    ),
)
module.widget(
    "growth",
    Widget(
        title=T(en="Customer growth", pl="Przybywa klientów"),
        icon="trending-up",
        screen="customers.people",
        period="createdAt",
        dates="this_month",
        compared=True,
        needs=_ANALYTICS,
        enabled=False,
    ),
)
