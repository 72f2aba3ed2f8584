"""Words of the seller's profile: what its fields and the kinds of its logo are called."""

from bottega.business.documents.module import module
from bottega.kernel.i18n import T

module.calls(
    "seller",
    adres=T(en="Street and number", pl="Ulica i numer"),
    agd_w_usludze=T(en="Appliances in the 8 % service", pl="AGD w usłudze ze stawką 8%"),
    bank=T(en="Name of the bank", pl="Nazwa banku"),
    bdo=T(en="BDO number", pl="Numer BDO"),
    czynny_podatnik=T(en="Active VAT taxpayer", pl="Czynny podatnik VAT"),
    email=T(en="E-mail address", pl="Adres e-mail"),
    gwarancja_miesiace=T(en="Warranty (months)", pl="Gwarancja (miesiące)"),
    kapital=T(en="Share capital", pl="Kapitał zakładowy"),
    kod_pocztowy=T(en="Postal code", pl="Kod pocztowy"),
    krs=T(en="KRS number", pl="Numer KRS"),
    ksef_konsumenci=T(en="Consumers' invoices in KSeF too", pl="KSeF także dla konsumentów"),
    logo=T(en="Logo", pl="Logo"),
    logo_typ=T(en="Format of the logo", pl="Format logo"),
    metoda_kasowa=T(en="VAT cash accounting", pl="Metoda kasowa"),
    miejsce_wystawienia=T(en="Place of issue", pl="Miejsce wystawienia"),
    miejscowosc=T(en="Town", pl="Miejscowość"),
    nazwa=T(en="Name", pl="Nazwa"),
    nip=T(en="NIP", pl="NIP"),
    numer=T(en="Account number", pl="Numer rachunku"),
    rachunki=T(en="Bank accounts", pl="Rachunki bankowe"),
    regon=T(en="REGON", pl="REGON"),
    sad=T(en="Registry court", pl="Sąd rejestrowy"),
    stopka=T(en="Footer of documents", pl="Stopka dokumentów"),
    telefon=T(en="Telephone", pl="Telefon"),
    termin_platnosci_dni=T(en="Payment term (days)", pl="Termin płatności (dni)"),
    waznosc_proformy_dni=T(en="Pro forma validity (days)", pl="Ważność pro formy (dni)"),
    www=T(en="Website", pl="Strona internetowa"),
    wystawiajacy=T(en="Who issues documents", pl="Osoba wystawiająca dokumenty"),
    zwolnienie=T(en="Grounds of VAT exemption", pl="Podstawa zwolnienia z VAT"),
)
module.says(
    "logo_typ",
    png=T(en="PNG picture", pl="Obraz PNG"),
    jpeg=T(en="JPEG picture", pl="Obraz JPEG"),
    svg=T(en="SVG drawing", pl="Rysunek SVG"),
)
module.hints(
    "seller",
    agd_w_usludze=T(
        en="Only where the contract names a ruling (WIS)", pl="Tylko gdy w umowie podano WIS lub interpretację"
    ),
    bdo=T(en="Number in the waste register", pl="Numer w bazie danych o odpadach"),
    ksef_konsumenci=T(en="Else only businesses' invoices get a file", pl="Inaczej plik mają tylko faktury dla firm"),
    metoda_kasowa=T(en="VAT is due once the customer has paid", pl="VAT należny dopiero po zapłacie przez klienta"),
    miejsce_wystawienia=T(en="Empty: the seller's town", pl="Puste: miejscowość sprzedawcy"),
    rachunki=T(en="The first one stands on invoices", pl="Na fakturach drukuje się pierwszy"),
    wystawiajacy=T(
        en="Where documents are not issued by a signed-in person", pl="Gdy dokumentu nie wystawia zalogowana osoba"
    ),
    zwolnienie=T(en="E.g. art. 113 sec. 1 of the VAT act", pl="Np. art. 113 ust. 1 ustawy o VAT"),
)
