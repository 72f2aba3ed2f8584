"""Words of the contacts: what the fields of the list of people and companies are called."""

from bottega.business.contacts.module import module
from bottega.kernel.i18n import T

module.calls(
    display_name=T(en="Name", pl="Nazwa"),
    kind=T(en="Kind", pl="Rodzaj"),
    primary_email=T(en="E-mail address", pl="Adres e-mail"),
    primary_phone=T(en="Phone", pl="Telefon"),
    status=T(en="Status", pl="Status"),
    lifecycle_stage=T(en="Lifecycle stage", pl="Etap klienta"),
    source=T(en="Source", pl="Źródło"),
)
module.says("kind", person=T(en="Person", pl="Osoba"), company=T(en="Company", pl="Firma"))
