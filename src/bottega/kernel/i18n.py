"""Translated texts (``T``) and the choice of the caller's language.

A text is a ``T``. English and Polish are mandatory; Spanish and German fall back to English. Texts may hold
``{name}`` placeholders, filled when the text is rendered for a locale; what fills one is written as that language
writes it: another text, a day or moment, a decimal number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from bottega.kernel.number_formats import day, number

LOCALES: Final = ("en", "pl", "es", "de")
DEFAULT_LOCALE: Final = "en"
# No text lacks these.
_COMPLETE: Final = ("en", "pl")


@dataclass(frozen=True, slots=True)
class T:
    """A text in several languages; ``T(en=…, pl=…)("pl", name="x")`` renders it."""

    en: str
    pl: str
    es: str | None = None
    de: str | None = None
    params: Mapping[str, object] = field(default_factory=dict[str, object], hash=False)

    def __call__(self, locale: str, **params: object) -> str:
        """Render in a locale, falling back to English."""
        text: str = getattr(self, locale, None) or self.en
        if not (self.params or params):
            return text
        values = {name: _written(value, locale) for name, value in {**self.params, **params}.items()}
        return text.format_map(values)

    def given(self, **params: object) -> "T":
        """Bind values for the placeholders now, and choose the language later."""
        return T(self.en, self.pl, self.es, self.de, {**self.params, **params})


def _written(value: object, locale: str) -> object:
    match value:
        case T():
            return value(locale)
        case date():
            return day(value, locale)
        case Decimal():
            return number(value, locale)
        case _:
            return value


def complete(locale: str) -> str:
    """A locale that every text is there in: for what is made once a language and kept."""
    return locale if locale in _COMPLETE else DEFAULT_LOCALE


def negotiate(cookie: str | None, accept_language: str | None) -> str:
    """Language of a request: the cookie, else the first supported locale that Accept-Language names, else English.

    The order is that of ``LOCALES``, not of the header's weights.
    """
    if cookie in LOCALES:
        return cookie
    if accept_language:
        wanted = {part.split(";")[0].strip().split("-")[0].lower() for part in accept_language[:1000].split(",")}
        for locale in LOCALES:
            if locale in wanted:
                return locale
    return DEFAULT_LOCALE
