"""Telephone numbers: however one is written, the same number has the same digits."""

import re
from typing import Final

# A number without a country code is dialled from here.
HOME: Final = "PL"
_NOT_A_DIGIT: Final = re.compile(r"\D")


def digits_of(text: str) -> str:
    """The digits of a number as it was written."""
    return _NOT_A_DIGIT.sub("", text)


def same_number(text: str) -> str:
    """The digits a number has in every notation: with the country code, where it is a number that exists.

    "600 100 200", "+48 600-100-200" and "0048600100200" give the same; what is no such number keeps its own digits.
    """
    import phonenumbers  # noqa: PLC0415 - its tables take a fifth of a second, which no start should wait for

    digits = digits_of(text)
    written = text.strip()
    international = written.startswith("+") or digits.startswith("00")
    candidates = [f"+{digits.removeprefix('00')}"] if international else [digits, f"+{digits}"]
    for candidate in candidates:
        try:
            number = phonenumbers.parse(candidate, HOME)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return f"{number.country_code}{phonenumbers.national_significant_number(number)}"
    return digits
