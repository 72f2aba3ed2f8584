"""Writes the two sample stock lists beside it: one as an old Excel leaves it, with its faults, and a clean one.

Run ``python examples/make_samples.py``; the same files come out every time.
"""

# ruff: noqa: INP001, S311 - a script, and its chance is no secret

import csv
import random
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

FOLDER = Path(__file__).parent

BOARDS = (
    ("Egger", "W1000 ST9", "biel premium"),
    ("Egger", "W980 ST2", "biel platynowa"),
    ("Egger", "U702 ST9", "kaszmir"),
    ("Egger", "U999 ST19", "czerń"),
    ("Egger", "U727 ST9", "szary kamienny"),
    ("Egger", "U960 ST9", "szary onyks"),
    ("Egger", "U504 ST9", "błękit tyrolski"),
    ("Egger", "H1180 ST37", "dąb halifax naturalny"),
    ("Egger", "H1181 ST37", "dąb halifax tabak"),
    ("Egger", "H3349 ST19", "dąb kaisersberg"),
    ("Egger", "H3303 ST10", "dąb hamilton naturalny"),
    ("Egger", "H1334 ST9", "dąb sorano jasny"),
    ("Egger", "H3734 ST9", "orzech dijon"),
    ("Egger", "F186 ST9", "beton chicago jasny"),
    ("Kronospan", "K101 PE", "biały frontowy"),
    ("Kronospan", "0190 PE", "czarny"),
    ("Kronospan", "K535 RW", "dąb barokowy złoty"),
    ("Kronospan", "K003 PW", "dąb craft złoty"),
    ("Kronospan", "K350 RW", "beton flow"),
    ("Kronospan", "0112 PE", "jasnoszary"),
    ("Swiss Krono", "D3025", "dąb sonoma"),
    ("Swiss Krono", "D4428", "dąb artisan"),
    ("Swiss Krono", "U8685", "śnieg alpejski"),
    ("Pfleiderer", "R20033", "dąb lancelot"),
    ("Pfleiderer", "U12188", "światło księżyca"),
    ("Forner", "ST 2006", "żółć słoneczna"),
)
PRICES = (320, 365, 388, 410, 420, 465, 498, 520, 560, 690)


def decimal(value: float, places: int) -> str:
    """A number as a Polish spreadsheet shows it."""
    return f"{value:.{places}f}".replace(".", ",")


def board_row(rng: random.Random, code: int) -> list[str]:
    """A whole board, a worktop now and then, or a backing board."""
    maker, symbol, name = rng.choice(BOARDS)
    kind, sides, thickness, price = rng.choice(
        [("Płyta laminowana", ("2800", "2070"), 18.0, rng.choice(PRICES))] * 6
        + [
            ("Płyta laminowana", ("2800", "2070"), 25.0, rng.choice(PRICES) * 1.3),
            ("HDF", ("2800", "2070"), 3.0, 95),
            ("Blat laminowany", ("4100", "600"), 38.0, 390),
        ]
    )
    return [
        f"MAG-{code:04d}",
        kind,
        maker,
        symbol,
        *sides,
        decimal(thickness, 1),
        "tak",
        "",
        str(rng.randint(1, 14)),
        decimal(price, 2),
        name,
    ]


def offcut_row(rng: random.Random, code: int) -> list[str]:
    """A remnant, whose remaining area is its own or a little less."""
    maker, symbol, name = rng.choice(BOARDS)
    length, width = rng.randrange(320, 2400, 5), rng.randrange(120, 1200, 5)
    left = length * width / 1_000_000 * rng.choice((1, 1, 1, 0.8))
    return [
        f"RES-{code:04d}",
        "Płyta laminowana",
        maker,
        symbol,
        str(length),
        str(width),
        "18,0",
        "nie",
        decimal(int(left * 1000) / 1000, 3),
        "1",
        decimal(max(left * 70, 5), 2),
        f"{name}, resztka",
    ]


HEADINGS = [
    "Kod",
    "Typ",
    "Producent",
    "Dekor",
    "Długość (mm)",
    "Szer. (mm)",
    "Grubość",
    "Cała?",
    "Pozostało (m²)",
    "Ilość szt.",
    "Cena zakupu (zł)",
    "Uwagi",
]


def old_excel(rng: random.Random) -> list[list[str]]:
    """Sixty rows with what people do to a list in ten years: doubles, letters among numbers, wrong sizes."""
    rows = [board_row(rng, n) for n in range(1, 41)] + [offcut_row(rng, n) for n in range(1, 15)]
    for row in rows:
        if row[4] == "2800" and rng.random() < 0.3:  # noqa: PLR2004 - some write it so
            row[4] = "2 800"
    rows.insert(20, list(rows[3]))
    rows.insert(33, ["", *rows[10][1:]])
    rows.insert(34, ["", *rows[10][1:]])
    rows.append(
        [
            "MAG-0900",
            "Płyta laminowana",
            "Egger",
            "W1000 ST9",
            "28OO",
            "2070",
            "18,0",
            "tak",
            "",
            "4",
            "320,00",
            "litera O zamiast zera",
        ]
    )
    rows.append(
        [
            "MAG-0901",
            "Płyta laminowana",
            "Egger",
            "U702 ST9",
            "2800",
            "2070",
            "18,0",
            "tak",
            "",
            "-2",
            "365,00",
            "spis z natury: błąd",
        ]
    )
    rows.append(
        [
            "RES-0902",
            "Płyta laminowana",
            "Kronospan",
            "K535 RW",
            "800",
            "400",
            "18,0",
            "nie",
            "0,900",
            "1",
            "30,00",
            "za dużo zostało",
        ]
    )
    rows.append(
        [
            "MAG-0903",
            "Płyta laminowana",
            "",
            "D3025",
            "2800",
            "2070",
            "18,0",
            "tak",
            "",
            "1",
            "388,00",
            "brak producenta",
        ]
    )
    return rows


def write(name: str, rows: Sequence[Sequence[str]], encoding: str, delimiter: str) -> None:
    """A CSV with Windows line ends."""
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows([HEADINGS, *rows])
    (FOLDER / name).write_bytes(text.getvalue().encode(encoding))


def main() -> None:
    """Write both files."""
    # "m²" is not in the alphabet of Windows-1250.
    HEADINGS[8] = "Pozostało (m2)"
    write("stan_magazynu_cp1250.csv", old_excel(random.Random(7)), "cp1250", ";")
    rng = random.Random(11)
    clean = [board_row(rng, n) for n in range(1, 81)] + [offcut_row(rng, n) for n in range(1, 41)]
    HEADINGS[8] = "Pozostało (m²)"
    write("stan_magazynu_utf8_bom.csv", clean, "utf-8-sig", ";")


if __name__ == "__main__":
    main()
