"""Screens of the documents."""

from bottega.business.documents.documents import documents
from bottega.business.documents.module import module
from bottega.kernel.i18n import T
from bottega.kernel.screens import Days, Group, Nav, Preset, Screen
from bottega.platform.navigation_groups import PAPERS

module.screen(
    "issued",
    Screen(
        icon="file-text",
        nav=Nav(PAPERS, 10, href="/backend/documents"),
        label=documents.label,
        plural=documents.plural,
        entity=documents.table.entity,
        title=documents.title,
        subtitle=documents.subtitle,
        columns="data_wystawienia rodzaj numer nabywca brutto termin_platnosci contract_id stan numer_ksef",
        groups=(
            Group(
                T(en="Document", pl="Dokument"),
                "rodzaj numer data_wystawienia data_sprzedazy termin_platnosci stan wystawil_id anulowany_at",
            ),
            Group(T(en="Other party", pl="Kontrahent"), "nabywca customer_id contract_id"),
            Group(T(en="Amounts", pl="Kwoty"), "netto vat brutto"),
            Group(
                T(en="What it stands on", pl="Podstawa"),
                "payment_id transaction_id cash_box_id cash_report_id purchase_order_id goods_issue_id measurement_id"
                " koryguje_id",
            ),
            Group(T(en="File and KSeF", pl="Plik i KSeF"), "wystawiono_at numer_ksef sha256 xml_sha256"),
        ),
        views=(Days("termin_platnosci"),),
        presets=(
            Preset(T(en="Advance invoices", pl="Faktury zaliczkowe"), rodzaj="FZ"),
            Preset(T(en="Final invoices", pl="Faktury końcowe"), rodzaj="FK"),
            Preset(T(en="VAT invoices", pl="Faktury VAT"), rodzaj="FV"),
            Preset(T(en="Corrections", pl="Korekty"), rodzaj="KOR"),
            Preset(T(en="Cash receipts", pl="Dowody KP"), rodzaj="KP"),
        ),
        tones={"stan": {"skorygowany": "warn", "anulowany": "danger"}},
        page="documents",
        empty=T(en="No document was issued yet", pl="Nie wystawiono jeszcze żadnego dokumentu"),
    ),
)
