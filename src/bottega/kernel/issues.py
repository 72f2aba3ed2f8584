"""Validation failures as clients know them: one issue a wrong field, in the caller's language.

The codes and the English wording are those of the reference's validation layer (``invalid_type``, ``too_small``, …).
"""

from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bottega.kernel.i18n import T

_EXPECTED: Final = {
    "string_type": "string", "int_type": "number", "int_parsing": "number", "int_from_float": "integer",
    "float_type": "number", "float_parsing": "number", "decimal_type": "number", "decimal_parsing": "number",
    "bool_type": "boolean", "bool_parsing": "boolean", "list_type": "array", "dict_type": "object",
    "model_type": "object", "model_attributes_type": "object", "date_type": "date", "datetime_type": "date",
    "uuid_type": "string", "finite_number": "number", "set_type": "array", "tuple_type": "array",
}  # fmt: skip
_TOO_SMALL: Final = ("greater_than", "greater_than_equal", "string_too_short", "too_short")
_TOO_BIG: Final = (
    "less_than", "less_than_equal", "string_too_long", "too_long",
    "decimal_max_digits", "decimal_max_places", "decimal_whole_digits",
)  # fmt: skip
_FORMATS: Final = {
    "uuid_parsing": "UUID", "uuid_version": "UUID", "email": "email address", "url_parsing": "URL",
    "date_parsing": "date", "date_from_datetime_parsing": "date", "datetime_parsing": "date",
    "datetime_from_date_parsing": "date",
    "string_pattern_mismatch": "format", "string_unicode": "text",
}  # fmt: skip

_TYPE = T(
    en="Invalid input: expected {expected}, received {received}",
    pl="Nieprawidłowa wartość: oczekiwano {expected}, otrzymano {received}",
)
_FORMAT = T(en="Invalid {format}", pl="Nieprawidłowy format: {format}")
_VALUE = T(
    en="Invalid option: expected one of {options}", pl="Niedozwolona wartość: oczekiwano jednej z {options}"
)
_SMALL = T(en="Too small: expected {bound}", pl="Za mało: oczekiwano {bound}")
_BIG = T(en="Too big: expected {bound}", pl="Za dużo: oczekiwano {bound}")
_OTHER = T(en="Invalid value", pl="Nieprawidłowa wartość")
UNSTORABLE = T(
    en="Text contains characters that cannot be stored", pl="Tekst zawiera znaki, których nie można zapisać"
)


def describe(error: ValidationError, locale: str) -> list[dict[str, Any]]:
    """Every issue of a failed validation."""
    return [_issue(detail, locale) for detail in error.errors(include_url=False)]


def _issue(detail: ErrorDetails, locale: str) -> dict[str, Any]:
    kind, context = detail["type"], detail.get("ctx", {})
    path = [part for part in detail["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
    if kind == "missing":
        return _typed(path, "value", "undefined", locale)
    if kind in _EXPECTED:
        return _typed(path, _EXPECTED[kind], received(detail["input"]), locale)
    if kind in _TOO_SMALL:
        return {"code": "too_small", "path": path, "message": _SMALL(locale, bound=_bound(context, ">"))}
    if kind in _TOO_BIG:
        return {"code": "too_big", "path": path, "message": _BIG(locale, bound=_bound(context, "<"))}
    if kind in _FORMATS:
        what = _FORMATS[kind]
        return {
            "code": "invalid_format",
            "format": what,
            "path": path,
            "message": _FORMAT(locale, format=what),
        }
    if kind in ("enum", "literal_error"):
        options = context.get("expected", "")
        return {"code": "invalid_value", "path": path, "message": _VALUE(locale, options=options)}
    message = context.get("text")
    return {
        "code": context.get("code", "custom"),
        "path": path,
        "message": message(locale) if isinstance(message, T) else _OTHER(locale),
    }


def _typed(path: list[Any], expected: str, got: str, locale: str) -> dict[str, Any]:
    message = _TYPE(locale, expected=expected, received=got)
    return {"code": "invalid_type", "expected": expected, "path": path, "message": message}


def received(value: Any) -> str:
    """The JSON type of what was sent."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _bound(context: dict[str, Any], sign: str) -> str:
    for key, mark in (
        ("gt", ">"), ("ge", ">="), ("lt", "<"), ("le", "<="), ("min_length", ">="), ("max_length", "<="),
        ("decimal_places", "<="), ("max_digits", "<="), ("whole_digits", "<="),
    ):  # fmt: skip
        if key in context:
            unit = {"min_length": " characters", "max_length": " characters", "decimal_places": " decimals",
                    "max_digits": " digits", "whole_digits": " digits"}.get(key, "")  # fmt: skip
            return f"{mark}{context[key]}{unit}"
    return sign
