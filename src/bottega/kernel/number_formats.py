"""Localized formatting of numbers, days, counted nouns and enumerations in sentences.

Polish has a comma before the decimals and a space, which does not break, between thousands; a noun takes one of three
forms after a number. Every language but Polish is written as English, like the texts of ``i18n``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

Forms = tuple[str, str, str]
_POLISH: Final = str.maketrans({",": "\N{NO-BREAK SPACE}", ".": ","})


def number(value: Decimal | float, locale: str) -> str:
    """A number without superfluous zeros: 9,999,999.99 in English, 9 999 999,99 in Polish."""
    text = f"{Decimal(str(value)).normalize():,f}"
    return text.translate(_POLISH) if locale == "pl" else text


def day(value: date, locale: str) -> str:
    """A calendar day, or a moment by the minute: 2026-11-30 in English, 30.11.2026 in Polish."""
    written = f"{value:%d.%m.%Y}" if locale == "pl" else f"{value:%Y-%m-%d}"
    return f"{written} {value:%H:%M}" if isinstance(value, datetime) else written


def polish_form(n: int, forms: Forms) -> str:
    """The form of a Polish noun after a number: 1, then 2 to 4 but not 12 to 14, then everything else."""
    if n == 1:
        return forms[0]
    few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
    return forms[1] if few else forms[2]


@dataclass(frozen=True)
class Counted:
    """A noun that is counted: its two English and its three Polish forms."""

    en: tuple[str, str]
    pl: Forms

    def __call__(self, n: int, locale: str) -> str:
        """So many of them: “3 characters”, „3 znaki”."""
        noun = polish_form(n, self.pl) if locale == "pl" else self.en[n != 1]
        return f"{number(n, locale)} {noun}"


def choices(options: Sequence[str], locale: str) -> str:
    """Several values to choose from: “a, b or c”, „a, b lub c”."""
    *first, last = options or ("",)
    return f"{', '.join(first)} {'lub' if locale == 'pl' else 'or'} {last}" if first else last
