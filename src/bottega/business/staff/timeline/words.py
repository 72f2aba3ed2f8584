"""Words of the timeline: activities, notes, addresses, former jobs."""

from bottega.business.staff.module import module
from bottega.kernel.i18n import T

module.calls(
    activity_type=T(en="Type of activity", pl="Rodzaj aktywności"),
    subject=T(en="Subject", pl="Temat"),
    body=T(en="Text", pl="Treść"),
    occurred_at=T(en="Date of activity", pl="Data aktywności"),
    author_user_id=T(en="Author", pl="Autor"),
    author_name=T(en="Name of the author", pl="Imię i nazwisko autora"),
    author_email=T(en="E-mail of the author", pl="Adres e-mail autora"),
    purpose=T(en="Purpose", pl="Przeznaczenie"),
    company_name=T(en="Company name", pl="Nazwa firmy"),
    address_line1=T(en="Street", pl="Ulica"),
    address_line2=T(en="Second address line", pl="Drugi wiersz adresu"),
    building_number=T(en="Building number", pl="Nr budynku"),
    flat_number=T(en="Flat number", pl="Nr lokalu"),
    postal_code=T(en="Postal code", pl="Kod pocztowy"),
    city=T(en="City", pl="Miasto"),
    region=T(en="Region", pl="Województwo"),
    country=T(en="Country", pl="Kraj"),
    latitude=T(en="Latitude", pl="Szerokość geograficzna"),
    longitude=T(en="Longitude", pl="Długość geograficzna"),
    is_primary=T(en="Primary address", pl="Adres główny"),
    start_date=T(en="From", pl="Od"),
    end_date=T(en="Until", pl="Do"),
)
module.calls("team-member-job-histories", name=T(en="Position", pl="Stanowisko"))
module.hints(
    "team-member-addresses", name=T(en="Your name for it, e.g. parents' house", pl="Własna nazwa, np. dom rodziców")
)
module.hints("team-member-job-histories", end_date=T(en="Empty for the present job", pl="Puste: praca obecna"))
