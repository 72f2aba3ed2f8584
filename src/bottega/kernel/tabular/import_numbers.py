"""Parsing of numbers in imported tables: decimal commas, units, ambiguous values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from bottega.kernel.i18n import T
from bottega.kernel.text.folding import fold

LONGEST_NUMBER: Final = 100

NO_NUMBER: Final = T(en="“{text}” is not a number", pl="„{text}” nie jest liczbą")
TWO_MEANINGS: Final = T(
    en="“{text}” may mean {large} or {small}; write the one that is meant",
    pl="„{text}” może znaczyć {large} albo {small}; wpisz to, o co chodzi",
)
NOT_WHOLE: Final = T(en="“{text}” is not a whole number", pl="„{text}” nie jest liczbą całkowitą")
TOO_FINE: Final = T(
    en="“{text}” has more than {most} digits after the decimal comma",
    pl="„{text}” ma więcej cyfr po przecinku niż {most}",
)
OTHER_UNIT: Final = T(
    en="“{text}” is given in {unit}; what fits here is {units}", pl="„{text}” podano w {unit}; tu pasuje: {units}"
)
NO_UNIT: Final = T(
    en="“{text}” is given in {unit}, but the field has no unit: write the number alone",
    pl="„{text}” podano w {unit}, ale to pole nie ma jednostki: wpisz samą liczbę",
)

# Units of one quantity, by the factor between them.
_QUANTITIES: Final[tuple[Mapping[str, Decimal], ...]] = tuple(
    {unit: Decimal(factor) for unit, factor in units.items()}
    for units in (
        {"mm": "1", "cm": "10", "dm": "100", "m": "1000", "mb": "1000"},
        {"m²": "1", "dm²": "0.01", "cm²": "0.0001", "mm²": "0.000001"},
        {"m³": "1", "dm³": "0.001", "l": "0.001"},
        {"kg": "1", "dag": "0.01", "g": "0.001", "t": "1000"},
        {
            "zł": "1",
            "PLN": "1",
            "tys. zł": "1000",
            "tys. PLN": "1000",
            "mln zł": "1000000",
            "mln PLN": "1000000",
            "zł brutto": "1",
            "PLN brutto": "1",
            "brutto": "1",
        },
        {
            "szt.": "1",
            "sztuk": "1",
            "sztuki": "1",
            "sztuka": "1",
            "pcs": "1",
            "ark.": "1",
            "arkusz": "1",
            "arkusze": "1",
            "arkuszy": "1",
        },
        {"%": "1"},
        {"€": "1", "EUR": "1"},
        {"$": "1", "USD": "1"},
        {"£": "1", "GBP": "1"},
        {"CHF": "1"},
        {"CZK": "1"},
        {"opak.": "1"},
        {"kpl.": "1"},
        {"cal": "1", "cali": "1", "cale": "1"},
        {"h": "1", "godz.": "1"},
        # A price without tax is none with it.
        {"netto": "1"},
        {"tys.": "1"},
        {"mln": "1"},
    )
)

_PARTS: Final = re.compile(r"([+\-\u2212]?)([\d.,'\u2019\s]+)(.*)", re.DOTALL)
_THOUSANDS: Final = re.compile(r"['\u2019\s]+")
_SPACED: Final = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,}")
_GROUPED_WITH_DECIMALS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:,\d{3})+\.\d+")
_SIMPLE: Final = re.compile(r"\d*[.,]\d+|\d+")
# What may be thousands as well as decimals: 2.500, but not 0.500.
_EITHER: Final = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")


class NoNumber(Exception):
    """A cell that holds no number, not one for its column, or one that may mean two things; ``reason`` says which."""

    def __init__(self, reason: T) -> None:
        """A sentence for whoever wrote the cell."""
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True)
class Number:
    """What the numbers of a column are.

    Attributes:
        unit: In which they are stored, as in ``_QUANTITIES``; those of the same quantity are converted.
        decimals: How many are stored; 0 for whole numbers.
        most: No number is greater, which tells thousands from decimals.
    """

    unit: str = ""
    decimals: int | None = None
    most: Decimal | None = None

    @property
    def units(self) -> Mapping[str, Decimal]:
        """The units that fit, and their factors to the one that is stored."""
        return units_like(self.unit) if self.unit else {}


@dataclass(frozen=True)
class Notation:
    """How the numbers of a column are written in a file: a unit in its heading, and whether a program wrote them."""

    number: Number = field(default_factory=Number)
    # The factor of the unit of the heading.
    factor: Decimal = Decimal(1)
    # A program writes decimal points and no thousands.
    points: bool = False

    def read(self, text: str) -> Decimal:
        """A number as it is stored: ``1 234,50``, ``1.234,50``, ``280 cm``.

        Raises:
            NoNumber: It is none, may be two, or does not fit the column.
        """
        found = _PARTS.fullmatch(text.strip()) if len(text) <= LONGEST_NUMBER else None
        if found is None:
            raise NoNumber(NO_NUMBER.given(text=text[:LONGEST_NUMBER]))
        sign, digits, unit = found.groups()
        factor = self._factor(text, unit.strip())
        size = self._size(text, _THOUSANDS.sub(" ", digits.strip()), factor)
        number = -size if sign and sign != "+" else size
        scaled = number if factor == 1 else (number * factor).normalize() + 0
        return scaled.quantize(Decimal(1)) if self.number.decimals == 0 else scaled

    def _factor(self, text: str, unit: str) -> Decimal:
        if not unit:
            return self.factor
        key = unit_key(unit)
        own = {unit_key(name): factor for name, factor in self.number.units.items()}
        if key in own:
            return own[key]
        if key not in KNOWN_UNITS:
            raise NoNumber(NO_NUMBER.given(text=text))
        if not own:
            raise NoNumber(NO_UNIT.given(text=text, unit=unit))
        raise NoNumber(OTHER_UNIT.given(text=text, unit=unit, units=", ".join(self.number.units)))

    def _size(self, text: str, digits: str, factor: Decimal) -> Decimal:
        """The number without its sign, as it is written."""
        if _SPACED.fullmatch(digits):
            plain = digits.replace(" ", "").replace(",", ".")
        elif _GROUPED.fullmatch(digits):
            plain = digits.replace(",", "").replace(".", "")
        elif _GROUPED_WITH_DECIMALS.fullmatch(digits):
            thousands = "." if digits.rindex(",") > digits.rindex(".") else ","
            plain = digits.replace(thousands, "").replace(",", ".")
        elif _SIMPLE.fullmatch(digits):
            self._refuse_two_meanings(text, digits, factor)
            plain = digits.replace(",", ".")
        else:
            raise NoNumber(NO_NUMBER.given(text=text))
        return self._fitting(text, Decimal(plain), factor)

    def _refuse_two_meanings(self, text: str, digits: str, factor: Decimal) -> None:
        found = _EITHER.fullmatch(digits)
        if found is None:
            return
        large, small = "".join(found.groups()), Decimal(digits.replace(",", "."))
        if "," in digits:
            # A decimal comma, unless the column has no such decimals.
            places = self._places(factor)
            clear = places is None or places >= len(found[2])
        else:
            most = self.number.most
            clear = self.points or (most is not None and Decimal(large) * factor > most)
        if not clear:
            written = format(small.normalize() + 0, "f").replace(".", ",")
            raise NoNumber(TWO_MEANINGS.given(text=text, large=large, small=written))

    def _places(self, factor: Decimal) -> int | None:
        """How many decimals a number may be written with: in metres there are three more than in millimetres."""
        return None if self.number.decimals is None else self.number.decimals + factor.adjusted()

    def _fitting(self, text: str, size: Decimal, factor: Decimal) -> Decimal:
        places = self._places(factor)
        exponent = size.normalize().as_tuple().exponent
        if places is not None and isinstance(exponent, int) and -exponent > max(places, 0):
            whole = self.number.decimals == 0
            raise NoNumber((NOT_WHOLE if whole else TOO_FINE).given(text=text, most=self.number.decimals))
        return size


def unit_key(unit: str) -> str:
    """A unit as it is compared: no case and accents, no dot at the end of its words."""
    plain = fold(unit).replace("²", "2").replace("³", "3")
    return " ".join(word.rstrip(".") for word in plain.split())


KNOWN_UNITS: Final = frozenset(unit_key(unit) for units in _QUANTITIES for unit in units)


def units_like(unit: str) -> Mapping[str, Decimal]:
    """The units of the same quantity, with their factors to this one; none for what is no unit."""
    key = unit_key(unit)
    for units in _QUANTITIES:
        for name, factor in units.items():
            if unit_key(name) == key:
                return {other: size / factor for other, size in units.items()}
    return {}
