"""Words of deals."""

from bottega.business.customers.module import module
from bottega.kernel.i18n import T

module.calls(
    pipeline_stage=T(en="Sales stage", pl="Etap sprzedaży"),
    value_amount=T(en="Value", pl="Wartość"),
    value_currency=T(en="Currency", pl="Waluta"),
    probability=T(en="Probability (%)", pl="Prawdopodobieństwo (%)"),
    expected_close_at=T(en="Expected close", pl="Przewidywane zamknięcie"),
)
module.calls(
    "deals",
    title=T(en="Deal name", pl="Nazwa szansy"),
    description=T(en="Description", pl="Opis"),
    person_ids=T(en="People", pl="Osoby"),
    person_id=T(en="People", pl="Osoby"),
    person_entity_id=T(en="People", pl="Osoby"),
    company_ids=T(en="Companies", pl="Firmy"),
    company_id=T(en="Companies", pl="Firmy"),
    company_entity_id=T(en="Companies", pl="Firmy"),
    companies=T(en="Companies", pl="Firmy"),
    subtitle=T(en="Further details", pl="Dane dodatkowe"),
    deal=T(en="Deal", pl="Szansa sprzedaży"),
)
module.calls("widgets", title=T(en="Deal name", pl="Nazwa szansy"))
module.hints("deals", probability=T(en="How likely a contract is, 0 to 100", pl="Jak pewna jest umowa, od 0 do 100"))
