"""Words of the reports on invoicing and VAT: what their fields and the values of their closed sets are called."""

from bottega.business.documents.module import module
from bottega.kernel.i18n import T

module.calls(
    "documents",
    co=T(en="What to invoice", pl="Co zafakturować"),
    data=T(en="Day of payment or completion", pl="Data zapłaty lub zakończenia"),
    dni_po_terminie=T(en="Days overdue", pl="Dni po terminie"),
    do_korekty=T(en="To be corrected", pl="Do korekty"),
    do_zwrotu=T(en="To be refunded", pl="Do zwrotu"),
    klient=T(en="Customer's name", pl="Nazwa klienta"),
    korekta=T(en="Last correction", pl="Ostatnia korekta"),
    kwota_do_zwrotu=T(en="Amount to be refunded", pl="Kwota do zwrotu"),
    kwota_niezafakturowana=T(en="Amount not invoiced", pl="Kwota niezafakturowana"),
    niezafakturowane=T(en="Not invoiced", pl="Niezafakturowane"),
)
module.calls(
    "contracts",
    koszt_braku=T(en="Lost to the 23 % rate", pl="Strata na stawce 23%"),
    limit_m2=T(en="Floor area limit (m²)", pl="Limit powierzchni (m²)"),
    odpowiedzi=T(en="What the contract says", pl="Dane z umowy"),
    ostrzezenia=T(en="Warnings", pl="Ostrzeżenia"),
    pkwiu=T(en="PKWiU", pl="PKWiU"),
    podstawa=T(en="Grounds of the rate", pl="Uzasadnienie stawki"),
    pozycje=T(en="Parts of the price", pl="Składniki ceny"),
    zrodlo=T(en="Legal basis", pl="Podstawa prawna"),
)
module.says("co", wplata=T(en="Payment", pl="Wpłata"), sprzedaz=T(en="Finished works", pl="Zakończone prace"))
