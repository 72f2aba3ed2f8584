"""Polish in rules: inflection of names, forms of address, and how numbers of the country begin."""

from typing import Final

from bottega.kernel.text.folding import fold

# Endings of Polish nouns and adjectives, and what the last consonant may become before them.
ENDINGS: Final = (
    "",
    "a",
    "ą",
    "e",
    "ę",
    "i",
    "o",
    "u",
    "y",
    "em",
    "ie",
    "im",
    "ym",
    "om",
    "ej",
    "ze",
    "zie",
    "iem",
    "iej",
    "owi",
    "owie",
    "ego",
    "emu",
    "ich",
    "ych",
    "ach",
    "ami",
    "imi",
    "ymi",
    "iego",
    "iemu",
    "iom",
    "iach",
    "ów",
    "owa",
    "ową",
    "owej",
)
SOFTENED: Final = {"t": "tc", "k": "kc", "g": "gd"}
_VOWELS: Final = "aeiouy"
# Who is called by the last name alone: "p. Nowak", "pani Nowak", "państwo Nowakowie".
TITLES: Final = ("p.", "pan", "pana", "panu", "panem", "pani", "panią", "państwo", "państwa", "państwu")
# Where a number without a country code is dialled from, and what stands before a tax or account number.
COUNTRY: Final = "PL"
# Before a telephone number of so many digits.
CALLING_CODE: Final = "48"
NATIONAL_DIGITS: Final = 9
_SHORTEST_STEM: Final = 2


def stems(word: str) -> list[str]:
    """What stays of a word in most cases: all but its last vowel; then, where an "e" is dropped, the word without it.

    "Ewa" gives "Ew", "Marek" gives "Marek" and "Mark".
    """
    stem = word[:-1] if len(word) > _SHORTEST_STEM and fold(word[-1]) in _VOWELS else word
    if len(stem) > _SHORTEST_STEM + 1 and fold(stem[-2]) == "e" and fold(stem[-1]) not in _VOWELS:
        return [stem, stem[:-2] + stem[-1]]
    return [stem]
