"""Words of the customers: people and companies, their lists and filters, and the widgets about them."""

from bottega.business.customers.module import module
from bottega.kernel.i18n import T

# What people and companies have in common.
module.calls(
    display_name=T(en="Name", pl="Nazwa"),
    kind=T(en="Kind", pl="Rodzaj"),
    primary_email=T(en="E-mail address", pl="Adres e-mail"),
    primary_phone=T(en="Phone", pl="Telefon"),
    nip=T(en="NIP", pl="NIP"),
    iban=T(en="Bank account", pl="Rachunek bankowy"),
    status=T(en="Status", pl="Status"),
    lifecycle_stage=T(en="Lifecycle stage", pl="Etap klienta"),
    source=T(en="Source", pl="Źródło"),
    owner_user_id=T(en="Assigned to", pl="Opiekun"),
    description=T(en="Notes", pl="Uwagi"),
    is_active=T(en="Active", pl="Aktywna"),
)
module.says("kind", person=T(en="Person", pl="Osoba"), company=T(en="Company", pl="Firma"))
module.hints(
    source=T(en="How they found the studio, e.g. a recommendation", pl="Skąd klient trafił do studia, np. z polecenia"),
    lifecycle_stage=T(
        en="From the first enquiry to a regular customer", pl="Od pierwszego zapytania do stałego klienta"
    ),
    owner_user_id=T(en="Who in the studio looks after this", pl="Kto w studiu się tym zajmuje"),
)

module.calls(
    first_name=T(en="First name", pl="Imię"),
    last_name=T(en="Last name", pl="Nazwisko"),
    preferred_name=T(en="Preferred name", pl="Jak się zwracać"),
    company_entity_id=T(en="Company", pl="Firma"),
    job_title=T(en="Job title", pl="Stanowisko"),
    department=T(en="Department", pl="Dział"),
    seniority=T(en="Seniority", pl="Poziom stanowiska"),
    timezone=T(en="Time zone", pl="Strefa czasowa"),
    linked_in_url=T(en="LinkedIn profile", pl="Profil na LinkedIn"),
    twitter_url=T(en="X (Twitter) profile", pl="Profil na X (Twitter)"),
    person=T(en="Person", pl="Osoba"),
    person_id=T(en="Person", pl="Osoba"),
)
module.hints(
    "people",
    display_name=T(en="If left empty, first and last name", pl="Gdy puste: imię i nazwisko"),
    company_entity_id=T(en="Where the person works", pl="Gdzie ta osoba pracuje"),
    nip=T(en="If the person runs a business", pl="Jeśli prowadzi działalność gospodarczą"),
)

module.calls(
    legal_name=T(en="Legal name", pl="Pełna nazwa"),
    brand_name=T(en="Brand", pl="Marka"),
    regon=T(en="REGON", pl="REGON"),
    krs=T(en="KRS", pl="KRS"),
    website_url=T(en="Website", pl="Strona WWW"),
    domain=T(en="Domain", pl="Domena"),
    industry=T(en="Industry", pl="Branża"),
    size_bucket=T(en="Size", pl="Wielkość"),
    annual_revenue=T(en="Annual revenue", pl="Przychód roczny"),
    company=T(en="Company", pl="Firma"),
    company_id=T(en="Company", pl="Firma"),
    force=T(en="Delete despite links", pl="Usuń mimo powiązań"),
)
module.hints(
    "companies",
    legal_name=T(en="As registered; printed on documents", pl="Jak w rejestrze; widnieje na dokumentach"),
    size_bucket=T(en="By number of employees, e.g. 10–49", pl="Według liczby pracowników, np. 10–49"),
    force=T(
        en="Even if people work for it or deals are about it",
        pl="Nawet gdy są z nią powiązane osoby lub szanse sprzedaży",
    ),
)

# When somebody will next be in touch, and what about.
module.calls(
    next_interaction=T(en="Next contact", pl="Najbliższy kontakt"),
    next_interaction_at=T(en="Next contact on", pl="Termin najbliższego kontaktu"),
    next_interaction_name=T(en="Next contact about", pl="Temat najbliższego kontaktu"),
    next_interaction_icon=T(en="Icon of the next contact", pl="Ikona najbliższego kontaktu"),
    next_interaction_color=T(en="Colour of the next contact", pl="Kolor najbliższego kontaktu"),
    next_interaction_ref_id=T(en="Entry of the next contact", pl="Wpis najbliższego kontaktu"),
    at=T(en="When", pl="Termin"),
    ref_id=T(en="Linked entry", pl="Powiązany wpis"),
    name=T(en="Name", pl="Nazwa"),
    icon=T(en="Icon", pl="Ikona"),
    color=T(en="Colour", pl="Kolor"),
)

# What lists are filtered by, and what else is asked about customers.
module.calls(
    email=T(en="E-mail address", pl="Adres e-mail"),
    email_starts_with=T(en="E-mail begins with", pl="Adres e-mail zaczyna się od"),
    email_contains=T(en="E-mail contains", pl="Adres e-mail zawiera"),
    has_email=T(en="Has an e-mail", pl="Ma adres e-mail"),
    has_phone=T(en="Has a phone", pl="Ma telefon"),
    has_next_interaction=T(en="Has a contact planned", pl="Ma zaplanowany kontakt"),
    created_from=T(en="Created from", pl="Utworzono od"),
    created_to=T(en="Created to", pl="Utworzono do"),
    tag_ids_empty=T(en="No tag fits", pl="Żadna etykieta nie pasuje"),
    digits=T(en="Digits of the number", pl="Cyfry numeru telefonu"),
    match=T(en="Person with this number", pl="Osoba z tym numerem"),
    duplicates=T(en="Duplicates", pl="Duplikaty"),
    by=T(en="What matches", pl="Co się zgadza"),
)
module.says(
    "by",
    nip=T(en="NIP", pl="NIP"),
    email=T(en="E-mail address", pl="Adres e-mail"),
    phone=T(en="Phone", pl="Telefon"),
    name=T(en="Name", pl="Nazwa"),
)
module.hints(digits=T(en="At least four", pl="Co najmniej cztery"))

module.calls(
    "widgets",
    include_past=T(en="Missed ones too", pl="Także zaległe"),
    now=T(en="As of", pl="Stan na"),
    entity=T(en="Customer", pl="Klient"),
)
