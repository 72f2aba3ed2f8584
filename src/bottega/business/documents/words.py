"""Words of issued documents: what their fields and the values of their closed sets are called."""

from bottega.business.contracts import MEANS_OF_PAYMENT, WARNINGS
from bottega.business.documents.content.kinds import TITLES
from bottega.business.documents.module import module
from bottega.kernel.i18n import T

module.calls(
    braki=T(en="Missing data", pl="Brakujące dane"),
    brutto=T(en="Gross amount", pl="Kwota brutto"),
    cash_box_id=T(en="Cash box", pl="Kasa"),
    cash_report_id=T(en="Cash report", pl="Raport kasowy"),
    contract_id=T(en="Contract", pl="Umowa"),
    customer_id=T(en="Customer", pl="Klient"),
    data_sprzedazy=T(en="Date of supply", pl="Data sprzedaży"),
    data_wystawienia=T(en="Date of issue", pl="Data wystawienia"),
    do_zera=T(en="Corrected to zero", pl="Korekta do zera"),
    draft=T(en="Preview", pl="Podgląd"),
    duplikat=T(en="Duplicate", pl="Duplikat"),
    formaty=T(en="Formats of the file", pl="Formaty pliku"),
    goods_issue_id=T(en="Goods issue", pl="Wydanie zewnętrzne (WZ)"),
    korekty=T(en="Corrections", pl="Korekty"),
    koryguje_id=T(en="Corrected invoice", pl="Faktura korygowana"),
    ksef_link=T(en="Invoice in KSeF", pl="Faktura w KSeF"),
    measurement_id=T(en="Measurement", pl="Pomiar"),
    nazwa=T(en="Goods or service", pl="Nazwa towaru lub usługi"),
    netto=T(en="Net amount", pl="Kwota netto"),
    numer=T(en="Number", pl="Numer"),
    dla_ksef=T(en="For KSeF", pl="Do KSeF"),
    gv=T(en="Member of a VAT group", pl="Członek grupy VAT"),
    jst=T(en="Unit of local government", pl="Jednostka JST"),
    nabywca_kraj=T(en="Country of the buyer", pl="Kraj nabywcy"),
    nabywca_nr_id=T(en="Foreign number of the buyer", pl="Zagraniczny numer nabywcy"),
    nabywca_vat_ue=T(en="VAT UE number of the buyer", pl="Numer VAT UE nabywcy"),
    numer_ksef=T(en="KSeF number", pl="Numer KSeF"),
    opis=T(en="What is missing", pl="Czego brakuje"),
    payment_id=T(en="Payment", pl="Wpłata"),
    podglad=T(en="Preview", pl="Podgląd"),
    pole=T(en="Field", pl="Pole"),
    przyczyna=T(en="Reason", pl="Przyczyna"),
    purchase_order_id=T(en="Purchase order", pl="Zamówienie do dostawcy"),
    rodzaj=T(en="Kind of document", pl="Rodzaj dokumentu"),
    sha256=T(en="Checksum of the PDF", pl="Suma kontrolna PDF"),
    stan=T(en="Status", pl="Status"),
    stawka=T(en="VAT rate", pl="Stawka VAT"),
    transaction_id=T(en="Transaction", pl="Transakcja"),
    skutek=T(en="Effect in the books", pl="Skutek w ewidencji"),
    strona_id_wew=T(en="Internal id of the third party", pl="ID wewnętrzny trzeciego podmiotu"),
    strona_miejscowosc=T(en="Town of the third party", pl="Kod i miejscowość podmiotu"),
    strona_nazwa=T(en="Third party", pl="Trzeci podmiot"),
    strona_nip=T(en="NIP of the third party", pl="NIP trzeciego podmiotu"),
    strona_rola=T(en="Role of the third party", pl="Rola trzeciego podmiotu"),
    strona_ulica=T(en="Street of the third party", pl="Ulica trzeciego podmiotu"),
    tp=T(en="Connected parties", pl="Podmioty powiązane"),
    tresc=T(en="Content of the document", pl="Treść dokumentu"),
    tytul=T(en="Title of the document", pl="Tytuł dokumentu"),
    vat=T(en="VAT amount", pl="Kwota VAT"),
    wyspa_brutto=T(en="Value of the island, gross", pl="Wartość wyspy brutto"),
)
module.calls(
    "issued",
    anulowany_at=T(en="Cancelled", pl="Anulowano"),
    nabywca=T(en="Other party", pl="Kontrahent"),
    numer=T(en="Document number", pl="Numer dokumentu"),
    termin_platnosci=T(en="Payment due", pl="Termin płatności"),
    wystawil_id=T(en="Issued by", pl="Kto wystawił"),
    wystawiono_at=T(en="Issued", pl="Wystawiono"),
    xml_sha256=T(en="Checksum of the KSeF file", pl="Suma kontrolna pliku KSeF"),
)
# Issuing and correcting; ``kwota`` and ``termin`` mean something else by kind of document, which hints say.
module.calls(
    "documents",
    cena=T(en="Unit price, gross", pl="Cena jednostkowa brutto"),
    forma=T(en="Means of payment", pl="Forma płatności"),
    ilosc=T(en="Quantity", pl="Ilość"),
    jednostka=T(en="Unit", pl="Jednostka miary"),
    ksef=T(en="With the KSeF number", pl="Z numerem KSeF"),
    kwota=T(en="Gross amount", pl="Kwota brutto"),
    lp=T(en="Line number", pl="Numer pozycji"),
    nabywca=T(en="Buyer's details corrected", pl="Korekta danych nabywcy"),
    nowe_pozycje=T(en="Added lines", pl="Pozycje dodane"),
    nowy_podzial=T(en="Divided anew by VAT rate", pl="Nowy podział na stawki VAT"),
    nr_paragonu=T(en="Fiscal receipt number", pl="Numer paragonu fiskalnego"),
    pozycje=T(en="Changed lines", pl="Pozycje zmienione"),
    rabat=T(en="Discount (%)", pl="Rabat (%)"),
    strona=T(en="Payer or payee", pl="Od kogo lub komu"),
    termin=T(en="Due date", pl="Termin"),
    uwagi=T(en="Notes", pl="Uwagi"),
    warnings=T(en="Warnings", pl="Ostrzeżenia"),
)
module.calls(
    "documents.ksef",
    link=T(en="Invoice in KSeF", pl="Faktura w KSeF"),
    qr=T(en="QR code", pl="Kod QR"),
    sha256=T(en="Checksum of the KSeF file", pl="Suma kontrolna pliku KSeF"),
)
module.calls(
    "batches",
    gotowe=T(en="Documents ready", pl="Gotowe dokumenty"),
    miesiac=T(en="Month", pl="Miesiąc"),
    razem=T(en="Documents in all", pl="Dokumentów razem"),
    rodzaje=T(en="Kinds of documents", pl="Rodzaje dokumentów"),
)
module.calls(
    "cash_reports",
    liczba_dowodow=T(en="Number of vouchers", pl="Liczba dowodów KP i KW"),
    pominiete=T(en="Entries left out", pl="Pominięte pozycje"),
    pozostalo=T(en="Still without a voucher", pl="Pozostało bez dowodu"),
    rodzaj=T(en="Kind of voucher", pl="Rodzaj dowodu"),
    wystawione=T(en="Issued vouchers", pl="Wystawione dowody"),
)

