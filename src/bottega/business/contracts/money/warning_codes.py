"""Codes of warnings in answers about contracts, and what people read for each."""

from collections.abc import Mapping
from typing import Final, Literal

from bottega.kernel.i18n import T

PaymentWarning = Literal["nadplata", "suma_wplat_ponad_wycene", "limit_gotowki_b2b"]
InstallationWarning = Literal["zamowienia_niekompletne", "raty_niezaplacone", "dzien_wolny", "za_wczesnie"]
# Those of a contract as a whole include what its invoices are warned of, which the module of documents says.
WarningCode = Literal[
    PaymentWarning,
    InstallationWarning,
    "sprzet_rozni_sie_od_agd",
    "harmonogram_rozni_sie_od_sumy",
    "brak_profilu_pracownika",
    "nr_faktury_powtorzony",
    "stawka_vat_niepewna",
    "stawka_23_bez_powodu",
    "wycena_rozni_sie_od_faktur",
    "niezafakturowane",
    "zaliczki_do_korekty",
    "zwrot_do_wyplaty",
]

WARNINGS: Final[Mapping[str, T]] = {
    "nadplata": T(en="The customer has overpaid", pl="Klient wpłacił za dużo"),
    "suma_wplat_ponad_wycene": T(en="Payments exceed the valuation", pl="Wpłaty przekraczają wycenę"),
    "limit_gotowki_b2b": T(en="Cash from a firm over the limit", pl="Gotówka od firmy ponad limit"),
    "zamowienia_niekompletne": T(en="Not everything will be there", pl="Nie wszystko będzie na miejscu"),
    "raty_niezaplacone": T(en="Instalments are overdue", pl="Są zaległe raty"),
    "dzien_wolny": T(en="Nobody works on this day", pl="To dzień wolny od pracy"),
    "za_wczesnie": T(en="Sooner than the lead time", pl="Za mało czasu do montażu"),
    "sprzet_rozni_sie_od_agd": T(en="Appliances differ from valuation", pl="Sprzęt AGD inny niż w wycenie"),
    "harmonogram_rozni_sie_od_sumy": T(en="Schedule differs from the price", pl="Raty nie sumują się do wyceny"),
    "brak_profilu_pracownika": T(en="The worker has no profile", pl="Pracownik nie ma profilu"),
    "nr_faktury_powtorzony": T(en="Invoice is in another contract", pl="Faktura jest już w innej umowie"),
    "stawka_vat_niepewna": T(en="The VAT rate is not certain", pl="Stawka VAT wymaga ustalenia"),
    "stawka_23_bez_powodu": T(en="23 % rate without a reason", pl="Stawka 23% bez podania powodu"),
    "wycena_rozni_sie_od_faktur": T(en="Valuation differs from invoices", pl="Wycena różni się od faktur"),
    "niezafakturowane": T(en="Payments without an invoice", pl="Część wpłat bez faktury"),
    "zaliczki_do_korekty": T(en="Advance invoices need correcting", pl="Faktury zaliczkowe do korekty"),
    "zwrot_do_wyplaty": T(en="The customer is owed a refund", pl="Klientowi należy się zwrot"),
}
