"""JSON Schemas of custom field values."""

from collections.abc import Mapping
from typing import Any, Final

from bottega.platform.entities.effective_fields import FieldDefinition

Json = dict[str, Any]

_TYPES: Final[Mapping[str, Json]] = {
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "boolean": {"type": "boolean"},
    "relation": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    # Any way of writing one is taken; what is kept is E.164.
    "phone": {"type": "string", "format": "phone"},
}
_BOUNDS: Final = {"gte": "minimum", "gt": "exclusiveMinimum", "lte": "maximum", "lt": "exclusiveMaximum"}
_NUMBERS: Final = frozenset({"integer", "float"})


def schema_of(one: FieldDefinition) -> Json:
    """The schema of a field's value; null clears a field that is not required."""
    value = _one(one)
    if one.multi or one.kind == "attachment":
        value = {"type": "array", "items": value}
    elif not required(one):
        value["type"] = [value["type"], "null"]
        if "enum" in value:
            value["enum"] = [*value["enum"], None]
    config = one.config
    described = {"title": one.label, "description": config.get("description")}
    value |= {name: text for name, text in described.items() if text}
    if config.get("defaultValue") is not None:
        value["default"] = config["defaultValue"]
    extra = {
        "x-kind": one.kind,
        "x-encrypted": one.sealed or None,
        "x-related-entity": config.get("relatedEntityId"),
        "x-dictionary": config.get("dictionaryId"),
        "x-options-url": config.get("optionsUrl"),
    }
    return value | {name: said for name, said in extra.items() if said is not None}


def _one(one: FieldDefinition) -> Json:
    found = dict(_TYPES.get(one.kind, {"type": "string"}))
    options = one.config.get("options")
    if one.kind == "select" and options and "optionsUrl" not in one.config:
        found["enum"] = [option["value"] for option in options]
    for rule in one.rules:
        name, param = rule["rule"], rule.get("param")
        if name in _BOUNDS and one.kind in _NUMBERS:
            found[_BOUNDS[name]] = float(param)  # pyright: ignore[reportArgumentType] - it was checked to be a number
        elif name == "regex" and found["type"] == "string":
            found["pattern"] = param
        elif name == "date" and found["type"] == "string":
            found.setdefault("format", "date")
    return found


def required(one: FieldDefinition) -> bool:
    """Whether a new record must say it."""
    ruled = any(rule["rule"] == "required" for rule in one.rules)
    return bool((one.config.get("required") or ruled) and one.config.get("defaultValue") is None)


def properties(known: Mapping[str, FieldDefinition], prefix: str) -> Json:
    """The schemas of all fields by the names they are sent under."""
    return {prefix + key: schema_of(one) for key, one in known.items()}


def required_names(known: Mapping[str, FieldDefinition], prefix: str) -> list[str]:
    """What a new record must hold."""
    return [prefix + key for key, one in known.items() if required(one)]
