"""Identifiers of a data subject in free text: inflected names, and numbers in any spelling.

Each trace becomes a regular expression that Python and PostgreSQL read alike, letters as classes of all their
spellings, so that "Żółkiewska" is found in "p. Żółkiewskiej" and in "zolkiewskiej". A name is only a trace where it
says who is meant; who adds one knows whether others bear it.
"""

import re
from typing import Any, Final, cast

from bottega.kernel.text.folding import fold, spellings
from bottega.kernel.text.polish import CALLING_CODE, COUNTRY, ENDINGS, NATIONAL_DIGITS, SOFTENED, TITLES, stems

MARK: Final = "[dane usunięte]"
_BETWEEN: Final = r"[\s,;._-]{1,3}"
# With the blanks and dashes of typesetting, which are no space to every regular expression.
_BETWEEN_DIGITS: Final = "[\\s\u00a0\u202f./()\u2010-\u2015-]{0,2}"
_LETTERS: Final = "".join(spellings(letter) for letter in "abcdefghijklmnopqrstuvwxyz")
_START, _END = rf"(?<![0-9{_LETTERS}])", rf"(?![0-9{_LETTERS}])"
# Shorter ones are words: "Lis", "Dąb".
_SHORTEST_ALONE: Final = 5
_SHORTEST_NUMBER: Final = 7
# Words of a name that are looked for in each of their cases; every one costs some forty alternatives, and a pattern of
# a hundred thousand letters costs seconds each time it is compiled. Longer names are no names of people.
_MOST_DECLINED: Final = 4


class Traces:
    """By what somebody would be recognised in a text."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._parts: dict[str, None] = {}
        self._compiled: re.Pattern[str] | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._parts)

    def _add(self, part: str) -> None:
        self._parts[part] = None
        self._compiled = None

    def add_person(self, first: str, last: str) -> None:
        """First and last name beside each other, either first, in any case."""
        if first.strip() and last.strip():
            one, other = _name(first), _name(last)
            self._add(f"(?:{one}{_BETWEEN}{other}|{other}{_BETWEEN}{one})")

    def add_last_name(self, last: str) -> None:
        """A last name that nobody else bears: after "pan" or "pani", and alone if it is no short word."""
        if not last.strip():
            return
        name = _name(last)
        titles = "|".join(_spelled(title) for title in TITLES)
        self._add(rf"(?:{titles})\s{{0,2}}{name}")
        if len(last.strip()) >= _SHORTEST_ALONE:
            large = "".join(letter for letter in spellings(last.strip()[0]) if letter.isupper())
            self._add(f"(?=[{large}]){name}" if large else name)

    def add_words(self, text: str) -> None:
        """Words as they are, such as the name of a firm or an address; one word alone says nothing."""
        words = text.split()
        if len(words) > 1:
            self._add(r"\s{1,3}".join(_spelled(word) for word in words))

    def add_literal(self, text: str) -> None:
        """Something that means only them, such as an e-mail address."""
        if text.strip():
            self._add(_spelled(text.strip()))

    def add_number(self, number: str) -> None:
        """A tax or account number, however its digits are grouped, with or without the country before it."""
        digits = re.sub(r"\D", "", number)
        if len(digits) >= _SHORTEST_NUMBER:
            self._add(f"(?:{COUNTRY}{_BETWEEN_DIGITS})?" + _BETWEEN_DIGITS.join(digits))

    def add_phone(self, number: str) -> None:
        """A telephone number, however its digits are grouped, with or without the prefix of Poland."""
        digits = re.sub(r"\D", "", number).removeprefix("00")
        own = digits.removeprefix(CALLING_CODE) if len(digits) == len(CALLING_CODE) + NATIONAL_DIGITS else digits
        if len(own) >= _SHORTEST_NUMBER:
            self._add(rf"(?:(?:\+|00)?{CALLING_CODE}{_BETWEEN_DIGITS})?" + _BETWEEN_DIGITS.join(own))

    @property
    def pattern(self) -> str:
        """One regular expression, for Python and for PostgreSQL's ``~``."""
        longest_first = sorted(self._parts, key=len, reverse=True)
        return f"{_START}(?:{'|'.join(longest_first)}){_END}" if longest_first else "(?!)"

    def found_in(self, value: Any) -> bool:
        """Whether a text, or a text somewhere in JSON, has one of them."""
        return self.without(value) != value

    def without(self, value: Any) -> Any:
        """A text, or JSON, with ``MARK`` where they were."""
        if isinstance(value, str):
            self._compiled = self._compiled or re.compile(self.pattern)
            return self._compiled.sub(MARK, value)
        if isinstance(value, list):
            return [self.without(one) for one in cast("list[Any]", value)]
        if isinstance(value, dict):
            return {key: self.without(one) for key, one in cast("dict[str, Any]", value).items()}
        return value


def _spelled(text: str, last_as: str = "") -> str:
    """A text in any case and with or without diacritics; ``last_as`` are letters its last one may be."""
    letters = [*text[:-1], last_as or text[-1]] if text else []
    return "".join(
        f"[{''.join(spellings(one) for one in each)}]" if fold(each).isalpha() else re.escape(each) for each in letters
    )


def _name(name: str) -> str:
    """A name of several words, the first of them declined; those that follow may end as they like."""
    words = name.split()
    declined = [_declined(word) for word in words[:_MOST_DECLINED]]
    return _BETWEEN.join([*declined, *(f"{_spelled(stems(word)[0])}[{_LETTERS}]*" for word in words[_MOST_DECLINED:])])


def _declined(word: str) -> str:
    """A name in all its cases: "Ewa" and "Ewy", "Marek" and "Markowi", "Marta" and "Marcie"."""
    endings = "|".join(_spelled(ending) for ending in sorted(ENDINGS, key=len, reverse=True))
    said = "|".join(_spelled(one, SOFTENED.get(fold(one[-1]), "")) for one in stems(word))
    return f"(?:{said})(?:{endings})"
