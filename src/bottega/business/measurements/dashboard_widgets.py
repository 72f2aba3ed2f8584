"""Dashboard widgets of measurements: those that wait for approval, and their number by month."""

from bottega.business.measurements.module import module
from bottega.kernel.aggregates import Aggregate
from bottega.kernel.i18n import T
from bottega.kernel.widgets import Widget

module.widget(
    "toApprove",
    Widget(
        title=T(en="Measured, not approved", pl="Zmierzone, niezatwierdzone"),
        icon="ruler",
        screen="measurements.measurements",
        filters={"zatwierdzonyAtEmpty": True},
        sort="-created_at",
        rows=5,
        columns="customer_id uzytkownik_id created_at",
        size="md",
    ),
)
module.widget(
    "byMonth",
    Widget(
        title=T(en="Measurements by month", pl="Pomiary według miesięcy"),
        icon="activity",
        screen="measurements.measurements",
        period="createdAt",
        dates="last_12_months",
        figure=Aggregate("count", by="created_at", grain="month"),
        chart="columns",
        size="md",
        needs=("analytics.view",),
        enabled=False,
    ),
)
