"""Words of finance: what its fields and the values of its closed sets are called."""

from typing import Final

from bottega.business.contracts import MEANS_OF_PAYMENT
from bottega.business.finance.module import module
from bottega.kernel.i18n import T

module.calls(
    balance=T(en="Balance", pl="Saldo"),
    cash_box_id=T(en="Cash box", pl="Kasa"),
    contract_id=T(en="Contract", pl="Umowa"),
    data=T(en="Date", pl="Data operacji"),
    decyzja=T(en="Decision", pl="Decyzja"),
    decyzja_at=T(en="Decided", pl="Data decyzji"),
    expense=T(en="Expenses", pl="Rozchody"),
    income=T(en="Income", pl="Przychody"),
    jest=T(en="Found", pl="Jest"),
    kod=T(en="Code", pl="Kod"),
    komentarz=T(en="Comment", pl="Komentarz"),
    kwota=T(en="Amount", pl="Kwota"),
    nazwa=T(en="Title", pl="Tytuł"),
    numer=T(en="Number", pl="Numer"),
    opis=T(en="What does not agree", pl="Co się nie zgadza"),
    pending_approvals=T(en="Waiting for approval", pl="Do zatwierdzenia"),
    powinno_byc=T(en="Should be", pl="Powinno być"),
    record_id=T(en="Record concerned", pl="Czego dotyczy"),
    rodzaj=T(en="Means of payment", pl="Forma płatności"),
    stan=T(en="Status", pl="Status"),
    transaction_id=T(en="Transaction", pl="Transakcja"),
    transaction_ids=T(en="Ledger entries", pl="Pozycje księgi"),
    uzytkownik_id=T(en="Whose cash box", pl="Czyja kasa"),
    warnings=T(en="Warnings", pl="Ostrzeżenia"),
)
module.calls(
    "transactions",
    dotyczy=T(en="Concerns", pl="Dotyczy"),
    kategoria=T(en="Category", pl="Kategoria"),
    kwota=T(en="Gross amount", pl="Kwota brutto"),
    kwota_netto=T(en="Net amount", pl="Kwota netto"),
    linked_entity_id=T(en="Linked record", pl="Powiązanie"),
    linked_entity_type=T(en="Kind of linked record", pl="Rodzaj powiązania"),
    oczekuje=T(en="Waits for approval", pl="Czeka na zatwierdzenie"),
    storno_of=T(en="Reversed transaction", pl="Stornowana transakcja"),
    typ=T(en="Income or expense", pl="Przychód lub rozchód"),
)
module.calls(
    "approvals",
    reviewer_id=T(en="Approver", pl="Osoba zatwierdzająca"),
    transakcja=T(en="Title of the transaction", pl="Tytuł transakcji"),
)
module.calls(
    "transfers",
    data=T(en="Handed over", pl="Data przekazania"),
    decyzja_komentarz=T(en="Comment on the decision", pl="Komentarz do decyzji"),
    nadawca_id=T(en="Handed over by", pl="Przekazujący"),
    odbiorca_id=T(en="Recipient", pl="Odbiorca"),
    przychod_id=T(en="Income entry", pl="Pozycja przychodu"),
    rozchod_id=T(en="Expense entry", pl="Pozycja rozchodu"),
    status=T(en="Status", pl="Status"),
)
module.calls(
    "moves",
    data=T(en="Moved", pl="Data przesunięcia"),
    do_rodzaju=T(en="To means of payment", pl="Na formę płatności"),
    do_uzytkownik_id=T(en="To whose cash box", pl="Do czyjej kasy"),
    z_rodzaju=T(en="From means of payment", pl="Z formy płatności"),
    z_uzytkownik_id=T(en="From whose cash box", pl="Z czyjej kasy"),
)
module.calls(
    "cash",
    data=T(en="As of", pl="Stan na dzień"),
    date=T(en="As of", pl="Stan na dzień"),
    dostepne=T(en="Available", pl="Dostępne"),
    gotowka=T(en="Cash", pl="Gotówka"),
    kasa=T(en="Name of the cash box", pl="Nazwa kasy"),
    kod=T(en="Code of the cash box", pl="Kod kasy"),
    nadchodzi=T(en="To be accepted", pl="Do przyjęcia"),
    osoba=T(en="Person", pl="Osoba"),
    razem=T(en="In all", pl="Razem"),
    salda=T(en="Balances by means of payment", pl="Salda wg form płatności"),
    saldo=T(en="Balance", pl="Saldo"),
    zarezerwowane=T(en="Being handed over", pl="W trakcie przekazania"),
)
module.calls(
    "cash_boxes",
    kasjer_id=T(en="Cashier", pl="Kasjer"),
    kod=T(en="Code of the cash box", pl="Kod kasy"),
    nazwa=T(en="Name of the cash box", pl="Nazwa kasy"),
)
module.calls(
    "cash_reports",
    bez_dowodu=T(en="Entries without a voucher", pl="Pozycje bez dowodu"),
    dokument=T(en="Kind of voucher", pl="Rodzaj dowodu"),
    dokument_id=T(en="Voucher", pl="Dowód kasowy"),
    dowod=T(en="Voucher number", pl="Numer dowodu"),
    dzien_do=T(en="Period to", pl="Okres do"),
    dzien_od=T(en="Period from", pl="Okres od"),
    kasa=T(en="Name of the cash box", pl="Nazwa kasy"),
    kategoria=T(en="Category", pl="Kategoria"),
    kod=T(en="Code of the cash box", pl="Kod kasy"),
    liczba_dokumentow=T(en="Number of entries", pl="Liczba pozycji"),
    liczba_dowodow=T(en="Number of vouchers", pl="Liczba dowodów KP i KW"),
    lp=T(en="Line number", pl="Numer pozycji"),
    nazwa=T(en="Title", pl="Treść"),
    numer=T(en="Report number", pl="Numer raportu"),
    pozycja=T(en="Number in the cash box", pl="Kolejny numer w kasie"),
    pozycje=T(en="Entries", pl="Pozycje"),
    przychod=T(en="Cash in", pl="Przychód"),
    przychody=T(en="Cash in", pl="Przychody"),
    rozchod=T(en="Cash out", pl="Rozchód"),
    rozchody=T(en="Cash out", pl="Rozchody"),
    saldo=T(en="Balance", pl="Saldo"),
    saldo_koncowe=T(en="Closing balance", pl="Saldo końcowe"),
    saldo_poczatkowe=T(en="Opening balance", pl="Saldo początkowe"),
    zamknal_id=T(en="Closed by", pl="Kto zamknął"),
    zamkniety_at=T(en="Closed", pl="Data zamknięcia"),
)
module.calls(
    "ledger",
    niezgodnosci=T(en="Discrepancies", pl="Niezgodności"),
    zgodna=T(en="Ledger consistent", pl="Księga zgodna"),
)
module.calls("ledger_findings", kod=T(en="Code of the discrepancy", pl="Kod niezgodności"))
module.calls(
    "settings",
    domyslny_recenzent_id=T(en="Default approver", pl="Domyślna osoba zatwierdzająca"),
    prog_czterech_oczu=T(en="Four-eyes limit", pl="Próg zasady czterech oczu"),
    wymagaj_dowodow=T(en="Vouchers required", pl="Wymagane dowody KP i KW"),
)

