"""The screen of contracts: what their list shows first, their form, and what belongs to a contract."""

from typing import Final

from bottega.kernel.i18n import T
from bottega.kernel.screens import Child, Group, Nav, Preset, Screen
from bottega.platform.navigation_groups import CONTRACTS

# Lists of what belongs to a contract, in the order of the wizard.
_PARTS: Final = """
furniture fronts handles vitrines appliances
valuations payment_methods planned_payments text_attachments installation_dates
purchase_orders worker_assignments assembly_notes work_ratings calendar.events
warehouse.materials warehouse.cuts warehouse.goods_issues documents.issued
"""

CONTRACT: Final = Screen(
    icon="signature",
    nav=Nav(CONTRACTS, 20),
    page="contract",
    sort="-created_at",
    columns="numer customer_id typ uzytkownik_id data_podpisania created_at",
    quick="customer_id typ numer uzytkownik_id",
    groups=(
        Group(T(en="Contract", pl="Umowa"), "customer_id typ numer uzytkownik_id data_podpisania zakonczona"),
        Group(
            T(en="Addresses and notes", pl="Adresy i uwagi"),
            "adres_zamieszkania_id adres_montazu_id adres_faktury_id opis uwagi",
        ),
        Group(
            T(en="Conditions of 8 % VAT", pl="Warunki stawki 8%"),
            "obiekt_rodzaj powierzchnia_uzytkowa_m2 montaz_trwaly oswiadczenie_vat oswiadczenie_vat_data",
        ),
        Group(T(en="VAT rate", pl="Stawka VAT"), "vat_tryb vat_powod nr_wis wyspa_brutto"),
    ),
    presets=(
        Preset(T(en="In progress", pl="W toku"), zakonczona=False, rozliczona=False),
        Preset(T(en="To be settled", pl="Do rozliczenia"), zakonczona=True, rozliczona=False),
        Preset(T(en="Settled", pl="Rozliczone"), rozliczona=True),
    ),
    tones={"zakonczona": {True: "info"}, "rozliczona": {True: "good"}},
    children=tuple(Child(screen, by="contractId") for screen in _PARTS.split()),
    empty=T(en="No contracts yet: begin with a customer", pl="Nie ma jeszcze umów: zacznij od klienta"),
)
