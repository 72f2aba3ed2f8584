"""Values made from a schema: good ones that differ from row to row, and bad ones of every kind a client could send."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

Json = dict[str, Any]
Resolve = Callable[[Json], Json]

NUL = "a\x00b"
LONE_SURROGATE = "a\ud800b"
# Longer than anything a form would ask for, and shorter than the largest body.
ENDLESS = "x" * 300_000


def alternatives(schema: Json, resolve: Resolve) -> list[Json]:
    """The plain schemas a value may satisfy, limits that stand beside them included."""
    schema = resolve(schema)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if not choices:
        return [schema]
    shared = {key: value for key, value in schema.items() if key not in ("anyOf", "oneOf", "default")}
    return [{**shared, **found} for choice in choices for found in alternatives(choice, resolve)]


def good(schema: Json, n: int, resolve: Resolve) -> Any:
    """A value that fits, another one for every ``n`` where the limits allow."""
    schema = next(one for one in alternatives(schema, resolve) if one.get("type") != "null")
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][n % len(schema["enum"])]
    match schema.get("type"):
        case "string":
            return _text(schema, n)
        case "integer" | "number":
            return _number(schema, n)
        case "boolean":
            return n % 2 == 1
        case "array":
            return [good(schema.get("items", {}), n + i, resolve) for i in range(schema.get("minItems", 1))]
        case "object":
            properties: dict[str, Json] = schema.get("properties", {})
            return {name: good(properties[name], n, resolve) for name in schema.get("required", [])}
        case _:
            return f"sample {n}"


def _text(schema: Json, n: int) -> str:
    by_format = {
        "uuid": str(uuid4()),
        "email": f"person{n}@example.com",
        "uri": f"https://example.com/{n}",
        "date": f"2024-02-{n % 28 + 1:02}",
        "date-time": f"2024-02-{n % 28 + 1:02}T08:00:00.000Z",
        "time": f"{n % 24:02}:00:00",
        "password": f"Correct-Horse-{n}",
    }
    if schema.get("format") in by_format:
        return by_format[schema["format"]]
    longest = schema.get("maxLength", 40)
    text = f"sample {n}" if longest >= 12 else str(n)
    return text.ljust(schema.get("minLength", 0), "x")


def _number(schema: Json, n: int) -> Any:
    lowest = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1 if "exclusiveMinimum" in schema else 1)
    whole = lowest + n if lowest == int(lowest) else int(lowest) + 1 + n
    return int(min(whole, schema.get("maximum", whole)))


def bad(schema: Json, resolve: Resolve) -> Iterator[Any]:
    """Values that do not fit, whatever else the field means."""
    choices = alternatives(schema, resolve)
    if not all(_kinds(one) for one in choices):
        return
    kinds = {kind for one in choices for kind in _kinds(one)}
    misfits: dict[str, Any] = {"null": None, "object": {"un": "expected"}, "array": ["unexpected"]}
    yield from (value for kind, value in misfits.items() if kind not in kinds)
    kinds -= {"null"}
    numeric = bool(kinds & {"integer", "number"})
    for one in choices:
        match one.get("type"):
            case "integer" | "number":
                yield from _bad_numbers(one)
            case "string" if not numeric:
                yield from (5, *_bad_texts(one))
            case "array" if kinds == {"array"}:
                yield "unexpected"
                yield [good(one.get("items", {}), 1, resolve)] * (one.get("maxItems", 20_000) + 1)
            case "boolean" if kinds == {"boolean"}:
                yield from ("perhaps", 7)
            case _:
                pass


def _kinds(schema: Json) -> set[str]:
    kind = schema.get("type")
    if kind is None:
        return {"string"} if "enum" in schema else set()
    return set(kind) if isinstance(kind, list) else {kind}


def _bad_texts(schema: Json) -> Iterator[Any]:
    yield from (NUL, LONE_SURROGATE)
    if "enum" in schema or "const" in schema:
        yield "no such option"
    elif schema.get("format") in ("uuid", "email", "uri", "date", "date-time", "time"):
        yield from ("nonsense", "2024-02-30")
    else:
        yield "x" * (schema["maxLength"] + 1) if "maxLength" in schema else ENDLESS
        if schema.get("minLength", 0) > 0:
            yield "x" * (schema["minLength"] - 1)


def _bad_numbers(schema: Json) -> Iterator[Any]:
    yield from ("many", "NaN", "Infinity", True, 10**30, -(10**30))
    if "minimum" in schema:
        yield schema["minimum"] - 1
    if "maximum" in schema:
        yield schema["maximum"] + 1
    if schema["type"] == "integer":
        yield 1.5
    if "x-decimal-places" in schema:
        yield f"1.{'0' * schema['x-decimal-places']}1"