for _place in ("rodzaj", "z_rodzaju", "do_rodzaju"):
    module.says(_place, MEANS_OF_PAYMENT)
module.says(
    "stan",
    oczekuje=T(en="Awaiting approval", pl="Oczekuje na akceptację"),
    zaksiegowana=T(en="Booked", pl="Zaksięgowana"),
    odrzucona=T(en="Rejected", pl="Odrzucona"),
    anulowana=T(en="Cancelled", pl="Anulowana"),
)
module.says("decyzja", zatwierdzono=T(en="Approved", pl="Zatwierdzono"), odrzucono=T(en="Rejected", pl="Odrzucono"))
module.says(
    "status",
    oczekuje=T(en="Awaiting acceptance", pl="Oczekuje na przyjęcie"),
    zaakceptowany=T(en="Accepted", pl="Przyjęte"),
    odrzucony=T(en="Declined", pl="Odrzucone"),
)
# Categories that the application books under or a studio begins with; others are taken too.
module.says(
    "kategoria",
    wplata_klienta=T(en="Customer's payment", pl="Wpłata klienta"),
    pomiar=T(en="Measurement", pl="Pomiar"),
    transfer=T(en="Handover of cash", pl="Przekazanie gotówki"),
    przesuniecie=T(en="Between cash desks", pl="Przesunięcie między kasami"),
    korekta=T(en="Correction", pl="Korekta"),
    materialy=T(en="Materials", pl="Materiały"),
    okucia=T(en="Fittings", pl="Okucia"),
    agd=T(en="Appliances", pl="AGD"),
    narzedzia=T(en="Tools", pl="Narzędzia"),
    paliwo=T(en="Fuel", pl="Paliwo"),
    czynsz=T(en="Rent", pl="Czynsz"),
    wynagrodzenia=T(en="Wages", pl="Wynagrodzenia"),
    zus_podatki=T(en="Social security and taxes", pl="ZUS i podatki"),
    marketing=T(en="Advertising", pl="Reklama"),
)
# A report, and the entries in it.
module.says(
    "cash_reports.stan",
    otwarty=T(en="Open", pl="Otwarty"),
    zamkniety=T(en="Closed", pl="Zamknięty"),
    oczekuje=T(en="Awaiting approval", pl="Oczekuje na akceptację"),
    zaksiegowana=T(en="Booked", pl="Zaksięgowana"),
    odrzucona=T(en="Rejected", pl="Odrzucona"),
    anulowana=T(en="Cancelled", pl="Anulowana"),
)
module.says(
    "dokument", KP=T(en="Cash receipt", pl="KP – Kasa przyjmie"), KW=T(en="Cash payment", pl="KW – Kasa wypłaci")
)
module.says(
    "charakter",
    zwykla=T(en="Ordinary", pl="Zwykły"),
    wewnetrzna=T(en="Internal", pl="Wewnętrzny"),
    storno=T(en="Reversal", pl="Storno"),
)
module.says("warnings", pozycje_bez_dowodu=T(en="Some entries have no voucher", pl="Niektóre pozycje nie mają dowodu"))
module.says("typ", przychod=T(en="Income", pl="Przychód"), rozchod=T(en="Expense", pl="Rozchód"))

