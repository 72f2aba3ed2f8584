"""JSON schemas of models, collected under ``components`` with short names."""

import re
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, JsonSchemaWarningKind
from pydantic_core import core_schema

from bottega.kernel.http.requests import Upload
from bottega.kernel.http.responses import Reply

Json = dict[str, Any]
Mode = Literal["validation", "serialization"]
Wanted = tuple[str, Mode, Any]

_REF: Final = "#/components/schemas/"
# What Pydantic leaves in its own words when a constraint stands behind a validator of ours.
_BOUNDS: Final = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_OTHER_BOUNDS: Final = {"decimal_places": "x-decimal-places", "max_digits": "x-max-digits"}


@dataclass(frozen=True)
class Schemas:
    """The schema of each thing that was asked for, by key, and the components they refer to."""

    by_key: Mapping[str, Json]
    components: Mapping[str, Json]

    def resolve(self, schema: Json) -> Json:
        """The schema itself, where a reference stands."""
        while "$ref" in schema:
            schema = self.components[schema["$ref"].removeprefix(_REF)]
        return schema


class _Generator(GenerateJsonSchema):
    def emit_warning(self, kind: JsonSchemaWarningKind, detail: str) -> None:
        """Validators of ours and defaults made anew each time are not said in JSON Schema, and that is fine."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """A title that repeats the name says nothing."""
        del schema
        return False

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        """An uploaded file is bytes."""
        if schema["cls"] is Upload:
            return {"type": "string", "format": "binary"}
        return super().dataclass_schema(schema)

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        """Likewise where the file is only recognised, not built."""
        if schema["cls"] is Upload:
            return {"type": "string", "format": "binary"}
        return super().is_instance_schema(schema)


def describable(annotation: Any) -> Any:
    """What of a return annotation can be described: replies are not values, and nothing is None."""
    if annotation in (None, types.NoneType, Reply):
        return None
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        left = [part for part in typing.get_args(annotation) if part is not Reply]
        return typing.Union[tuple(left)] if left else None  # noqa: UP007 - the members are known at run time only
    return annotation


def collect(wanted: Iterable[Wanted]) -> Schemas:
    """Describe every annotation; what several of them share becomes a component."""
    adapters: dict[int, TypeAdapter[Any]] = {}
    asked: list[tuple[str, Mode, TypeAdapter[Any]]] = []
    for key, mode, annotation in wanted:
        adapter = adapters.get(id(annotation))
        if adapter is None:
            adapter = adapters[id(annotation)] = TypeAdapter(annotation)
        asked.append((key, mode, adapter))
    found, definitions = TypeAdapter.json_schemas(
        asked, by_alias=True, ref_template=_REF + "{model}", schema_generator=_Generator
    )
    components: dict[str, Json] = definitions.get("$defs", {})
    names = _short_names(list(components))
    by_key = {key: _tidy(schema, names) for (key, _mode), schema in found.items()}
    return Schemas(by_key, {names[name]: _named(_tidy(schema, names)) for name, schema in components.items()})


def _short_names(names: Sequence[str]) -> dict[str, str]:
    """Names for people: a model whose name is not its own gets that of its module in front."""
    short: dict[str, str] = {}
    taken = {name for name in names if "__" not in name}
    for name in names:
        chosen = name if name in taken else _qualified(name)
        number = 2
        while chosen in taken and name not in taken:
            chosen = f"{_qualified(name)}{number}"
            number += 1
        taken.add(chosen)
        short[name] = chosen
    return short


def _qualified(name: str) -> str:
    parts = [part for part in re.sub(r"__\d+$", "", name).split("__") if part]
    module = next((m for p, m in pairwise(parts) if p in ("platform", "business")), "")
    return f"{module.title().replace('_', '')}{parts[-1]}"


def _named(schema: Json) -> Json:
    schema.pop("title", None)
    return schema


def _tidy(node: Any, names: Mapping[str, str]) -> Any:
    """The same schema in the words of JSON Schema, referring to components by their short names."""
    if isinstance(node, list):
        return [_tidy(item, names) for item in typing.cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    tidy: Json = {}
    for key, value in typing.cast("Json", node).items():
        if key == "$ref":
            tidy[key] = _REF + names[value.removeprefix(_REF)]
        elif key in _BOUNDS and not isinstance(value, dict):
            bound = _number(value)
            tidy[_BOUNDS[key] if bound is not None else f"x-{_BOUNDS[key]}"] = value if bound is None else bound
        elif key in _OTHER_BOUNDS and not isinstance(value, dict):
            tidy[_OTHER_BOUNDS[key]] = value
        elif key in ("properties", "patternProperties"):
            tidy[key] = _tidy_each(typing.cast("Json", value), names)
        elif key in ("default", "const", "enum", "examples", "example"):
            tidy[key] = value
        else:
            tidy[key] = _tidy(value, names)
    return tidy


def _tidy_each(schemas: Json, names: Mapping[str, str]) -> Json:
    return {name: _tidy(schema, names) for name, schema in schemas.items()}


def _number(value: Any) -> int | float | None:
    """A bound as a number; None for a date, which JSON Schema cannot compare."""
    if isinstance(value, int | float):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def reachable(node: Any, components: Mapping[str, Json]) -> dict[str, Json]:
    """The components that a document really refers to, in alphabetical order."""
    found: set[str] = set()
    waiting: list[Any] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting.extend(typing.cast("list[Any]", here))
        elif isinstance(here, dict):
            fields = typing.cast("Json", here)
            name = str(fields.get("$ref", "")).removeprefix(_REF)
            if name in components and name not in found:
                found.add(name)
                waiting.append(components[name])
            waiting.extend(fields.values())
    return {name: components[name] for name in sorted(found)}
