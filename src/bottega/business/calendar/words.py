"""Words of the calendar: what its fields and the values of its closed sets are called."""

from typing import get_args

from bottega.business.calendar.kinds import TITLES
from bottega.business.calendar.module import module
from bottega.business.contracts import WARNINGS, InstallationWarning
from bottega.kernel.i18n import T

module.calls(
    blocked_day_id=T(en="Blocked day", pl="Zablokowany dzień"),
    contract_id=T(en="Contract", pl="Umowa"),
    customer_id=T(en="Customer", pl="Klient"),
    data=T(en="Start date", pl="Data rozpoczęcia"),
    dni=T(en="Days", pl="Dni"),
    do=T(en="Last day", pl="Ostatni dzień"),
    dzien=T(en="Day", pl="Dzień"),
    konflikt=T(en="In conflict", pl="W konflikcie"),
    minuty=T(en="Minutes planned", pl="Zaplanowane minuty"),
    nazwa=T(en="Name", pl="Nazwa"),
    nieobecnosci=T(en="Absences", pl="Nieobecności"),
    od=T(en="First day", pl="Pierwszy dzień"),
    powod=T(en="Reason", pl="Powód"),
    pracownicy=T(en="Workers", pl="Pracownicy"),
    pracownik_id=T(en="Worker", pl="Pracownik"),
    rodzaj=T(en="Kind of day", pl="Rodzaj dnia"),
    typ=T(en="Kind of event", pl="Rodzaj wydarzenia"),
    warnings=T(en="Warnings", pl="Ostrzeżenia"),
    wydarzenia=T(en="Events", pl="Wydarzenia"),
    year=T(en="Year", pl="Rok"),
    zablokowane=T(en="Blocked days", pl="Zablokowane dni"),
)
module.calls(
    "events",
    brygada=T(en="Crew", pl="Brygada"),
    dni=T(en="Number of days", pl="Liczba dni"),
    event_id=T(en="Event at the new time", pl="Wydarzenie w nowym terminie"),
    force=T(en="Despite the conflict", pl="Mimo konfliktu"),
    godzina_do=T(en="End time", pl="Godzina zakończenia"),
    godzina_od=T(en="Start time", pl="Godzina rozpoczęcia"),
    kolor=T(en="Colour", pl="Kolor"),
    opcje=T(en="Options", pl="Opcje"),
    opis=T(en="Description", pl="Opis"),
    przelozone_na=T(en="Moved to", pl="Przełożone na"),
    przelozono=T(en="Times moved", pl="Ile razy przełożono"),
    sms_przypomnienie=T(en="SMS reminder", pl="Przypomnienie SMS"),
    status=T(en="Status", pl="Status"),
)
module.calls(
    "blocked_days",
    konflikty=T(en="Events on this day", pl="Wydarzenia w tym dniu"),
    nazwa=T(en="Reason", pl="Powód blokady"),
)
module.calls(
    "reschedules",
    from_event_id=T(en="Moved event", pl="Przełożone wydarzenie"),
    powod=T(en="Reason for the move", pl="Powód przełożenia"),
    to_event_id=T(en="New event", pl="Nowe wydarzenie"),
)
module.calls(
    "feeds", last_used_at=T(en="Last read", pl="Ostatnio odczytano"), url=T(en="Address of the feed", pl="Adres kanału")
)
module.calls(token=T(en="Secret in the address", pl="Sekret w adresie kanału"))

module.says("typ", TITLES, montaz_inne=T(en="Other installation", pl="Inny montaż"))
module.says("warnings", {code: WARNINGS[code] for code in get_args(InstallationWarning)})
module.says("rodzaj", swieto=T(en="Public holiday", pl="Święto"), niedziela=T(en="Sunday", pl="Niedziela"))
module.says(
    "status",
    plan=T(en="Planned", pl="Zaplanowane"),
    w_trakcie=T(en="In progress", pl="W trakcie"),
    wykonane=T(en="Done", pl="Wykonane"),
    odwolane=T(en="Called off", pl="Odwołane"),
)

module.hints(
    "events",
    dni=T(en="How many days in a row it takes", pl="Ile kolejnych dni zajmie"),
    force=T(en="A reason must be given", pl="Trzeba podać powód"),
    powod=T(en="Why it is planned despite the conflict", pl="Dlaczego termin ustalono mimo konfliktu"),
)
module.hints("blocked_days", nazwa=T(en="E.g. a public holiday or stocktaking", pl="Np. święto albo inwentaryzacja"))
module.hints("feeds", nazwa=T(en="E.g. telephone, tablet in the van", pl="Np. telefon, tablet w busie"))

# Columns that only the history of a record shows.
module.calls(
    pierwszy_dzien=T(en="First day", pl="Pierwszy dzień"),
    ostatni_dzien=T(en="Last day", pl="Ostatni dzień"),
    od_minuty=T(en="From (minute of the day)", pl="Od (minuta doby)"),
    do_minuty=T(en="To (minute of the day)", pl="Do (minuta doby)"),
    odwolane=T(en="Called off", pl="Odwołane"),
)
