"""Words of the contract wizard: what its parts, from the first cabinet to the day of installation, are called."""

from bottega.business.contracts.module import module
from bottega.kernel.i18n import T

# Step 1: cabinets, fronts, handles, display cabinets.
module.calls(
    grupa_meblowa=T(en="Group of cabinets", pl="Grupa meblowa"),
    korpus=T(en="Carcass", pl="Korpus"),
    pcv=T(en="Edge banding", pl="Obrzeże PCV"),
    boki=T(en="Visible sides", pl="Boki widoczne"),
    material=T(en="Material", pl="Materiał"),
    kolor=T(en="Colour", pl="Kolor"),
    uslojenie=T(en="Direction of the grain", pl="Kierunek usłojenia"),
    dlugosc=T(en="Length (mm)", pl="Długość (mm)"),
    sztuk=T(en="Number of pieces", pl="Liczba sztuk"),
    typ_ramy=T(en="Type of frame", pl="Typ ramy"),
    kolor_ramy=T(en="Colour of the frame", pl="Kolor ramy"),
    szyba=T(en="Glass", pl="Szyba"),
    kolor_szyby=T(en="Colour of the glass", pl="Kolor szyby"),
)
module.calls("fronts", typ=T(en="Type of front", pl="Typ frontu"))
module.calls("handles", typ=T(en="Type of handle", pl="Typ uchwytu"))
module.hints(
    grupa_meblowa=T(en="E.g. base units, tall units, island", pl="Np. szafki dolne, słupki, wyspa"),
    korpus=T(en="The board, e.g. Egger W1000 ST9 18 mm", pl="Płyta, np. Egger W1000 ST9 18 mm"),
    pcv=T(en="E.g. 0.8 mm in the same colour", pl="Np. 0,8 mm w kolorze płyty"),
    boki=T(en="E.g. as the carcass, veneered", pl="Np. jak korpus, fornirowane"),
    material=T(en="E.g. matt lacquered MDF, veneer", pl="Np. MDF lakierowany mat, fornir"),
    uslojenie=T(en="Vertical, horizontal or none", pl="Pionowe, poziome lub brak"),
    typ_ramy=T(en="E.g. narrow aluminium, 20 mm", pl="Np. aluminium wąska 20 mm"),
    szyba=T(en="E.g. float 4 mm, tempered, fluted", pl="Np. float 4 mm, hartowana, ryflowana"),
)
module.hints("fronts", typ=T(en="E.g. plain, milled, framed", pl="Np. gładki, frezowany, ramkowy"))
module.hints("handles", typ=T(en="E.g. bar, edge, gola profile", pl="Np. relingowy, krawędziowy, gola"))

# Step 5: appliances.
module.calls(
    "appliances",
    rodzaj=T(en="Appliance", pl="Rodzaj sprzętu"),
    firma=T(en="Manufacturer", pl="Producent"),
    model=T(en="Model", pl="Model"),
    cena=T(en="List price, gross", pl="Cena katalogowa brutto"),
    rabat=T(en="Discount (%)", pl="Rabat (%)"),
    cena_po_rabacie=T(en="Price after discount", pl="Cena po rabacie"),
)
module.hints(
    "appliances",
    rodzaj=T(en="E.g. fridge, induction hob, hood", pl="Np. lodówka, płyta indukcyjna, okap"),
    cena=T(en="0 if the customer brings it", pl="Wpisz 0, jeśli sprzęt zapewnia klient"),
)

