"""Words of controlling: what its figures and the members of its closed sets are called, and hints."""

from bottega.business.contracts import MEANS_OF_PAYMENT, TITLES
from bottega.business.controlling.gates import GATES
from bottega.business.controlling.module import module
from bottega.business.controlling.stages import STAGES
from bottega.kernel.i18n import T

module.calls(
    id=T(en="Contract", pl="Umowa"),
    numer=T(en="Contract number", pl="Numer umowy"),
    typ=T(en="Project type", pl="Rodzaj zabudowy"),
    customer_id=T(en="Customer", pl="Klient"),
    uzytkownik_id=T(en="Designer", pl="Projektant"),
)

# Pipeline, stages and gates.
module.calls(
    etap=T(en="Stage", pl="Etap"),
    etap_nazwa=T(en="Name of the stage", pl="Nazwa etapu"),
    termin=T(en="Installation date", pl="Termin montażu"),
    nastepna_bramka=T(en="Next gate", pl="Następna bramka"),
    brakuje=T(en="What is missing", pl="Czego brakuje"),
    bramki=T(en="Gates", pl="Bramki"),
    otwarta=T(en="Open", pl="Otwarta"),
)
module.calls("readiness", nazwa=T(en="Gate", pl="Bramka"))
module.calls(
    "stages", nazwa=T(en="Name of the stage", pl="Nazwa etapu"), liczba=T(en="Number of contracts", pl="Liczba umów")
)
module.says("etap", STAGES)
_GATES = {gate.code: gate.title for gate in GATES}
module.says("nastepna_bramka", _GATES)
module.says("readiness.kod", _GATES)
module.says("typ", TITLES)
module.says("grupa", TITLES)

# Profit.
module.calls(
    przychod_netto=T(en="Revenue, net", pl="Przychód netto"),
    material=T(en="Material, net", pl="Materiał netto"),
    material_brutto=T(en="Material, gross", pl="Materiał brutto"),
    wydatki=T(en="Expenses, net", pl="Wydatki netto"),
    wydatki_brutto=T(en="Expenses, gross", pl="Wydatki brutto"),
    robocizna=T(en="Labour", pl="Robocizna"),
    wynik=T(en="Profit or loss", pl="Zysk lub strata"),
    marza=T(en="Margin (%)", pl="Marża (%)"),
    niska_marza=T(en="Low margin", pl="Niska marża"),
    vat_szacowany=T(en="Estimated VAT", pl="VAT szacowany"),
    uwagi=T(en="Notes", pl="Uwagi"),
    wedlug=T(en="Group by", pl="Grupuj według"),
    grupa=T(en="Group", pl="Grupa"),
    umowy=T(en="Number of contracts", pl="Liczba umów"),
)
module.says("wedlug", typ=T(en="Project type", pl="Rodzaj zabudowy"), projektant=T(en="Designer", pl="Projektant"))

# Payouts of commissions.
module.calls(
    "commissions",
    month=T(en="Month", pl="Miesiąc"),
    uzytkownik_id=T(en="Worker", pl="Pracownik"),
    rodzaj=T(en="Means of payment", pl="Forma płatności"),
    kasa_uzytkownik_id=T(en="Cash box", pl="Kasa"),
    data=T(en="Date of payout", pl="Data wypłaty"),
    komentarz=T(en="Comment", pl="Komentarz"),
    kwota=T(en="Amount paid out", pl="Wypłacona kwota"),
    liczba=T(en="Number of ratings", pl="Liczba ocen"),
    dowod=T(en="Cash voucher (KW)", pl="Dowód wypłaty (KW)"),
    numer=T(en="Voucher number", pl="Numer KW"),
    transaction_id=T(en="Transaction", pl="Transakcja"),
)
module.says("rodzaj", MEANS_OF_PAYMENT)
module.hints(
    "commissions",
    month=T(en="In which the work was rated, e.g. 2026-11", pl="W którym wystawiono oceny, np. 2026-11"),
    kasa_uzytkownik_id=T(en="Empty: the main cash box", pl="Puste: kasa główna"),
    data=T(en="Empty: now", pl="Puste: teraz"),
)
