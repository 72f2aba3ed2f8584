"""Amounts in sentences, and in Polish words as printed on contracts and vouchers: «dwa złote dziesięć groszy».

Masculine numerals, no comma and no "i"; the grosze are always spelled, and so is a single thousand, so that nothing can
be written in front of it.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bottega.kernel.i18n import T
from bottega.kernel.number_formats import Forms, polish_form

NBSP: Final = "\N{NO-BREAK SPACE}"
ONES: Final = (
    "",
    "jeden",
    "dwa",
    "trzy",
    "cztery",
    "pięć",
    "sześć",
    "siedem",
    "osiem",
    "dziewięć",
    "dziesięć",
    "jedenaście",
    "dwanaście",
    "trzynaście",
    "czternaście",
    "piętnaście",
    "szesnaście",
    "siedemnaście",
    "osiemnaście",
    "dziewiętnaście",
)
TENS: Final = (
    "",
    "",
    "dwadzieścia",
    "trzydzieści",
    "czterdzieści",
    "pięćdziesiąt",
    "sześćdziesiąt",
    "siedemdziesiąt",
    "osiemdziesiąt",
    "dziewięćdziesiąt",
)
HUNDREDS: Final = (
    "",
    "sto",
    "dwieście",
    "trzysta",
    "czterysta",
    "pięćset",
    "sześćset",
    "siedemset",
    "osiemset",
    "dziewięćset",
)
ZLOTY: Final[Forms] = ("złoty", "złote", "złotych")
GROSZ: Final[Forms] = ("grosz", "grosze", "groszy")
GROUPS: Final[tuple[Forms, ...]] = (
    ("", "", ""),
    ("tysiąc", "tysiące", "tysięcy"),
    ("milion", "miliony", "milionów"),
    ("miliard", "miliardy", "miliardów"),
)


def zloty(amount: Decimal) -> T:
    """An amount in a sentence, with its grosze: PLN 4,516.71 or 4 516,71 zł."""
    written = f"{amount:,.2f}"
    return T(en=f"PLN {written}", pl=f"{written.replace(',', NBSP).replace('.', ',')}{NBSP}zł")


def slownie(kwota: Decimal) -> str:
    """An amount of PLN in words, half a grosz rounded upwards; less than a billion of złote (10¹²) either way."""
    rounded = kwota.quantize(Decimal("0.01"), ROUND_HALF_UP)
    zlote, grosze = divmod(int(abs(rounded) * 100), 100)
    sign = "minus " if rounded < 0 else ""
    return f"{sign}{_numeral(zlote)} {polish_form(zlote, ZLOTY)} {_numeral(grosze)} {polish_form(grosze, GROSZ)}"


def _numeral(n: int) -> str:
    words: list[str] = []
    for place, forms in reversed(list(enumerate(GROUPS))):
        group = n // 1000**place % 1000
        if group:
            words += _below_thousand(group)
            words += [polish_form(group, forms)] if place else []
    return " ".join(words) or "zero"


def _below_thousand(n: int) -> list[str]:
    hundreds, rest = divmod(n, 100)
    tens, ones = (0, rest) if rest < len(ONES) else divmod(rest, 10)
    return [word for word in (HUNDREDS[hundreds], TENS[tens], ONES[ones]) if word]
