"""Example values in the OpenAPI document, generated from schemas.

The typical values are those of the published reference, bent to fit the field's limits.
"""

from collections.abc import Callable
from typing import Any, Final, cast

Json = dict[str, Any]
Resolve = Callable[[Json], Json]

_FORMATS: Final = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "email": "user@example.com",
    "uri": "https://example.com/resource",
    "date-time": "2025-01-01T00:00:00.000Z",
    "date": "2025-01-01",
    "time": "08:00:00",
    "password": "string",
    "binary": "string",
}


def example_of(schema: Json, resolve: Resolve, seen: tuple[str, ...] = ()) -> Any:
    """A value that fits a schema; recursion stops at the first repetition."""
    name = schema.get("$ref")
    if name is not None:
        return {} if name in seen else example_of(resolve(schema), resolve, (*seen, name))
    for key in ("examples", "enum"):
        if key in schema:
            return schema[key][0]
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if nullable(schema):
        return None
    alternatives = cast("list[Json]", schema.get("anyOf") or schema.get("oneOf") or [])
    if alternatives:
        return example_of({**_shared(schema), **alternatives[0]}, resolve, seen)
    return _typical(schema, resolve, seen)


def _typical(schema: Json, resolve: Resolve, seen: tuple[str, ...]) -> Any:
    kind = schema.get("type")
    match cast("list[str]", kind)[0] if isinstance(kind, list) else kind:
        case "object":
            return _object(schema, resolve, seen)
        case "array":
            item: Json = schema.get("items", {})
            return [] if item.get("$ref") in seen else [example_of(item, resolve, seen)]
        case "boolean":
            return True
        case "integer" | "number":
            return _number(schema)
        case "string":
            return _text(schema)
        case _:
            return None


def _shared(schema: Json) -> Json:
    """The limits that stand beside the alternatives and hold for each of them."""
    return {key: value for key, value in schema.items() if key not in ("anyOf", "oneOf", "description")}


def _object(schema: Json, resolve: Resolve, seen: tuple[str, ...]) -> Any:
    properties: dict[str, Json] = schema.get("properties", {})
    required: list[str] = schema.get("required", [])
    if not properties and isinstance(schema.get("additionalProperties"), dict):
        return {"key": example_of(schema["additionalProperties"], resolve, seen)}
    found: Json = {}
    for name, field in properties.items():
        if name in required or "default" in field or nullable(field):
            found[name] = example_of(field, resolve, seen)
    return found


def nullable(schema: Json) -> bool:
    """Whether null is among what a schema allows."""
    return {"type": "null"} in schema.get("anyOf", [])


def _number(schema: Json) -> Any:
    """1, or the nearest value within the limits."""
    lowest = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1 if "exclusiveMinimum" in schema else 1)
    highest = schema.get("maximum", schema.get("exclusiveMaximum", 2) - 1 if "exclusiveMaximum" in schema else 1)
    return min(max(1, lowest), max(highest, lowest))


def _text(schema: Json) -> str:
    typical = _FORMATS.get(schema.get("format", ""), "string")
    longest: int = schema.get("maxLength", len(typical))
    return typical[:longest].ljust(schema.get("minLength", 0), "x")
