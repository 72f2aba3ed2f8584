"""Dashboard widgets of documents: what was issued by month and by kind, and the last papers."""

from bottega.business.documents.module import module
from bottega.kernel.aggregates import Aggregate
from bottega.kernel.i18n import T
from bottega.kernel.widgets import Widget

module.widget(
    "issued",
    Widget(
        title=T(en="Documents of 30 days", pl="Dokumenty z 30 dni"),
        icon="file-check",
        screen="documents.issued",
        period="date",
        dates="last_30_days",
        compared=True,
        figure=Aggregate("count", by="rodzaj"),
        chart="bars",
        size="md",
    ),
)
module.widget(
    "last",
    Widget(
        title=T(en="Last documents", pl="Ostatnie dokumenty"),
        icon="files",
        screen="documents.issued",
        sort="-data_wystawienia",
        rows=5,
        columns="data_wystawienia rodzaj numer brutto",
        size="md",
        enabled=False,
    ),
)
module.widget(
    "invoicedByMonth",
    Widget(
        title=T(en="Invoiced by month", pl="Zafakturowano według miesięcy"),
        description=T(en="Gross, invoices and corrections", pl="Brutto, faktury i korekty"),
        icon="activity",
        screen="documents.issued",
        filters={"rodzajIn": "FZ,FK,FV,KOR", "stan": "wystawiony"},
        period="date",
        dates="last_12_months",
        figure=Aggregate("sum", "brutto", by="data_wystawienia", grain="month"),
        chart="columns",
        size="lg",
        needs=("analytics.view",),
        enabled=False,
    ),
)
