"""Words of the work at customers': what its fields and the values of its closed sets are called."""

from typing import get_args

from bottega.business.calendar import KINDS, told
from bottega.business.contracts import KINDS_OF_PAYMENT, WARNINGS, PaymentWarning
from bottega.business.contracts import TITLES as CONTRACTS
from bottega.business.documents import TITLES as DOCUMENTS
from bottega.business.field.cash import Taken
from bottega.business.field.module import module
from bottega.kernel.i18n import T

module.calls(
    document_id=T(en="Document", pl="Dokument"),
    event_id=T(en="Job", pl="Zlecenie"),
    measurement_id=T(en="Measurement", pl="Pomiar"),
    nazwa=T(en="Name", pl="Nazwa"),
    numer=T(en="Number", pl="Numer"),
    opis=T(en="Description", pl="Opis"),
    pozycja=T(en="Checklist item", pl="Pozycja listy"),
    status=T(en="Progress", pl="Postęp"),
    typ=T(en="Kind", pl="Rodzaj"),
    uwagi=T(en="Notes", pl="Uwagi"),
    warnings=T(en="Warnings", pl="Ostrzeżenia"),
    zrobil_id=T(en="Done by", pl="Kto zrobił"),
    zrobione=T(en="Done", pl="Zrobione"),
    zrobione_at=T(en="Done at", pl="Kiedy zrobiono"),
    lista_kontrolna=T(en="Checklist", pl="Lista kontrolna"),
)
module.calls(
    "checklists",
    kolejnosc=T(en="Place in the list", pl="Kolejność na liście"),
    nazwa=T(en="To be done", pl="Do zrobienia"),
    typ=T(en="Kind of job", pl="Rodzaj zlecenia"),
)
module.calls("checks", nazwa=T(en="To be done", pl="Do zrobienia"), pozycje=T(en="Checklist items", pl="Pozycje listy"))
module.calls(
    "day",
    adres=T(en="Address", pl="Adres"),
    adres_linie=T(en="Address for the map", pl="Adres do mapy"),
    autor=T(en="Author", pl="Autor"),
    bez_terminu=T(en="To be arranged", pl="Do umówienia"),
    cechy=T(en="Features", pl="Cechy"),
    date=T(en="From day", pl="Od dnia"),
    days=T(en="Number of days", pl="Liczba dni"),
    do_pobrania=T(en="To be collected", pl="Do pobrania"),
    dokumenty=T(en="Documents", pl="Dokumenty"),
    fronty=T(en="Fronts", pl="Fronty"),
    godzina_do=T(en="End time", pl="Godzina zakończenia"),
    godzina_od=T(en="Start time", pl="Godzina rozpoczęcia"),
    klient=T(en="Customer", pl="Klient"),
    korpusy=T(en="Carcasses", pl="Korpusy"),
    ostatni_dzien=T(en="Last day", pl="Ostatni dzień"),
    pierwszy_dzien=T(en="First day", pl="Pierwszy dzień"),
    pomiar=T(en="Measurement", pl="Pomiar"),
    prowadzi=T(en="Led by", pl="Prowadzi"),
    rodzaj=T(en="Kind of document", pl="Rodzaj dokumentu"),
    specyfikacja=T(en="Specification", pl="Specyfikacja"),
    sprzet=T(en="Appliances", pl="Sprzęt AGD"),
    sztuk=T(en="Pieces", pl="Sztuk"),
    telefon=T(en="Telephone", pl="Telefon"),
    uchwyty=T(en="Handles", pl="Uchwyty"),
    umowa=T(en="Contract", pl="Umowa"),
    witryny=T(en="Display cabinets", pl="Witryny"),
    zakonczona=T(en="Finished", pl="Zakończona"),
    zatwierdzony=T(en="Approved", pl="Zatwierdzony"),
    zlecenia=T(en="Jobs", pl="Zlecenia"),
)
module.calls(
    "jobs",
    dokument_id=T(en="Cash receipt", pl="Dowód wpłaty KP"),
    kwota=T(en="Cash taken", pl="Pobrana gotówka"),
    opis=T(en="Description of the payment", pl="Opis wpłaty"),
    osoba=T(en="Signed by", pl="Kto podpisuje"),
    payment_id=T(en="Payment", pl="Wpłata"),
    podpis=T(en="Signature", pl="Podpis"),
    termin=T(en="Defects mended by", pl="Termin usunięcia usterek"),
    typ=T(en="Kind of payment", pl="Rodzaj wpłaty"),
    uwagi=T(en="Remarks and defects", pl="Uwagi i usterki"),
)

_JOBS = {kind: T(en=told(kind, "en"), pl=told(kind, "pl")) for kind in KINDS} | {
    "montaz_inne": T(en="Other installation", pl="Inny montaż")
}
module.says("checklists.typ", _JOBS)
# Of a job, and of the contract it is for; what is ``inne`` is called the same.
module.says("day.typ", {**CONTRACTS, **_JOBS})
module.says("jobs.typ", {kind: KINDS_OF_PAYMENT[kind] for kind in get_args(Taken)})
module.says("warnings", {code: WARNINGS[code] for code in get_args(PaymentWarning)})
module.says("rodzaj", DOCUMENTS)
module.says(
    "status",
    plan=T(en="Planned", pl="Zaplanowane"),
    w_trakcie=T(en="In progress", pl="W trakcie"),
    wykonane=T(en="Done", pl="Wykonane"),
    odwolane=T(en="Called off", pl="Odwołane"),
)

module.hints("checklists", kolejnosc=T(en="The lowest number stands first", pl="Najniższa liczba stoi na początku"))
module.hints("checks", nazwa=T(en="What is added to the list of this job", pl="Co dopisać do listy tego zlecenia"))
module.hints(
    "jobs",
    osoba=T(en="First name and surname of who accepts the work", pl="Imię i nazwisko odbierającego"),
    uwagi=T(en="Empty: accepted without remarks", pl="Puste: odbiór bez uwag"),
)
