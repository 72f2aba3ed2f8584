"""Texts of purchase orders, and fictional suppliers."""

from typing import Final

BOARDS: Final = "Płyty-Hurt Wielkopolska"
WORKTOPS: Final = "Blaty Granex"
FITTINGS: Final = "Okucia-Centrum"
APPLIANCES: Final = "AGD Partner"
PAINT: Final = "Lakiernia Połysk"
GLASS: Final = "Szkło-Art"

# Supplier: what, in which unit, how many.
Item = tuple[str, str, tuple[int, int]]
ITEMS: Final[dict[str, tuple[Item, ...]]] = {
    BOARDS: (
        ("Płyty korpusowe wg listy rozkroju", "ark.", (4, 19)),
        ("Płyty frontowe z obrzeżem", "ark.", (2, 11)),
        ("HDF na plecy i dna szuflad", "ark.", (2, 7)),
        ("Płyta 25 mm na wieńce i półki", "ark.", (1, 4)),
        ("Formatki cięte i oklejone wg listy", "kpl.", (1, 1)),
    ),
    WORKTOPS: (
        ("Blat laminowany 38 mm z obrzeżem", "szt.", (1, 3)),
        ("Blat kompaktowy 12 mm wg rysunku", "szt.", (1, 2)),
        ("Blat z konglomeratu 20 mm wg szablonu", "m²", (3, 7)),
        ("Blat kwarcowy 20 mm z podcięciem pod zlew", "m²", (3, 8)),
        ("Panel ścienny w dekorze blatu", "szt.", (1, 3)),
    ),
    FITTINGS: (
        ("Zawiasy i prowadniki", "kpl.", (1, 1)),
        ("Szuflady z pełnym wysuwem", "kpl.", (2, 12)),
        ("Podnośniki do szafek górnych", "kpl.", (2, 6)),
        ("Uchwyty wg zamówienia klienta", "szt.", (6, 34)),
        ("System drzwi przesuwnych", "kpl.", (1, 1)),
        ("Wieszaki, drążki i kosze wysuwane", "kpl.", (1, 3)),
        ("Kosze cargo i sortownik", "kpl.", (1, 3)),
        ("Oświetlenie LED z zasilaczem", "kpl.", (1, 2)),
    ),
    APPLIANCES: (
        ("Sprzęt AGD do zabudowy wg umowy", "kpl.", (1, 1)),
        ("Zlew z baterią i syfonem", "kpl.", (1, 1)),
        ("Pralka do zabudowy wg umowy", "szt.", (1, 1)),
    ),
    PAINT: (
        ("Fronty lakierowane mat wg listy", "m²", (4, 16)),
        ("Fronty lakierowane połysk wg listy", "m²", (4, 14)),
        ("Fronty ryflowane, lakier mat", "m²", (2, 9)),
        ("Boki i blendy w kolorze frontów", "m²", (1, 5)),
    ),
    GLASS: (
        ("Szkło hartowane nad blat, RAL wg próbki", "m²", (1, 4)),
        ("Lustro 4 mm do drzwi przesuwnych", "szt.", (1, 3)),
        ("Szyby do witryn, ryflowane", "szt.", (2, 6)),
        ("Półki szklane 6 mm szlifowane", "szt.", (2, 8)),
    ),
}
# Beside boards and fittings, which everything needs: how often something is ordered there.
FURTHER: Final = {
    "kuchnia": {WORKTOPS: 10, PAINT: 5, GLASS: 4},
    "lazienka": {WORKTOPS: 4, PAINT: 5, GLASS: 5},
    "szafa": {GLASS: 6, PAINT: 2},
    "garderoba": {GLASS: 4, PAINT: 2},
    "salon": {PAINT: 6, GLASS: 4},
    "przedpokoj": {GLASS: 5, PAINT: 3},
    "biuro": {WORKTOPS: 5, GLASS: 2},
    "lokal_uslugowy": {WORKTOPS: 6, GLASS: 4, PAINT: 4},
    "inne": {PAINT: 3, GLASS: 3},
}
COMMENTS: Final = (
    None,
    None,
    None,
    None,
    None,
    "Odbiór własny, Grzegorz.",
    "Dostawa na rampę między 7 a 9.",
    "Potwierdzone telefonicznie.",
    "Wymiary po pomiarze kontrolnym.",
    "Zamówione razem z drugą umową, jedna paczka.",
    "Prosić o folię ochronną.",
)
LATE_COMMENTS: Final = (
    "Dostawca przesunął termin, dzwonić codziennie.",
    "Przyszło wyszczerbione, zamówione drugi raz.",
    "Braki w dostawie, reszta z następnym transportem.",
    "Lakier do poprawy, oddane do lakierni.",
)