# Orders to suppliers.
module.calls(
    "purchase_orders",
    nazwa=T(en="Item ordered", pl="Przedmiot zamówienia"),
    ilosc=T(en="Quantity", pl="Ilość"),
    jednostka=T(en="Unit", pl="Jednostka miary"),
    cena=T(en="Unit price, gross", pl="Cena jednostkowa brutto"),
    dostawca=T(en="Supplier", pl="Dostawca"),
    dostawca_nip=T(en="Supplier's tax number (NIP)", pl="NIP dostawcy"),
    dostawca_adres=T(en="Supplier's address", pl="Adres dostawcy"),
    data_wyslania=T(en="Date sent", pl="Data wysłania"),
    data_obiecana=T(en="Promised delivery date", pl="Obiecany termin dostawy"),
    oczekiwana=T(en="Expected delivery date", pl="Oczekiwana dostawa"),
    data_odbioru=T(en="Date received", pl="Data odbioru"),
    dni_opoznienia=T(en="Days late", pl="Dni opóźnienia"),
    nr_faktury=T(en="Supplier's invoice number", pl="Numer faktury dostawcy"),
    stan=T(en="State", pl="Stan"),
    opoznione=T(en="Late", pl="Opóźnione"),
    lead_time=T(en="Allowed delivery time (days)", pl="Dopuszczalny czas dostawy (dni)"),
)
module.says(
    "purchase_orders.stan",
    robocze=T(en="Draft", pl="Robocze"),
    wyslane=T(en="Sent", pl="Wysłane"),
    odebrane=T(en="Received", pl="Odebrane"),
)
module.hints(
    "purchase_orders",
    jednostka=T(en="E.g. szt. (pieces), kpl. (sets), mb (metres), m²", pl="Np. szt., kpl., mb, m²"),
    data_wyslania=T(en="Empty: the order is a draft", pl="Puste: zamówienie jest robocze"),
    lead_time=T(en="Where the supplier promised no date", pl="Gdy dostawca nie obiecał terminu"),
)

# Step 7: assembly notes, workers and their ratings.
module.calls("assembly_notes", uwagi=T(en="Assembly note", pl="Uwaga do montażu"))
module.calls("worker_profiles", notatnik=T(en="Notebook", pl="Notatnik"))
module.calls(
    "work_ratings",
    nazwa=T(en="Name", pl="Imię i nazwisko"),
    typ_pracownika=T(en="Role", pl="Rola"),
    ocena=T(en="Rating", pl="Ocena"),
    srednia_ocena=T(en="Average rating", pl="Średnia ocena"),
    liczba=T(en="Number of ratings", pl="Liczba ocen"),
    kwota=T(en="Pay", pl="Wynagrodzenie"),
    wyplacono=T(en="Paid out", pl="Wypłacono"),
    do_wyplaty=T(en="To be paid out", pl="Do wypłaty"),
    month=T(en="Month", pl="Miesiąc"),
)
module.says(
    "typ_pracownika",
    montazysta=T(en="Fitter", pl="Montażysta"),
    projektant=T(en="Designer", pl="Projektant"),
    pomiarowiec=T(en="Surveyor", pl="Pomiarowiec"),
    stolarz=T(en="Cabinetmaker", pl="Stolarz"),
    lakiernik=T(en="Lacquerer", pl="Lakiernik"),
    kierowca=T(en="Driver", pl="Kierowca"),
    pomocnik=T(en="Assistant", pl="Pomocnik"),
)
module.hints(
    "work_ratings",
    ocena=T(en="From 1 to 5, 5 is the best", pl="Od 1 do 5, 5 to najlepsza"),
    kwota=T(en="Pay or commission for this contract", pl="Zapłata lub prowizja za tę umowę"),
    month=T(en="E.g. 2026-11", pl="Np. 2026-11"),
)
module.hints(
    "worker_profiles",
    notatnik=T(
        en="Only the worker and those who manage workers see it", pl="Widzi go tylko pracownik i zarządzający nim"
    ),
)

# Step 8: the agreed day.
module.calls(
    "installation_dates",
    data=T(en="Installation date", pl="Termin montażu"),
    opcje=T(en="Event options", pl="Opcje wydarzenia"),
    force=T(en="Despite the objections", pl="Mimo zastrzeżeń"),
    powod_wymuszenia=T(en="Reason for the override", pl="Powód pominięcia zastrzeżeń"),
)
module.hints(
    "installation_dates",
    powod=T(en="Needed to agree on it despite the objections", pl="Wymagany, gdy ustalasz termin mimo zastrzeżeń"),
)
