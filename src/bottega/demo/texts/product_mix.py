"""The product mix: kinds of contracts with shares, prices and lead times."""

from dataclasses import dataclass
from typing import Final

# Lowest, commonest and highest price, gross.
Range = tuple[int, int, int]


@dataclass(frozen=True)
class Kind:
    """A kind of contract; ``lead`` is in days from signing to installation, ``days`` how long that takes."""

    share: float
    meble: Range
    dodatki: Range
    lead: tuple[int, int]
    days: tuple[int, ...] = (1,)
    sprzet: Range | None = None
    # How often appliances belong to it.
    sprzet_share: float = 0
    business: bool = False


KINDS: Final = {
    "kuchnia": Kind(
        46, (17_500, 24_500, 41_000), (900, 2_600, 7_800), (56, 91), (2, 2, 3), (7_200, 10_800, 19_500), 0.78
    ),
    "szafa": Kind(17, (3_900, 6_800, 12_500), (0, 450, 1_500), (28, 49)),
    "garderoba": Kind(12, (6_200, 10_900, 19_800), (200, 900, 2_600), (35, 56), (1, 1, 2)),
    "lazienka": Kind(9, (3_200, 5_600, 9_800), (150, 600, 1_900), (28, 49), (1,), (900, 1_600, 2_400), 0.12),
    "salon": Kind(6, (5_200, 9_400, 18_500), (200, 800, 2_400), (35, 56), (1, 2)),
    "przedpokoj": Kind(4, (2_900, 4_900, 8_900), (0, 350, 900), (28, 42)),
    "biuro": Kind(3, (9_500, 21_000, 52_000), (500, 2_500, 6_000), (42, 70), (2, 3), business=True),
    "lokal_uslugowy": Kind(
        2,
        (16_000, 34_000, 78_000),
        (1_000, 4_000, 12_000),
        (42, 84),
        (2, 3),
        (4_000, 9_000, 21_000),
        0.30,
        business=True,
    ),
    "inne": Kind(1, (2_900, 6_500, 14_000), (0, 400, 1_500), (28, 56)),
}
SHARES: Final = {name: kind.share for name, kind in KINDS.items()}
# January to December: kitchens are wanted before Christmas and after the summer.
SEASON: Final = (0.72, 0.85, 1.05, 1.10, 1.08, 0.98, 0.82, 0.88, 1.18, 1.25, 1.20, 0.89)
SECOND_YEAR: Final = 1.09
