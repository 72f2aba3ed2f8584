"""The catalogue of boards: 64 decors with prices."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Decor:
    """A decor of a manufacturer; ``price`` is that of a board of 2800 x 2070 x 18 mm, gross."""

    producent: str
    symbol: str
    name: str
    price: tuple[int, int]


# What a board costs: white, plain colours, wood, and what is matt or deeply structured.
WHITE: Final = (320, 320)
PLAIN: Final = (365, 410)
WOOD: Final = (420, 520)
PREMIUM: Final = (560, 690)

DECORS: Final = tuple(
    Decor(producent, symbol, name, price)
    for producent, price, decors in (
        (
            "Egger",
            WHITE,
            (("W1000 ST9", "biel premium"), ("W980 ST2", "biel platynowa"), ("W1100 ST9", "biel alpejska")),
        ),
        (
            "Egger",
            PLAIN,
            (
                ("U702 ST9", "kaszmir"),
                ("U708 ST9", "szary jasny"),
                ("U727 ST9", "szary kamienny"),
                ("U732 ST9", "szary pył"),
                ("U741 ST9", "taupe"),
                ("U763 ST9", "szary perłowy"),
                ("U961 ST2", "grafit"),
                ("U968 ST9", "szary węglowy"),
                ("U999 ST2", "czerń"),
                ("U604 ST9", "zieleń trzcinowa"),
                ("U636 ST9", "zieleń fiordu"),
                ("U504 ST9", "błękit tyrolski"),
                ("U522 ST9", "błękit horyzontu"),
                ("U325 ST9", "róż antyczny"),
                ("U146 ST9", "żółć kukurydziana"),
            ),
        ),
        (
            "Egger",
            WOOD,
            (
                ("H1145 ST10", "dąb bardolino"),
                ("H1176 ST37", "dąb halifax biały"),
                ("H1180 ST37", "dąb halifax naturalny"),
                ("H1181 ST37", "dąb halifax tabak"),
                ("H1312 ST10", "dąb whiteriver"),
                ("H1318 ST10", "dąb dziki"),
                ("H1334 ST9", "dąb sorano jasny"),
                ("H1345 ST32", "dąb sherman piaskowy"),
                ("H1385 ST40", "dąb casella"),
                ("H3131 ST12", "dąb davos"),
                ("H3303 ST10", "dąb hamilton"),
                ("H3309 ST28", "dąb gladstone"),
                ("H3325 ST28", "dąb gladstone tabak"),
                ("H3349 ST19", "dąb kaisersberg"),
                ("H3700 ST10", "orzech pacific"),
                ("H3734 ST9", "orzech dijon"),
                ("H1733 ST9", "brzoza mainau"),
                ("H1518 ST15", "buk ellmau"),
            ),
        ),
        (
            "Egger",
            PREMIUM,
            (
                ("W1000 PM", "biel premium mat"),
                ("U702 PM", "kaszmir mat"),
                ("U999 ST19", "czerń PerfectSense"),
                ("U999 PM", "czerń mat"),
                ("F186 ST9", "beton chicago jasny"),
                ("F812 ST9", "marmur levanto biały"),
            ),
        ),
        ("Kronospan", WHITE, (("K101 PE", "biały frontowy"), ("0110 SM", "biały"))),
        (
            "Kronospan",
            PLAIN,
            (("0112 PE", "jasnoszary"), ("0164 PE", "antracyt"), ("0190 PE", "czarny"), ("K096 SU", "szary glina")),
        ),
        (
            "Kronospan",
            WOOD,
            (
                ("K001 PW", "dąb craft biały"),
                ("K003 PW", "dąb craft złoty"),
                ("K004 PW", "dąb craft tytoniowy"),
                ("K535 RW", "dąb barokowy złoty"),
                ("K350 RW", "beton flow"),
                ("K365 FP", "dąb coast evoke"),
            ),
        ),
        ("Swiss Krono", WOOD, (("D3025", "dąb sonoma"), ("D4428", "dąb artisan"), ("D4825", "dąb wotan"))),
        ("Swiss Krono", PLAIN, (("U8685", "biel śnieżna"), ("U190", "czarny"))),
        ("Pfleiderer", WOOD, (("R20033", "dąb lancelot"), ("R20095", "dąb rustykalny"))),
        ("Pfleiderer", PLAIN, (("U12188", "światło księżyca"),)),
        ("Forner", PREMIUM, (("Velvet 7393", "szałwia mat"), ("Velvet 2608", "granat mat"))),
    )
    for symbol, name in decors
)

# Where the thing lies, its sides and thickness in mm, and its price (None: that of the decor).
Variant = tuple[str, str, int, int, str, int | None]
BOARD: Final[Variant] = ("plyta_laminowana", "Regał A", 2800, 2070, "18.0", None)
# Beside the board of 18 mm of every decor: so many of these.
VARIANTS: Final[tuple[tuple[int, Variant], ...]] = (
    (16, ("plyta_laminowana", "Regał B", 2800, 2070, "25.0", None)),
    (14, ("hdf", "Regał B", 2800, 2070, "3.0", 95)),
    (12, ("blat_laminowany", "Blaty", 4100, 600, "38.0", 390)),
    (4, ("blat_kompakt", "Blaty", 4100, 650, "12.0", 2150)),
    (8, ("mdf", "Regał B", 2800, 2070, "18.0", 290)),
)

# What else goes out with a kitchen: name, unit, price, how many.
Fitting = tuple[str, str, float, tuple[int, int]]
FITTINGS: Final[tuple[Fitting, ...]] = (
    ("Zawias Blum Clip Top 110° z hamulcem", "szt.", 14.9, (8, 46)),
    ("Prowadnica Tandembox antaro 500 mm", "kpl.", 189.0, (2, 12)),
    ("Szuflada Merivobox 500 mm niska", "kpl.", 214.0, (1, 6)),
    ("Podnośnik Aventos HK top", "kpl.", 238.0, (1, 4)),
    ("Nóżka meblowa 100 mm", "szt.", 2.4, (12, 60)),
    ("Zawieszka szafki z szyną montażową", "kpl.", 16.5, (4, 18)),
    ("Obrzeże ABS 22x0,8 mm", "mb", 1.9, (20, 140)),
    ("Obrzeże ABS 43x2 mm", "mb", 4.6, (6, 30)),
    ("Uchwyt krawędziowy 256 mm czarny", "szt.", 24.0, (6, 28)),
    ("Profil Gola C 4,1 m anoda", "szt.", 96.0, (1, 5)),
    ("Cokół PCV 100 mm z uszczelką", "mb", 21.0, (3, 9)),
    ("Kosz cargo 150 mm z hamulcem", "szt.", 365.0, (1, 2)),
    ("Sortownik na odpady 2x18 l", "kpl.", 279.0, (1, 1)),
    ("Taśma LED 24 V z profilem", "mb", 68.0, (2, 7)),
    ("Zasilacz LED 60 W z czujnikiem", "kpl.", 142.0, (1, 2)),
    ("Drążek garderobiany owalny", "mb", 29.0, (1, 6)),
    ("System przesuwny 2-skrzydłowy z domykiem", "kpl.", 1180.0, (1, 1)),
    ("Lustro 4 mm szlif, na wymiar", "m²", 165.0, (1, 4)),
    ("Konfirmat 7x50 z zaślepką", "opak.", 18.0, (1, 4)),
    ("Silikon sanitarny bezbarwny", "szt.", 27.0, (1, 3)),
)
