"""Generator of kitchen appliances: pieces, catalogue prices, discounts."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bottega.demo.draw.random_source import Chance

# Catalogue prices of today, gross.
PRICES: Final = {
    "piekarnik": (1699, 3499),
    "płyta indukcyjna": (1399, 2999),
    "zmywarka": (1799, 3299),
    "lodówka": (2299, 5499),
    "okap": (599, 2199),
    "mikrofalówka": (899, 2299),
    "zlew": (449, 1299),
    "bateria": (299, 1099),
    "ekspres": (2899, 6499),
    "pralka": (1099, 2699),
}
ALWAYS: Final = ("piekarnik", "płyta indukcyjna", "zmywarka")
OFTEN: Final = ("lodówka", "okap", "mikrofalówka", "zlew", "bateria")
MAKERS: Final = {
    "zlew": ("Franke", "Blanco", "Deante"),
    "bateria": ("Franke", "Blanco", "Deante"),
    "okap": ("Falmec", "Ciarko", "Bosch"),
    "ekspres": ("Siemens", "Bosch", "Electrolux"),
}
COMMON_MAKERS: Final = ("Amica", "Bosch", "Electrolux", "Siemens", "Whirlpool", "Beko", "Gorenje", "Samsung")


@dataclass(frozen=True)
class Appliance:
    """A piece with its discount in per cent."""

    rodzaj: str
    firma: str
    model: str
    cena: Decimal
    rabat: Decimal | None

    @property
    def value(self) -> Decimal:
        """What the customer pays for it."""
        whole = self.cena * (100 - (self.rabat or Decimal(0))) / 100
        return whole.quantize(Decimal("0.01"), ROUND_HALF_UP)


def draw_appliances(chance: Chance, kinds: tuple[str, ...], wanted: float, rise: float) -> tuple[Appliance, ...]:
    """Pieces of these kinds that cost about as much as wanted; prices rise with the years."""
    low = sum(PRICES[kind][0] for kind in kinds) * rise
    high = sum(PRICES[kind][1] for kind in kinds) * rise
    # A customer buys a class of appliances, not single ones.
    level = min(max((wanted * 1.07 - low) / (high - low), 0.05), 0.95)
    maker = chance.pick(COMMON_MAKERS)
    rabat = Decimal(chance.weighted({0: 30, 5: 18, 7: 8, 8: 6, 10: 20, 12: 8, 15: 7, 18: 3}))
    return tuple(
        Appliance(
            kind,
            chance.pick(MAKERS[kind]) if kind in MAKERS else maker,
            _model(chance),
            _price(chance, kind, level, rise),
            rabat if rabat and chance.happens(0.85) else None,
        )
        for kind in kinds
    )


def kitchen_kinds(chance: Chance, count: int) -> tuple[str, ...]:
    """What a kitchen gets: some pieces always, the others by number."""
    return (*ALWAYS, *chance.some(OFTEN, count - len(ALWAYS)))


def _price(chance: Chance, kind: str, level: float, rise: float) -> Decimal:
    """Shops like prices that end on nine."""
    low, high = PRICES[kind]
    place = min(max(level + chance.around(-0.15, 0, 0.15), 0), 1)
    return Decimal(round((low + (high - low) * place) * rise / 10) * 10 - 1)


def _model(chance: Chance) -> str:
    letters = "".join(chance.some("ABCDEFGHKLMNPRSTVX", 3))
    return f"{letters}{chance.between(20, 98)}{chance.between(1, 9)}0"
