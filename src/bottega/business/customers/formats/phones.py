"""Normalization of telephone numbers; a text may contain several.

Written by people: "+48 600-123-777", "tel. 600.123.777", "22 555 10 21 wew. 12", "600 111 222 / 600 111 223".
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bottega.kernel.text.telephones import LONGEST_TEXT, ONE_NUMBER, TRUNK, digits_of, existing

# The country code of numbers that are written without one, and the digits of such a number.
HOME_CODE: Final = "48"
LONGEST_NATIONAL: Final = 9
# Fewer digits are an extension, or a slip.
SHORTEST_NUMBER: Final = 7


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, each once: with the country code where it exists, else its own digits, seven at least.

    "600 100 200", "+48 600-100-200" and "0048600100200" give the same. Extensions are left out: whoever calls from one
    shows the number without it.
    """
    if len(text) > LONGEST_TEXT:
        return []
    found: dict[str, None] = {}
    for piece in ONE_NUMBER.findall(TRUNK.sub("", text)):
        found |= dict.fromkeys(_numbers(piece))
    return list(found)


def digit_runs(text: str) -> list[str]:
    """The digits of each number of a text as they were written: what a part of a number is looked for in."""
    if len(text) > LONGEST_TEXT:
        return []
    return [digits for piece in ONE_NUMBER.findall(TRUNK.sub("", text)) if (digits := digits_of(piece))]


def national(number: str) -> str:
    """A number of ``numbers_in`` without the country code of home, which not everybody writes."""
    return number.removeprefix(HOME_CODE) if len(number) > LONGEST_NATIONAL else number


def _numbers(piece: str) -> Sequence[str]:
    digits = digits_of(piece)
    if len(digits) < SHORTEST_NUMBER:
        return ()
    whole = existing(piece)
    return [digits_of(whole)] if whole else _side_by_side(piece) or [digits]


def _side_by_side(piece: str) -> list[str]:
    """Two numbers with nothing but a blank between them."""
    words = piece.split()
    for place, _ in enumerate(pairwise(words), 1):
        halves = [" ".join(words[:place]), " ".join(words[place:])]
        numbers = [existing(half) for half in halves]
        if all(numbers):
            return [digits_of(number) for number in numbers if number]
    return []


def same_number(text: str) -> str:
    """What a text is looked up by: its first number, or its digits if there is none."""
    return next(iter(numbers_in(text)), digits_of(text))


def other_number(text: str) -> str | None:
    """The second number of a text, if it holds several."""
    return next(iter(numbers_in(text)[1:]), None)
