"""Variables of texts: stored as JSON that keeps what they are, and written in the reader's language when shown."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, cast

from bottega.kernel.i18n import LOCALES, T
from bottega.kernel.local_time import LOCAL_ZONE

_ALONE: Final = T(en="{value}", pl="{value}")


def stored(variables: Mapping[str, object]) -> dict[str, Any]:
    """Variables as JSON.

    Raises:
        TypeError: One is neither text, whole number, exact number, day, moment nor a translated text.
    """
    return {name: _stored(value) for name, value in variables.items()}


def _stored(value: object) -> Any:
    match value:
        case str():
            return value
        case bool():
            message = "say it in words: people read it"
            raise TypeError(message)
        case int():
            return str(value)
        case Decimal():
            return {"number": str(value)}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case T():
            return {"text": {each: value(each) for each in LOCALES if getattr(value, each)}}
        case _:
            message = f"{type(value).__name__} is no variable of a text"
            raise TypeError(message)


def opened(variables: Mapping[str, Any] | None) -> dict[str, object]:
    """Variables as they were before they were stored."""
    return {name: _opened(value) for name, value in (variables or {}).items()}


def _opened(value: Any) -> object:
    match value:
        case {"number": str(digits)}:
            return Decimal(digits)
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment).astimezone(LOCAL_ZONE)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"text": dict()}:
            return T(**cast("dict[str, Any]", value["text"]))
        case _:
            return value


def written(variables: Mapping[str, Any] | None, locale: str) -> dict[str, str] | None:
    """Variables as a reader reads them."""
    if variables is None:
        return None
    return {name: _ALONE(locale, value=value) for name, value in opened(variables).items()}