module.says("rodzaj", TITLES)
module.says("rodzaje", TITLES)
module.says(
    "stan",
    wystawiony=T(en="Issued", pl="Wystawiony"),
    skorygowany=T(en="Corrected", pl="Skorygowany"),
    anulowany=T(en="Cancelled", pl="Anulowany"),
)
module.says(
    "batches.stan",
    oczekuje=T(en="Waiting", pl="Oczekuje"),
    w_toku=T(en="Being made", pl="W toku"),
    gotowe=T(en="Ready", pl="Gotowe"),
    blad=T(en="Failed", pl="Błąd"),
)
module.says("warnings", WARNINGS)
module.says("stawka", {"8": T(en="8 %", pl="8%"), "23": T(en="23 %", pl="23%")})
module.says("forma", MEANS_OF_PAYMENT)
module.says(
    "strona_rola",
    odbiorca=T(en="Recipient", pl="Odbiorca"),
    jednostka_jst=T(en="Unit of local government", pl="Jednostka JST"),
    czlonek_gv=T(en="Member of a VAT group", pl="Członek grupy VAT"),
    dodatkowy_nabywca=T(en="Additional buyer", pl="Dodatkowy nabywca"),
    platnik=T(en="Payer", pl="Dokonujący płatności"),
    faktor=T(en="Factor", pl="Faktor"),
    pracownik=T(en="Employee", pl="Pracownik"),
)
module.says(
    "skutek",
    pierwotna=T(en="With the corrected invoice", pl="Jak faktura korygowana"),
    korekta=T(en="With the correction", pl="W dacie korekty"),
    inna=T(en="Otherwise, or by line", pl="Inaczej lub różnie w pozycjach"),
)
for _place in ("format", "formaty"):
    module.says(
        _place,
        pdf=T(en="PDF file", pl="Plik PDF"),
        html=T(en="Web page (HTML)", pl="Strona WWW (HTML)"),
        xml=T(en="KSeF file (XML)", pl="Plik KSeF (XML)"),
        json=T(en="Data (JSON)", pl="Dane (JSON)"),
    )
module.says(
    "batches.format",
    pdf=T(en="One PDF file", pl="Jeden plik PDF"),
    zip=T(en="ZIP archive of files", pl="Archiwum ZIP z plikami"),
)

module.hints(
    wyspa_brutto=T(
        en="Only of an island not fixed to the building: 23 % VAT",
        pl="Tylko wyspy niezwiązanej trwale z budynkiem: VAT 23%",
    )
)
module.hints(
    "documents",
    data_wystawienia=T(en="Empty: today", pl="Puste: dzisiaj"),
    do_zera=T(en="Takes everything back, so that a new one can be issued", pl="Cofa całość, by wystawić nową fakturę"),
    kwota=T(
        en="Pro forma: to be paid; correction of an advance: what is left",
        pl="Pro forma: do zapłaty; korekta zaliczki: ile pozostaje",
    ),
    nabywca=T(en="Name and address as the customer has them now", pl="Nazwa i adres takie, jak teraz u klienta"),
    nowy_podzial=T(en="As the contract has the rates now", pl="Według obecnych stawek z umowy"),
    strona=T(en="Where the transaction does not say it", pl="Gdy nie wynika to z transakcji"),
    termin=T(en="Of payment; on a purchase order of delivery", pl="Płatności, a na zamówieniu – dostawy"),
)
module.hints("batches", rodzaje=T(en="Empty: all kinds", pl="Puste: wszystkie rodzaje"))

# Columns that only the history of a record shows.
module.calls(
    seria=T(en="Series of numbers", pl="Seria numerów"),
    stawki=T(en="Sums at each VAT rate", pl="Kwoty według stawek VAT"),
    zamowienie=T(en="Order at each VAT rate", pl="Zamówienie według stawek VAT"),
    actor_id=T(en="Issued by", pl="Kto wystawił"),
    dokumenty=T(en="Documents", pl="Dokumenty"),
)
