"""Words of contracts: what the fields of a contract, its texts and settings are called, closed sets, and hints."""

from bottega.business.contracts.completion import PROPOSALS
from bottega.business.contracts.module import module
from bottega.business.contracts.tables.contract import TITLES
from bottega.kernel.i18n import T

module.calls(
    contract_id=T(en="Contract", pl="Umowa"),
    customer_id=T(en="Customer", pl="Klient"),
    uzytkownik_id=T(en="Worker", pl="Pracownik"),
    user_id=T(en="Worker", pl="Pracownik"),
    numer=T(en="Contract number", pl="Numer umowy"),
    nazwa=T(en="Name", pl="Nazwa"),
    opis=T(en="Description", pl="Opis"),
    uwagi=T(en="Notes", pl="Uwagi"),
    komentarz=T(en="Comment", pl="Komentarz"),
    powod=T(en="Reason", pl="Powód"),
    tresc=T(en="Text", pl="Treść"),
    warnings=T(en="Warnings", pl="Ostrzeżenia"),
)

# The contract itself.
module.calls(
    "contracts",
    typ=T(en="Project type", pl="Rodzaj zabudowy"),
    uzytkownik_id=T(en="Designer", pl="Projektant"),
    data_podpisania=T(en="Date signed", pl="Data podpisania"),
    adres_zamieszkania_id=T(en="Home address", pl="Adres zamieszkania"),
    adres_montazu_id=T(en="Installation address", pl="Adres montażu"),
    adres_faktury_id=T(en="Invoice address", pl="Adres do faktury"),
    uwagi=T(en="Internal notes", pl="Uwagi wewnętrzne"),
    zakonczona=T(en="Finished", pl="Zakończona"),
    rozliczona=T(en="Settled", pl="Rozliczona"),
    active=T(en="Contracts in progress", pl="Umowy w toku"),
    completed=T(en="Finished contracts", pl="Umowy zakończone"),
    settled=T(en="Settled contracts", pl="Umowy rozliczone"),
    propozycje=T(en="What comes next", pl="Co dalej"),
    zamrozony=T(en="Fixed by the signature", pl="Utrwalony przy podpisaniu"),
)
module.says("contracts.typ", TITLES)
module.says("propozycje", PROPOSALS)
module.hints(
    "contracts",
    numer=T(en="AUTO: the next number of the year", pl="AUTO: kolejny numer w roku"),
    data_podpisania=T(en="Empty: the contract is a draft", pl="Puste: umowa jest szkicem"),
    adres_montazu_id=T(en="Empty: the home address", pl="Puste: adres zamieszkania"),
    adres_faktury_id=T(en="Empty: the home address", pl="Puste: adres zamieszkania"),
    uwagi=T(en="Never printed for the customer", pl="Nie trafiają na wydruki dla klienta"),
    zakonczona=T(en="The customer has accepted the work", pl="Klient odebrał prace"),
)

# What decides about VAT.
module.calls(
    "contracts",
    vat_tryb=T(en="VAT rate", pl="Stawka VAT"),
    vat_powod=T(en="Reason for the 23 % rate", pl="Powód stawki 23%"),
    obiekt_rodzaj=T(en="Kind of building", pl="Rodzaj obiektu"),
    powierzchnia_uzytkowa_m2=T(en="Floor area (m²)", pl="Powierzchnia użytkowa (m²)"),
    montaz_trwaly=T(en="Permanently fixed", pl="Trwała zabudowa"),
    oswiadczenie_vat=T(en="VAT statement on file", pl="Złożono oświadczenie VAT"),
    oswiadczenie_vat_data=T(en="Date of the VAT statement", pl="Data oświadczenia VAT"),
    nr_wis=T(en="Number of the VAT ruling (WIS)", pl="Numer WIS"),
    wyspa_brutto=T(en="Value of the island, gross", pl="Wartość wyspy brutto"),
)
module.says(
    "vat_tryb",
    auto=T(en="By law", pl="Według przepisów"),
    stawka_8=T(en="8 %", pl="8%"),
    stawka_23=T(en="23 %", pl="23%"),
    proporcja=T(en="8 % and 23 % in proportion", pl="8% i 23% proporcjonalnie"),
)
module.says(
    "obiekt_rodzaj",
    lokal_mieszkalny=T(en="Flat", pl="Lokal mieszkalny"),
    dom_jednorodzinny=T(en="House", pl="Dom jednorodzinny"),
    lokal_uslugowy=T(en="Shop or practice", pl="Lokal usługowy"),
    inny=T(en="Other", pl="Inny"),
)
module.hints(
    "contracts",
    vat_powod=T(en="Why not 8 % in a flat or house", pl="Dlaczego nie 8% w mieszkaniu lub domu"),
    powierzchnia_uzytkowa_m2=T(
        en="8 % up to 150 m² of a flat, 300 m² of a house", pl="8% do 150 m² w mieszkaniu i 300 m² w domu"
    ),
    montaz_trwaly=T(
        en="The furniture is tied to walls, floor or ceiling for good",
        pl="Meble trwale połączone ze ścianą, podłogą lub sufitem",
    ),
    oswiadczenie_vat=T(
        en="The customer has confirmed the conditions of the 8 % rate", pl="Klient potwierdził warunki stawki 8%"
    ),
    nr_wis=T(en="Binding rate information, if you have one", pl="Wiążąca informacja stawkowa, jeśli ją masz"),
    wyspa_brutto=T(
        en="A free-standing island has 23 %; 0 if it is tied to the building",
        pl="Wyspa wolnostojąca ma 23%; wpisz 0, jeśli jest trwale związana z budynkiem",
    ),
)

