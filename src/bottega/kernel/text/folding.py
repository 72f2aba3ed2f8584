"""Text folding for search and sorting, identical in Python and PostgreSQL.

``fold`` makes "Łódź" findable as "lodz"; ``sort_key`` puts Polish letters where a Polish reader looks for them,
on any PostgreSQL, whatever collations it was built with.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any, Final, cast

_FOLDED: Final = {
    "a": "ąàáâãäåāăæ",
    "c": "ćçč",
    "d": "ďđ",
    "e": "ęèéêëēėě",
    "g": "ğ",
    "i": "îíïìīį",
    "l": "łĺľ",
    "n": "ńňñ",
    "o": "óôöòõøōőœ",
    "r": "ŕř",
    "s": "śšßş",
    "t": "ťţ",
    "u": "ûüùúūůűų",
    "y": "ÿý",
    "z": "źżž",
}
_ACCENTED: Final = "".join(_FOLDED.values())
_PLAIN: Final = "".join(plain * len(accented) for plain, accented in _FOLDED.items())
_ALPHABET: Final = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
# Private-use code points: they sort after digits and punctuation, and in this order.
_ORDER: Final = "".join(chr(0xE000 + i) for i in range(len(_ALPHABET)))
_FOLDING: Final = str.maketrans(_ACCENTED, _PLAIN)
_SORTING: Final = str.maketrans(_ALPHABET, _ORDER)

# Between words, as a regular expression of Python and of PostgreSQL: blanks, ASCII punctuation, quotes and dashes.
WORD_BREAKS: Final = r"[\s!-/:-@\[-`{-~\u00ab\u00bb\u00b7\u2010-\u201f\u2026]+"
# Lexemes have a longest length in PostgreSQL; nobody types a longer word.
LONGEST_WORD: Final = 60
GRAM = 3
_PADDING: Final = " " * (GRAM - 1)


def composed(text: str) -> str:
    """A text whose letters are one character each where they can be (NFC): macOS writes "ó" as "o" and an accent."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def all_composed(value: Any) -> Any:
    """Every text of JSON ``composed``, except passwords: a hash knows only the letters that were typed.

    What is neither a text nor made of texts, such as a file, comes back as it is.
    """
    return value if _is_ascii(value) else _composed_parts(value)


def _is_ascii(value: Any) -> bool:
    """Whether there is nothing to compose, as in most of what is sent: a fifth of the time of making it anew."""
    if isinstance(value, str):
        return value.isascii()
    if isinstance(value, dict):
        for name, item in cast("dict[str, Any]", value).items():
            if not (name.isascii() and _is_ascii(item)):
                return False
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            if not _is_ascii(item):
                return False
    return True


def _composed_parts(value: Any) -> Any:
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, dict):
        return {
            composed(name): item if "password" in name.lower() else _composed_parts(item)
            for name, item in cast("dict[str, Any]", value).items()
        }
    if isinstance(value, list):
        return [_composed_parts(item) for item in cast("list[Any]", value)]
    return value


def fold(text: str) -> str:
    """Lower case without diacritics, as the SQL function ``fold`` does it."""
    return composed(text).lower().translate(_FOLDING)


def spellings(letter: str) -> str:
    """Every letter that folds to the same one, large and small."""
    plain = fold(letter)
    alike = plain + _FOLDED.get(plain, "")
    return "".join(dict.fromkeys(alike + alike.upper().replace("SS", "")))


def sort_key(text: str) -> str:
    """What a text sorts by, as the SQL function ``sort_key`` does it."""
    return text.lower().translate(_SORTING)


def grams(text: str) -> set[str]:
    """Every run of three characters of each word, the word's end padded so that short endings are found too."""
    found: set[str] = set()
    for word in fold(text).split():
        padded = word + _PADDING
        found.update(padded[i : i + GRAM] for i in range(len(word)))
    return found


def required_grams(term: str) -> list[str]:
    """The grams that a text containing a folded term must have; empty for terms shorter than a gram."""
    return [term[i : i + GRAM] for i in range(len(term) - GRAM + 1)]


SQL_FUNCTIONS: Final = f"""
CREATE OR REPLACE FUNCTION fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(lower(normalize($1, NFC)), '{_ACCENTED}', '{_PLAIN}');

CREATE OR REPLACE FUNCTION sort_key(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(lower($1), '{_ALPHABET}', '{_ORDER}');

CREATE OR REPLACE FUNCTION grams(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
    SELECT substr(spread, start, {GRAM})
    FROM (SELECT replace(translate(words, E'\\t\\n\\r', '   '), ' ', '{_PADDING}') || '{_PADDING}' AS spread) AS padded,
         generate_series(1, length(spread) - {GRAM - 1}) AS start
    WHERE substr(spread, start, 1) <> ' '
);

CREATE OR REPLACE FUNCTION lexemes(words text, tenant uuid) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN array_to_tsvector(ARRAY(
    SELECT left(word, {LONGEST_WORD}) FROM regexp_split_to_table(words, '{WORD_BREAKS}') AS word WHERE word <> ''
) || md5(tenant::text));
"""


def like(term: str) -> str:
    """A LIKE pattern for "contains", with the caller's wildcards made harmless."""
    escaped = term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def names(values: Iterable[object]) -> str:
    """A list for a sentence: ``"x", "y"``."""
    return ", ".join(f'"{value}"' for value in values)