_MAIN: Final = T(en="Empty: the main cash box", pl="Puste: kasa główna")
module.hints(uzytkownik_id=_MAIN)
module.hints(
    "transactions",
    kwota_netto=T(
        en="Without the VAT you deduct; counts for profit only", pl="Bez odliczanego VAT; liczy się tylko do zysku"
    ),
    oczekuje=T(en="Counts nowhere until it is approved", pl="Nie liczy się, dopóki nie zostanie zatwierdzona"),
)
module.hints("moves", z_uzytkownik_id=_MAIN, do_uzytkownik_id=_MAIN)
module.hints("transfers", data=T(en="Booked once it is accepted", pl="Zostanie zaksięgowane po przyjęciu"))
module.hints(
    "cash_boxes",
    kasjer_id=T(en="Keeps the main cash box and signs its vouchers", pl="Prowadzi kasę główną i podpisuje jej dowody"),
    kod=T(en="Stands in document numbers, e.g. KP/KG/2026/11/001", pl="Część numerów dowodów, np. KP/KG/2026/11/001"),
)
module.hints(
    "cash_reports",
    dzien_od=T(en="Empty: the day after the last report", pl="Puste: dzień po poprzednim raporcie"),
    dzien_do=T(
        en="Empty: the end of the month; on closing today at the latest",
        pl="Puste: koniec miesiąca, a przy zamykaniu najpóźniej dziś",
    ),
)
module.hints(
    "settings",
    prog_czterech_oczu=T(
        en="Above it nobody approves what they entered themselves",
        pl="Powyżej tej kwoty nikt nie zatwierdza tego, co sam wprowadził",
    ),
    wymagaj_dowodow=T(
        en="A cash report closes only when every entry has its KP or KW",
        pl="Raport kasowy zamknie się, gdy każda pozycja ma KP lub KW",
    ),
)

# Columns that only the history of a record shows.
module.calls(
    charakter=T(en="Nature of the entry", pl="Charakter zapisu"),
    autor_id=T(en="Author", pl="Autor"),
    zatwierdzil_id=T(en="Approved by", pl="Kto zatwierdził"),
    zatwierdzona_at=T(en="Approved at", pl="Kiedy zatwierdzono"),
    storno_id=T(en="Reversed by", pl="Zapis stornujący"),
    lp_kasowe=T(en="Place in the cash box", pl="Lp. w kasie"),
    dokument_id=T(en="Voucher", pl="Dowód kasowy"),
    dowod=T(en="Number of the voucher", pl="Numer dowodu kasowego"),
    decyzja_komentarz=T(en="Comment on the decision", pl="Komentarz do decyzji"),
    decydent_id=T(en="Decided by", pl="Kto zdecydował"),
)