# Dissolution.
module.calls(
    "contracts",
    strona=T(en="Who withdraws", pl="Kto odstępuje"),
    rodzaj=T(en="How the refund is paid", pl="Forma zwrotu"),
    zatrzymano=T(en="Deposit kept", pl="Zatrzymany zadatek"),
    zwroty=T(en="Refunds to pay", pl="Zwroty do wypłaty"),
    korekty=T(en="Corrections to issue", pl="Korekty do wystawienia"),
)
for _place in ("strona", "rozwiazala_strona"):
    module.says(_place, klient=T(en="The customer", pl="Klient"), studio=T(en="The studio", pl="Studio"))
module.hints(
    "contracts",
    strona=T(
        en="The customer loses the deposit; the studio returns it double",
        pl="Klient traci zadatek, studio oddaje go w podwójnej wysokości",
    ),
)

# Texts of contracts.
module.calls(template_id=T(en="Text template", pl="Szablon tekstu"), archiwalny=T(en="Archived", pl="Archiwalny"))
module.hints(
    "text_templates",
    tresc=T(
        en="{{umowa.numer}}, {{klient.nazwa}} or {{suma}} are filled in by themselves",
        pl="{{umowa.numer}}, {{klient.nazwa}} czy {{suma}} uzupełnią się same",
    ),
    archiwalny=T(en="Not offered to new contracts any more", pl="Nie pojawia się już w nowych umowach"),
)

# Settings: what holds an installation up.
module.calls(
    "settings",
    wymagaj_rat=T(en="Require paid instalments", pl="Wymagaj zapłaconych rat"),
    wymagaj_dostaw=T(en="Require complete deliveries", pl="Wymagaj kompletu dostaw"),
    wymagaj_dnia=T(en="Require a working day", pl="Wymagaj dnia roboczego"),
    wyprzedzenie_dni=T(en="Lead time (working days)", pl="Wyprzedzenie (dni robocze)"),
    wymagaj_wyprzedzenia=T(en="Require the lead time", pl="Wymagaj wyprzedzenia"),
    wymagaj_zakonczenia=T(en="Settle completed ones only", pl="Rozliczaj tylko zakończone"),
    limit_gotowki=T(en="Cash limit of firms (PLN)", pl="Limit gotówki od firm (zł)"),
    wymagaj_limitu=T(en="Require the cash limit", pl="Wymagaj limitu gotówki"),
)
module.hints(
    "settings",
    wymagaj_rat=T(
        en="No installation while an instalment is overdue; off: only a warning",
        pl="Przy zaległej racie montażu nie można umówić; wyłączone: tylko ostrzeżenie",
    ),
    wymagaj_dostaw=T(
        en="No installation before everything ordered is there; off: only a warning",
        pl="Montaż dopiero, gdy będą wszystkie zamówienia; wyłączone: tylko ostrzeżenie",
    ),
    wymagaj_dnia=T(
        en="No installation on holidays and blocked days; off: only a warning",
        pl="W święta i dni zablokowane montażu nie można umówić; wyłączone: tylko ostrzeżenie",
    ),
    wyprzedzenie_dni=T(
        en="Working days between today and an installation; 0: any day will do",
        pl="Ile dni roboczych dzieli dziś od montażu; 0: dowolny dzień",
    ),
    wymagaj_wyprzedzenia=T(
        en="No installation sooner than the lead time; off: only a warning",
        pl="Wcześniej montażu nie można umówić; wyłączone: tylko ostrzeżenie",
    ),
    wymagaj_zakonczenia=T(
        en="A contract is settled only when it is completed", pl="Umowę można rozliczyć dopiero po jej zakończeniu"
    ),
    limit_gotowki=T(
        en="All cash a firm pays for one contract (art. 19 Prawo przedsiębiorców: 15 000 PLN)",
        pl="Cała gotówka od firmy za jedną umowę (art. 19 Prawa przedsiębiorców: 15 000 zł)",
    ),
    wymagaj_limitu=T(
        en="No cash beyond the limit; off: only a warning",
        pl="Ponad limit gotówki nie można przyjąć; wyłączone: tylko ostrzeżenie",
    ),
)

# Columns that only the history of a record shows.
module.calls(
    rozliczona_at=T(en="Settled at", pl="Kiedy rozliczono"),
    rozliczona_przez=T(en="Settled by", pl="Kto rozliczył"),
    zakonczona_at=T(en="Completed at", pl="Kiedy zakończono"),
    rozwiazana=T(en="Dissolved", pl="Rozwiązana"),
    rozwiazana_at=T(en="Dissolved at", pl="Kiedy rozwiązano"),
    rozwiazana_przez=T(en="Dissolved by", pl="Kto rozwiązał"),
    rozwiazala_strona=T(en="Dissolving party", pl="Strona, która rozwiązała"),
    kwota_rozwiazania=T(en="Kept on dissolution (PLN)", pl="Kwota przy rozwiązaniu (zł)"),
    potwierdzona_at=T(en="Confirmed at", pl="Kiedy potwierdzono"),
    potwierdzil_id=T(en="Confirmed by", pl="Kto potwierdził"),
    dokument_id=T(en="Document", pl="Dokument"),
    tresc_snapshot=T(en="Text when attached", pl="Treść w chwili dołączenia"),
    autor_id=T(en="Author", pl="Autor"),
    wyplacona_at=T(en="Paid out at", pl="Kiedy wypłacono"),
    wydarzenie_id=T(en="Event in the calendar", pl="Wydarzenie w kalendarzu"),
)
