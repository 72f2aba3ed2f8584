"""Fields of a screen, out of the OpenAPI document: what lists show, forms take, and filters ask, each field once."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from bottega.kernel.operation import Operation
from bottega.kernel.resources.list_query import ListQuery, PeriodQuery
from bottega.kernel.resources.list_sources import ListSource
from bottega.kernel.resources.list_totals import amounts_of
from bottega.kernel.schemas import snake_name, wire_name

Json = dict[str, Any]

_COMPONENT: Final = "#/components/schemas/"
# A text of more than this many letters is written in an area that grows.
_LONGEST_LINE: Final = 500
_FORMATS: Final = {
    "date": "day",
    "date-time": "moment",
    "email": "email",
    "uri": "url",
    "password": "secret",
    "phone": "phone",
    "binary": "file",
}
_TYPES: Final = {"boolean": "flag", "integer": "integer", "number": "decimal"}
_BOUNDS: Final = {
    "minimum": "min",
    "maximum": "max",
    "minLength": "minLength",
    "maxLength": "maxLength",
    "pattern": "pattern",
    "x-decimal-places": "decimals",
    "x-suggest": "suggest",
    "x-relation-filter": "where",
}
# Of every list; screens know them without a word.
_OF_EVERY_LIST: Final = frozenset(wire_name(name) for name in PeriodQuery.model_fields)
# Whose row a new one is follows from the selected organization.
_SCOPE: Final = frozenset({"tenant_id", "organization_id"})
# Of every item of some lists: the one is the caller's, the others are the custom fields, which stand by themselves.
_NO_COLUMNS: Final = frozenset({"tenant_id", "custom_values", "custom_fields"})


class Described:
    """The OpenAPI document of a language, asked for the schemas of operations."""

    def __init__(self, document: Json) -> None:
        """Take the whole document."""
        self._components: Mapping[str, Json] = document["components"]["schemas"]
        self._paths: Mapping[str, Json] = document["paths"]

    def resolve(self, schema: Json) -> Json:
        """The schema itself, where a reference stands; of one that may be null the rest."""
        while True:
            if "$ref" in schema:
                said = {key: value for key, value in schema.items() if key != "$ref"}
                schema = {**self._components[schema["$ref"].removeprefix(_COMPONENT)], **said}
                continue
            left = [one for one in cast("list[Json]", schema.get("anyOf", [])) if one.get("type") != "null"]
            if len(left) != 1:
                return schema
            schema = {**left[0], **{key: value for key, value in schema.items() if key != "anyOf"}}

    def body(self, operation: Operation | None) -> Json:
        """The schema of what an operation takes; empty where that is nothing."""
        if operation is None or operation.body is None:
            return {}
        content: Mapping[str, Json] = self._of(operation)["requestBody"]["content"]
        return self.resolve(next(iter(content.values()))["schema"])

    def parameters(self, operation: Operation) -> list[Json]:
        """The parameters of its query string."""
        return [one for one in self._of(operation)["parameters"] if one["in"] == "query"]

    def item(self, operation: Operation) -> Json:
        """The schema of the rows that a list answers; empty where it answers none."""
        content = self._of(operation)["responses"].get("200", {}).get("content", {})
        answer = self.resolve(content.get("application/json", {}).get("schema", {}))
        for one in map(self.resolve, answer.get("anyOf", [answer])):
            arrays = [one, *map(self.resolve, one.get("properties", {}).values())]
            rows = [self.resolve(array["items"]) for array in arrays if array.get("type") == "array"]
            if found := next((row for row in rows if "properties" in row), None):
                return found
        return {}

    def _of(self, operation: Operation) -> Json:
        return self._paths[operation.path][operation.method.lower()]


def fields_of(
    known: Described, listed: Operation, create: Operation | None, update: Operation | None
) -> tuple[list[Json], list[Json]]:
    """The fields of a screen, those of its list first, and the filters that are no field's own.

    A field is shown in the list, or only where one ``record`` is asked for.
    """
    found: dict[str, Json] = {}
    for wire, schema in known.item(listed).get("properties", {}).items():
        if snake_name(wire) in _NO_COLUMNS:
            continue
        field = _noted(found, known, wire, schema)
        field["record" if schema.get("x-only-by-id") else "list"] = True
    for part, operation in (("create", create), ("update", update)):
        body = known.body(operation)
        required = body.get("required", ())
        for wire, schema in body.get("properties", {}).items():
            if snake_name(wire) in _SCOPE | _NO_COLUMNS or (part == "update" and wire == "id"):
                continue
            field = _noted(found, known, wire, schema)
            if field["name"] != wire:
                field["wire"] = wire
            field[part] = "required" if part == "create" and wire in required else True
    for field in found.values():
        if "list" in field and is_sorted(listed.source, field["name"]):
            field["sort"] = True
        if "list" in field and listed.source and snake_name(field["name"]) in amounts_of(listed.source):
            field["total"] = True
    return list(found.values()), _filters(known, listed, found)


def of_body(known: Described, operation: Operation) -> list[Json]:
    """The fields of an action's input; the record's own id is known where it is offered."""
    body = known.body(operation)
    found: dict[str, Json] = {}
    for wire, schema in body.get("properties", {}).items():
        if snake_name(wire) not in _SCOPE:
            field = _noted(found, known, wire, schema)
            if wire in body.get("required", ()):
                field["required"] = True
    return list(found.values())


def is_sorted(source: ListSource | None, name: str) -> bool:
    """Whether a list can be sorted by a column."""
    column = snake_name(name)
    return source is not None and (column == "id" or source.sort_column(column) == column)


def _noted(found: dict[str, Json], known: Described, wire: str, schema: Json) -> Json:
    """The field of this name, told more by a schema of it: the first one to say something counts."""
    field = found.setdefault(snake_name(wire), {"name": wire})
    for key, value in described(known, wire, schema).items():
        if key == "kind" and field.get("kind") in ("text", "json"):
            field["kind"] = value
        field.setdefault(key, value)
    return _apart_from_unit(field)


def described(known: Described, wire: str, schema: Json, *, inside: bool = False) -> Json:
    """What a schema says of a field: label, kind, unit, bounds, options; of rows their fields, but not theirs again."""
    here = known.resolve(schema)
    field: Json = {"label": str(here.get("title", ""))}
    kind = field["kind"] = _kind(known, wire, here)
    for key, name in _BOUNDS.items():
        if key in here:
            field[name] = here[key]
    if "x-hint" in here:
        field["hint"] = here["x-hint"]
    if "x-unit" in here:
        field["unit"] = here["x-unit"]
    if kind in ("ref", "refs"):
        field["of"] = here.get("x-relation") or known.resolve(here["items"])["x-relation"]
    options = _options(known, here)
    if options:
        field["options"] = options
    if kind in ("rows", "object") and not inside:
        inner = (known.resolve(here["items"]) if kind == "rows" else here)["properties"]
        field["fields"] = [{"name": name, **described(known, name, one, inside=True)} for name, one in inner.items()]
    return _apart_from_unit(field)


def _apart_from_unit(field: Json) -> Json:
    """The same, its label without the unit that is shown beside the control."""
    if "unit" in field:
        field["label"] = field["label"].removesuffix(f" ({field['unit']})")
    return field


def _options(known: Described, schema: Json) -> list[Json]:
    """The members of a closed set, in their order."""
    if schema.get("type") == "array":
        schema = known.resolve(schema["items"])
    labels: Mapping[str, str] = schema.get("x-enum-labels", {})
    members: Iterable[Any] = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    ordered = [*labels, *(one for one in map(str, members) if one not in labels)] if labels else members
    return [{"value": one, "label": labels.get(str(one), str(one))} for one in ordered]


def _kind(known: Described, wire: str, schema: Json) -> str:
    """What a field is: marked, of a set, or by its type."""
    if "x-kind" in schema:
        return str(schema["x-kind"])
    if "x-suggest" in schema:
        return "suggest"
    if "enum" in schema or "const" in schema:
        return "choice"
    if "anyOf" in schema:
        kinds = {known.resolve(one).get("type") for one in schema["anyOf"]}
        return "decimal" if "number" in kinds else "text" if "string" in kinds else "json"
    by_type = {"string": _kind_of_text(wire, schema), "array": _kind_of_items(known.resolve(schema.get("items", {})))}
    # In a query string a flag may be said in several words.
    said = schema.get("type")
    kind = cast("list[str]", said)[0] if isinstance(said, list) else str(said)
    return "object" if "properties" in schema else (by_type | _TYPES).get(kind, "json")


def _kind_of_text(wire: str, schema: Json) -> str:
    form = schema.get("format")
    if form == "uuid":
        return "ref" if "x-relation" in schema else "id"
    if form in _FORMATS:
        return _FORMATS[form]
    name = snake_name(wire)
    if "phone" in name or name.startswith("telefon"):
        return "phone"
    return "long" if schema.get("maxLength", 0) > _LONGEST_LINE else "text"


def _kind_of_items(item: Json) -> str:
    if "properties" in item:
        return "rows"
    if item.get("format") == "uuid":
        return "refs" if "x-relation" in item else "json"
    return "choices" if "enum" in item else "texts" if item.get("type") == "string" else "json"


def _filters(known: Described, listed: Operation, fields: Mapping[str, Json]) -> list[Json]:
    """Note with each field which filters it has; the others stand alone."""
    alone: list[Json] = []
    for one in known.parameters(listed):
        wire, schema = one["name"], one["schema"]
        if wire in _OF_EVERY_LIST:
            continue
        base, variant = schema.get("x-filter", wire), schema.get("x-variant", "eq")
        field = fields.get(snake_name(base))
        if field is not None:
            field.setdefault("filter", []).append(variant)
            if base not in (field["name"], field.get("wire")):
                field["param"] = base
        elif variant == "eq":
            alone.append({"name": wire, **described(known, wire, schema)})
    return alone


def is_paged(operation: Operation) -> bool:
    """Whether a list takes what every list takes: pages, sorting, search and files."""
    return operation.query is not None and issubclass(operation.query, ListQuery)
