"""Words of the timeline: activities and comments, and their authors."""

from bottega.business.customers.module import module
from bottega.kernel.i18n import T

module.calls(
    activity_type=T(en="Type of activity", pl="Rodzaj aktywności"),
    activity_type_label=T(en="Name of the type", pl="Nazwa rodzaju"),
    subject=T(en="Subject", pl="Temat"),
    body=T(en="Text", pl="Treść"),
    occurred_at=T(en="Date of activity", pl="Data aktywności"),
    deal_id=T(en="Deal", pl="Szansa sprzedaży"),
    author_user_id=T(en="Author", pl="Autor"),
    author_name=T(en="Name of the author", pl="Imię i nazwisko autora"),
    author_email=T(en="E-mail of the author", pl="Adres e-mail autora"),
    appearance_icon=T(en="Icon", pl="Ikona"),
    appearance_color=T(en="Colour", pl="Kolor"),
)
module.calls("activities", deal_title=T(en="Deal name", pl="Nazwa szansy"))

# Custom fields and their values, as activities and deals list them.
module.calls(
    custom_values=T(en="Values of custom fields", pl="Wartości pól własnych"),
    key=T(en="Key", pl="Klucz"),
    value=T(en="Value", pl="Wartość"),
    multi=T(en="Several values", pl="Wiele wartości"),
)
