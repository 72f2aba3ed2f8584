"""The cash report (RK) as a document."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from bottega.business.documents.compose.contract_data import INCOMPLETE, refuse
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.kinds import KINDS
from bottega.business.documents.content.models import CashLine, CashReport
from bottega.business.documents.issuer import Desk, seller_gaps
from bottega.business.documents.seller import place_of, seller_of
from bottega.business.finance import ReportSheet
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T

BEFORE_ITS_END: Final = T(
    en="A cash report is not dated before its last day", pl="Raport kasowy nie może mieć daty sprzed końca okresu"
)
INCOME: Final = "przychod"
ZERO: Final = Decimal("0.00")


def cash_report(sheet: ReportSheet, desk: Desk, wishes: Wishes) -> CashReport:
    """A report on paper; of an open one only a preview is made."""
    refuse(INCOMPLETE, "brak_danych", seller_gaps(desk.profile, invoice=False))
    return CashReport(
        rodzaj="RK",
        tytul=KINDS["RK"].tytul,
        sprzedawca=seller_of(dict(desk.profile)),
        data_wystawienia=_day(sheet, desk, wishes),
        numer=sheet.numer,
        miejsce=place_of(dict(desk.profile)),
        kasa=f"{sheet.kod} – {sheet.kasa}",
        okres_od=sheet.dzien_od,
        okres_do=sheet.dzien_do,
        stan_poczatkowy=sheet.saldo_poczatkowe,
        pozycje=tuple(_lines(sheet)),
        przychody=sheet.przychody,
        rozchody=sheet.rozchody,
        stan_koncowy=sheet.saldo_koncowe,
        zalaczniki=sheet.liczba_dowodow,
        bez_dowodu=len(sheet.bez_dowodu),
        wystawil=desk.author,
        uwagi=wishes.uwagi,
        stopka=desk.profile["stopka"],
    )


def _day(sheet: ReportSheet, desk: Desk, wishes: Wishes) -> date:
    """The day that was asked for, else that of the closing."""
    if wishes.day is not None and wishes.day < sheet.dzien_do:
        raise InvalidInput.field("dataWystawienia", BEFORE_ITS_END)
    return wishes.day or sheet.zamkniety or desk.today


def _lines(sheet: ReportSheet) -> Iterator[CashLine]:
    """Entries with what the box held after each; one that was cancelled keeps its place and moves nothing."""
    held = sheet.saldo_poczatkowe
    for lp, one in enumerate(sheet.pozycje, 1):
        amount = one.kwota if one.liczy_sie else ZERO
        came, went = (amount, ZERO) if one.typ == INCOME else (ZERO, amount)
        held += came - went
        yield CashLine(
            lp=lp,
            pozycja=one.pozycja,
            data=one.data,
            dowod=one.dowod or ("KP" if one.typ == INCOME else "KW"),
            nazwa=one.nazwa,
            przychod=came,
            rozchod=went,
            saldo=held,
            anulowana=not one.liczy_sie,
        )
