"""Words of a contract's money: valuations, payments, the schedule, and the figures of the money panel."""

from typing import Final

from bottega.business.contracts.module import module
from bottega.business.contracts.money.warning_codes import WARNINGS
from bottega.kernel.i18n import T

# What other modules that speak of payments call them, too.
MEANS_OF_PAYMENT: Final = {
    "przelew": T(en="Bank transfer", pl="Przelew"),
    "gotowka": T(en="Cash", pl="Gotówka"),
    "karta": T(en="Card", pl="Karta"),
    "blik": T(en="BLIK", pl="BLIK"),
    "raty": T(en="Instalments", pl="Raty"),
    "kompensata": T(en="Offset", pl="Kompensata"),
}
KINDS_OF_PAYMENT: Final = {
    "Zadatek": T(en="Deposit", pl="Zadatek"),
    "Zaliczka": T(en="Advance", pl="Zaliczka"),
    "Rata": T(en="Instalment", pl="Rata"),
    "Dopłata": T(en="Balance", pl="Dopłata"),
    "Wpłata końcowa": T(en="Final payment", pl="Wpłata końcowa"),
    "Zwrot": T(en="Refund", pl="Zwrot"),
}

# Valuation and balance.
module.calls(
    meble=T(en="Furniture", pl="Meble"),
    dodatki=T(en="Extras", pl="Dodatki"),
    sprzet=T(en="Appliances", pl="Sprzęt AGD"),
    suma=T(en="Contract price, gross", pl="Wartość umowy brutto"),
    slownie=T(en="In words", pl="Słownie"),
    zaplacono=T(en="Paid", pl="Zapłacono"),
    do_zaplaty=T(en="To be paid", pl="Do zapłaty"),
    do_zwrotu=T(en="To be refunded", pl="Do zwrotu"),
)
module.hints(
    "valuations",
    meble=T(en="The studio's own work, gross", pl="Brutto, praca własna studia"),
    dodatki=T(en="Gross: lighting, waste bins, inner fittings", pl="Brutto: oświetlenie, kosze, organizery"),
    sprzet=T(en="Gross, after discounts", pl="Brutto, po rabacie"),
)

# Payments and the schedule; other screens speak of prices.
module.calls(
    cena=T(en="Amount", pl="Kwota"),
    rodzaj=T(en="Means of payment", pl="Forma płatności"),
    typ=T(en="Kind of payment", pl="Rodzaj wpłaty"),
    potwierdzona=T(en="Confirmed", pl="Potwierdzona"),
    odrzucona=T(en="Rejected", pl="Odrzucona"),
    transaction_id=T(en="Transaction", pl="Transakcja"),
)
module.calls(
    "payment_methods",
    data=T(en="Payment date", pl="Data wpłaty"),
    uzytkownik_id=T(en="Taken by", pl="Przyjmujący wpłatę"),
)
module.calls(
    "planned_payments",
    data=T(en="Due date", pl="Termin płatności"),
    pokryto=T(en="Covered by payments", pl="Pokryto wpłatami"),
    reszta=T(en="Still to be paid", pl="Pozostało do zapłaty"),
    przedzial=T(en="Days overdue", pl="Dni po terminie"),
)
module.says("warnings", WARNINGS)
module.says("rodzaj", MEANS_OF_PAYMENT)
module.says("typ", KINDS_OF_PAYMENT)
module.hints(
    "payment_methods",
    typ=T(
        en="A deposit is forfeited if the customer withdraws; an advance is returned",
        pl="Zadatek przepada, gdy klient się wycofa; zaliczka wraca do klienta",
    ),
    data=T(en="Empty: not received yet", pl="Puste: jeszcze nie wpłynęła"),
    uzytkownik_id=T(en="Into whose cash box; empty: the main one", pl="Do czyjej kasy; puste: kasa główna"),
)
module.hints("planned_payments", data=T(en="Empty: not agreed yet", pl="Puste: jeszcze nie ustalono"))

# The money panel.
module.says(
    "przedzial",
    {
        "nieprzeterminowane": T(en="Not overdue", pl="Nieprzeterminowane"),
        "1-7": T(en="1 to 7 days", pl="1–7 dni"),
        "8-30": T(en="8 to 30 days", pl="8–30 dni"),
        "31-60": T(en="31 to 60 days", pl="31–60 dni"),
        "60+": T(en="More than 60 days", pl="Ponad 60 dni"),
    },
)
module.calls(
    "contracts",
    plan=T(en="Planned", pl="Zaplanowano"),
    pokryto=T(en="Covered by payments", pl="Pokryto wpłatami"),
    wplacono=T(en="Received", pl="Wpłacono"),
    oczekuje=T(en="Waiting for confirmation", pl="Czeka na potwierdzenie"),
    przeterminowane=T(en="Overdue", pl="Po terminie"),
    przedzialy=T(en="By days overdue", pl="Według dni po terminie"),
    przedzial=T(en="Days overdue", pl="Dni po terminie"),
    pozycje=T(en="Number of planned payments", pl="Liczba planowanych wpłat"),
    kwota=T(en="Outstanding amount", pl="Brakująca kwota"),
    zalegle_umowy=T(en="Contracts in arrears", pl="Umowy z zaległością"),
    zalegle=T(en="Longest overdue", pl="Najdłuższe zaległości"),
    klient=T(en="Customer", pl="Klient"),
    dni=T(en="Days late", pl="Dni opóźnienia"),
    od=T(en="Overdue since", pl="Zaległość od"),
)
