"""Polish texts of documents: subjects, line descriptions, headings."""

from collections.abc import Mapping
from typing import Final

from bottega.kernel.i18n import T

# What a contract is about, and the same in the genitive.
SUBJECT: Final[Mapping[str, str]] = {
    "kuchnia": "kuchnia",
    "szafa": "szafa",
    "garderoba": "garderoba",
    "lazienka": "łazienka",
    "salon": "salon",
    "sypialnia": "sypialnia",
    "pokoj_dzieciecy": "pokój dziecięcy",
    "przedpokoj": "przedpokój",
    "biuro": "biuro",
    "lokal_uslugowy": "lokal usługowy",
}
_OF: Final[Mapping[str, str]] = {
    "kuchnia": "kuchni",
    "szafa": "szafy",
    "garderoba": "garderoby",
    "lazienka": "łazienki",
    "salon": "salonu",
    "sypialnia": "sypialni",
    "pokoj_dzieciecy": "pokoju dziecięcego",
    "przedpokoj": "przedpokoju",
    "biuro": "biura",
    "lokal_uslugowy": "lokalu usługowego",
}
BUILDINGS: Final[Mapping[str, str]] = {
    "lokal_mieszkalny": "lokal mieszkalny",
    "dom_jednorodzinny": "dom jednorodzinny",
    "lokal_uslugowy": "lokal usługowy",
    "inny": "inny obiekt",
}
MEANS: Final[Mapping[str, str]] = {
    "gotowka": "gotówka",
    "przelew": "przelew",
    "karta": "karta",
    "blik": "BLIK",
    "raty": "raty",
    "kompensata": "kompensata",
}


def name_of_line(skladnik: str, typ: str, stawka: str, *, installed: bool) -> str:
    """What a line of an invoice is called: a part of the price, at a rate, built in or not."""
    subject = f" {_OF[typ]}" if typ in _OF else ""
    match skladnik:
        case "meble" if stawka == "8":
            return f"Trwała zabudowa meblowa{subject} wraz z projektem, dopasowaniem i montażem"
        case "meble" if installed:
            return f"Zabudowa meblowa{subject} – wykonanie i montaż"
        case "meble":
            return f"Meble na wymiar{subject}"
        case "wyspa":
            return "Wyspa kuchenna – meble niezwiązane trwale z konstrukcją budynku"
        case "sprzet":
            return "Sprzęt AGD do zabudowy wg specyfikacji umowy"
        case _:
            return "Dodatki i wyposażenie zabudowy wg umowy"


def rate_name(stawka: str) -> T:
    """A rate in a sentence."""
    return T(en="the exempt rate", pl="zw.") if stawka == "zw" else T(en=f"{stawka} %", pl=f"{stawka}%")
