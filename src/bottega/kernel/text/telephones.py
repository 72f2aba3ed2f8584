"""Telephone numbers that exist: however one is written, as ITU-T E.164 has it."""

import re
from typing import Final

from bottega.kernel.text.polish import COUNTRY

# Longer texts are not looked through for numbers.
LONGEST_TEXT: Final = 100
# Zero before an area code, as it is written for callers from the same country.
TRUNK: Final = re.compile(r"\(0\)")
# What may stand within one number. Letters, commas and slashes part it from an extension, or from another number.
ONE_NUMBER: Final = re.compile(r"[0-9+().\s\u2010-\u2015\u2212-]+")
_NOT_A_DIGIT: Final = re.compile(r"[^0-9]")


def digits_of(text: str) -> str:
    """The digits of a number as it was written."""
    return _NOT_A_DIGIT.sub("", text)


def existing(piece: str) -> str | None:
    """A number that exists, with its country code: ``+48600100200``; None for what is none, or not one alone."""
    import phonenumbers  # noqa: PLC0415 - its tables take a fifth of a second, which no start should wait for

    digits = digits_of(piece)
    international = piece.lstrip(" (.").startswith("+") or digits.startswith("00")
    candidates = [f"+{digits.removeprefix('00')}"] if international else [digits, f"+{digits}"]
    for candidate in candidates:
        try:
            number = phonenumbers.parse(candidate, COUNTRY)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return f"+{number.country_code}{phonenumbers.national_significant_number(number)}"
    return None


def e164(text: str) -> str | None:
    """The one number a text is, as E.164 has it; None for anything else, a number with an extension too."""
    bare = TRUNK.sub("", text).strip()
    if len(bare) > LONGEST_TEXT or not ONE_NUMBER.fullmatch(bare):
        return None
    return existing(bare)
