"""Words of addresses: their parts, what they are for, and how they are written."""

from bottega.business.customers.module import module
from bottega.kernel.i18n import T

module.calls(
    entity_id=T(en="Customer", pl="Klient"),
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
)
module.hints(
    "addresses",
    name=T(en="Your name for it, e.g. summer house", pl="Własna nazwa, np. domek letniskowy"),
    purpose=T(en="What it is for, e.g. invoices, delivery", pl="Do czego służy, np. do faktur, do dostaw"),
)

module.calls(address_format=T(en="Address format", pl="Zapis adresu"))
module.says(
    "address_format",
    line_first=T(en="Lines as entered", pl="Wiersze tak, jak wpisano"),
    street_first=T(en="Street, then the numbers", pl="Ulica, potem numery"),
)
