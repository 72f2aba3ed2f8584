"""Screens of people, companies and deals, and of what is written down about them."""

from typing import Final

from bottega.business.customers.module import module
from bottega.kernel.i18n import T
from bottega.kernel.screens import Board, Child, Group, Nav, Preset, Screen
from bottega.platform.navigation_groups import SALES

_CONTACT: Final = T(en="Contact", pl="Kontakt")
_RELATIONSHIP: Final = Group(
    T(en="Relationship", pl="Współpraca"),
    "status lifecycle_stage source owner_user_id next_interaction tags description is_active",
)
# What belongs to a person and to a company alike; what other modules bring is there where they are.
_ABOUT: Final = (
    Child("contracts.contracts", by="customerId"),
    Child("measurements.measurements", by="customerId"),
    Child("addresses", by="entityId"),
    Child("activities", by="entityId"),
    Child("comments", by="entityId"),
)
_CUSTOMERS: Final = "display_name primary_phone primary_email status source owner_user_id next_interaction_at"
_PRESETS: Final = (
    Preset(T(en="Contact planned", pl="Zaplanowany kontakt"), hasNextInteraction=True),
    Preset(T(en="No phone", pl="Bez telefonu"), hasPhone=False),
)

module.screen(
    "people",
    Screen(
        icon="user",
        nav=Nav(SALES, 10),
        label=T(en="Person", pl="Osoba"),
        plural=T(en="People", pl="Osoby"),
        entity="customers:customer_person_profile",
        title="{display_name}",
        subtitle="{primary_phone}",
        columns=_CUSTOMERS,
        sort="-created_at",
        groups=(
            Group(T(en="Person", pl="Osoba"), "first_name last_name display_name preferred_name"),
            Group(_CONTACT, "primary_phone primary_email linked_in_url twitter_url timezone"),
            Group(
                T(en="Work and invoices", pl="Praca i faktury"),
                "company_entity_id job_title department seniority nip iban",
            ),
            _RELATIONSHIP,
        ),
        views=(Board(by="lifecycle_stage"),),
        presets=_PRESETS,
        children=(Child("deals", by="personId"), *_ABOUT),
        quick="first_name last_name primary_phone primary_email source",
        page="customer",
        empty=T(
            en="No people yet: add the first customer or import a list",
            pl="Nie ma jeszcze osób: dodaj pierwszego klienta albo zaimportuj listę",
        ),
    ),
)
module.screen(
    "companies",
    Screen(
        icon="building-2",
        nav=Nav(SALES, 20),
        label=T(en="Company", pl="Firma"),
        plural=T(en="Companies", pl="Firmy"),
        entity="customers:customer_company_profile",
        title="{display_name}",
        subtitle="{primary_phone}",
        columns=_CUSTOMERS,
        sort="-created_at",
        groups=(
            Group(T(en="Company", pl="Firma"), "display_name legal_name brand_name nip regon krs iban"),
            Group(_CONTACT, "primary_phone primary_email website_url domain"),
            Group(T(en="Line of business", pl="Działalność"), "industry size_bucket annual_revenue"),
            _RELATIONSHIP,
        ),
        views=(Board(by="lifecycle_stage"),),
        presets=_PRESETS,
        children=(Child("deals", by="companyId"), *_ABOUT),
        quick="display_name nip primary_phone primary_email",
        page="customer",
        empty=T(
            en="No companies yet: add the first one or import a list",
            pl="Nie ma jeszcze firm: dodaj pierwszą albo zaimportuj listę",
        ),
    ),
)
module.screen(
    "deals",
    Screen(
        icon="target",
        nav=Nav(SALES, 30),
        label=T(en="Deal", pl="Szansa sprzedaży"),
        plural=T(en="Deals", pl="Szanse sprzedaży"),
        entity="customers:customer_deal",
        title="{title}",
        subtitle="{value_amount} {value_currency}",
        sort="-created_at",
        columns="title person_ids company_ids pipeline_stage value_amount expected_close_at owner_user_id status",
        groups=(
            Group(T(en="Deal", pl="Szansa sprzedaży"), "title person_ids company_ids source description"),
            Group(
                T(en="Progress and value", pl="Postęp i wartość"),
                "pipeline_stage status value_amount value_currency probability expected_close_at owner_user_id",
            ),
        ),
        views=(Board(by="pipeline_stage", sum="value_amount"),),
        presets=(
            Preset(T(en="Open", pl="Otwarte"), status="open"),
            Preset(T(en="Won", pl="Wygrane"), status="win"),
            Preset(T(en="Lost", pl="Przegrane"), status="loose"),
        ),
        tones={"status": {"win": "good", "won": "good", "loose": "danger", "lost": "danger"}},
        children=(Child("activities", by="dealId"), Child("comments", by="dealId")),
        quick="title person_ids value_amount pipeline_stage",
        empty=T(
            en="No deals yet: add one when a customer asks for a quote",
            pl="Nie ma jeszcze szans: dodaj pierwszą, gdy klient zapyta o wycenę",
        ),
    ),
)

# What belongs to a customer, and has no entry in the menu.
module.screen(
    "addresses",
    Screen(
        icon="map-pin",
        label=T(en="Address", pl="Adres"),
        plural=T(en="Addresses", pl="Adresy"),
        entity="customers:customer_address",
        title="{address_line1} {building_number}",
        subtitle="{postal_code} {city}",
        columns="purpose address_line1 building_number flat_number postal_code city is_primary",
        groups=(
            Group(T(en="Whose and what for", pl="Czyj i do czego"), "entity_id purpose name company_name is_primary"),
            Group(
                T(en="Address", pl="Adres"), "address_line1 building_number flat_number address_line2 postal_code city"
            ),
            Group(T(en="Region and map", pl="Region i mapa"), "region country latitude longitude"),
        ),
        tones={"is_primary": {True: "info"}},
        quick="purpose address_line1 building_number flat_number postal_code city",
        empty=T(en="No address yet", pl="Nie ma jeszcze adresu"),
    ),
)
module.screen(
    "activities",
    Screen(
        icon="activity",
        label=T(en="Activity", pl="Aktywność"),
        plural=T(en="Activities", pl="Aktywności"),
        entity="customers:customer_activity",
        title="{activity_type_label}",
        subtitle="{subject}",
        columns="occurred_at activity_type subject body entity_id deal_id author_user_id",
        groups=(
            Group(T(en="Activity", pl="Aktywność"), "entity_id deal_id activity_type subject body occurred_at"),
            Group(T(en="Author and look", pl="Autor i wygląd"), "author_user_id appearance_icon appearance_color"),
        ),
        quick="entity_id activity_type subject body occurred_at",
        empty=T(en="Note the first call or meeting", pl="Zapisz pierwszą rozmowę lub spotkanie"),
    ),
)
module.screen(
    "comments",
    Screen(
        icon="sticky-note",
        label=T(en="Note", pl="Notatka"),
        plural=T(en="Notes", pl="Notatki"),
        entity="customers:customer_comment",
        title="{body}",
        columns="created_at body author_user_id entity_id deal_id",
        groups=(
            Group(T(en="Note", pl="Notatka"), "entity_id deal_id body"),
            Group(T(en="Author and look", pl="Autor i wygląd"), "author_user_id appearance_icon appearance_color"),
        ),
        quick="entity_id body",
        empty=T(en="Write the first note", pl="Napisz pierwszą notatkę"),
    ),
)
