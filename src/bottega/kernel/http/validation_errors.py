"""Validation errors in the API's format: one issue per field, in the caller's language.

The codes are those of the reference's validation layer (``invalid_type``, ``too_small``, …), and so is the beginning
of the English sentence about a value of another type (docs/decisions/0097). The sentences are in ``validation_texts``.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, cast

from pydantic import BaseModel, ValidationError
from pydantic.errors import PydanticInvalidForJsonSchema
from pydantic_core import ErrorDetails

from bottega.kernel import number_formats
from bottega.kernel.http import validation_texts as texts
from bottega.kernel.i18n import T

_COMMA: Final = re.compile(r"-?[0-9][0-9\s]{0,20},[0-9]{1,10}")
# Bounds that pydantic gives as Python writes them.
_DECIMAL: Final = re.compile(r"Decimal\('([^']+)'\)")
_DATE: Final = re.compile(r"datetime\.(?:date|datetime)\((\d+), (\d+), (\d+)(?:, [^)]*)?\)")
_MISSING: Final = frozenset(
    {"missing", "missing_argument", "missing_keyword_only_argument", "missing_positional_only_argument"}
)
_WHOLE: Final = frozenset({"int_type", "int_parsing", "int_parsing_size"})
# A value among those that pydantic lists: 'kuchnia', "it's" or 3.
_OPTION: Final = re.compile(r"'[^']*'|\"[^\"]*\"|[^\s,'\"]+")
Issue = dict[str, Any]


def describe(error: ValidationError, locale: str, model: type[BaseModel] | None = None) -> list[Issue]:
    """Every issue of a failed validation; the model tells what a missing field should hold, and how it is written."""
    return [_issue(detail, locale, model) for detail in error.errors(include_url=False)]


def _issue(detail: ErrorDetails, locale: str, model: type[BaseModel] | None) -> Issue:
    kind, context = detail["type"], detail.get("ctx", {})
    path = [part for part in detail["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
    said = context.get("text")
    if isinstance(said, T):
        # What a rule about several fields blames on one of them.
        path += [context["field"]] if "field" in context else []
        return {"code": context.get("code", "custom"), "path": path, "message": said(locale)}
    if kind in _MISSING:
        expected = _json_type(_schema_of(model, path))
        return _typed(path, expected, "undefined", texts.REQUIRED(locale), locale)
    if kind in texts.EXPECTED:
        expected, sent = texts.EXPECTED[kind], detail["input"]
        return _typed(path, expected, received(sent), _type_sentence(kind, expected, sent, locale), locale)
    code, message = _worded(kind, context, locale)
    issue: Issue = {"code": code, "path": path, "message": message}
    if kind in texts.FORMATS:
        issue["format"] = texts.FORMATS[kind]
        if detail["input"] == "":
            issue["message"] = texts.EMPTY(locale)
        elif kind == "string_pattern_mismatch" and (examples := _schema_of(model, path).get("examples")):
            issue["message"] = texts.LIKE(locale, example=examples[0])
    return issue


def _typed(path: list[Any], expected: str, got: str, sentence: str, locale: str) -> Issue:
    begins = "" if locale == "pl" else texts.REFERENCE.format(expected=expected, received=got)
    return {"code": "invalid_type", "expected": expected, "path": path, "message": begins + sentence}


def _type_sentence(kind: str, expected: str, sent: Any, locale: str) -> str:
    """What to send instead of a value of another type."""
    if sent is None or (sent == "" and expected != "string"):
        return texts.EMPTY(locale)
    if isinstance(sent, bool):
        return texts.TYPES[expected](locale)
    if expected == "number" and kind not in _WHOLE and isinstance(sent, str) and _COMMA.fullmatch(sent.strip()):
        return texts.COMMA(locale, number=re.sub(r"\s", "", sent).replace(",", "."))
    return texts.KINDS.get(kind, texts.TYPES[expected])(locale)


def _worded(kind: str, context: Mapping[str, Any], locale: str) -> tuple[str, str]:
    """The code and the sentence of a value that has the right type."""
    for code, bounds in (("too_small", texts.TOO_SMALL), ("too_big", texts.TOO_BIG)):
        if kind in bounds:
            return code, _bounded(kind, bounds[kind], context, locale)
    if kind in ("enum", "literal_error"):
        return "invalid_value", texts.CHOICE(locale, options=_options(context, locale))
    if kind == "multiple_of":
        return "not_multiple_of", _bounded(kind, (texts.MULTIPLE, kind, None), context, locale)
    if kind in ("extra_forbidden", "unexpected_keyword_argument", "no_such_attribute"):
        return "unrecognized_keys", texts.UNKNOWN_FIELD(locale)
    code = "invalid_format" if kind in texts.FORMATS else "invalid_value" if kind in texts.VALUES else "custom"
    return code, texts.KINDS.get(kind, texts.OTHER)(locale)


def _bounded(kind: str, wording: texts.Wording, context: Mapping[str, Any], locale: str) -> str:
    sentence, name, noun = wording
    bound = context[name]
    if kind in ("string_too_short", "too_short") and bound == 1:
        return (texts.EMPTY if kind == "string_too_short" else texts.NOT_EMPTY_LIST)(locale)
    if noun is not None:
        return sentence(locale, bound=noun(bound, locale))
    match _read(bound):
        case None:
            return texts.OTHER(locale)
        case date() as known:
            return texts.DAYS[kind](locale, bound=number_formats.day(known, locale))
        case known:
            return sentence(locale, bound=number_formats.number(known, locale))


def _read(bound: Any) -> Decimal | float | date | None:
    """A bound, which pydantic gives as the text of a Python expression unless it is a plain number."""
    if not isinstance(bound, str):
        return bound
    if found := _DATE.fullmatch(bound):
        return date(*(int(part) for part in found.groups()))
    found = _DECIMAL.fullmatch(bound)
    return Decimal(found[1]) if found else None


def _options(context: Mapping[str, Any], locale: str) -> str:
    """The values that pydantic lists as Python, with commas and an “or” before the last."""
    found = [text.strip("'\"") for text in _OPTION.findall(context.get("expected", "")) if text != "or"]
    return number_formats.choices(found, locale)


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


@lru_cache(maxsize=1024)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    try:
        return model.model_json_schema()
    except PydanticInvalidForJsonSchema:
        return {}


def _schema_of(model: type[BaseModel] | None, path: list[Any]) -> dict[str, Any]:
    """What the JSON schema of a model says about a field; nothing where the path leads out of it."""
    whole = _schema(model) if model else {}
    node = whole
    for part in path:
        node = _plain(node, whole)
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
    return {**_plain(node, whole), **{name: node[name] for name in ("examples",) if name in node}}


def _plain(node: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """A schema without its references, and without the null that may stand instead."""
    while True:
        if "$ref" in node:
            node = whole.get("$defs", {}).get(node["$ref"].rpartition("/")[2], {})
        elif "anyOf" in node:
            node = next(one for one in cast("list[dict[str, Any]]", node["anyOf"]) if one.get("type") != "null")
        else:
            return node


def _json_type(schema: Mapping[str, Any]) -> str:
    """The reference's name of a type; “value” where it can be any."""
    found: str = schema.get("type") or ("string" if "enum" in schema or "const" in schema else "value")
    return "number" if found == "integer" else found
