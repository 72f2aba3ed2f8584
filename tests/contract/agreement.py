"""Does an OpenAPI document keep what the published reference promises? Every difference as one sentence.

An operation may take and answer more than the reference shows, never less: the same method and path, section,
protection, parameters, body fields, statuses and answer keys.
"""

from collections.abc import Iterator
from typing import Any, Final

Json = dict[str, Any]

# What is really open to everybody; the reference leaves a few guarded operations unmarked as well.
PUBLIC: Final = (
    "/auth/locale",
    "/auth/login",
    "/auth/reset",
    "/auth/session/refresh",
    "/directory/tenants/lookup",
    "/attachments/file/",
    "/attachments/image/",
    "/onboarding/",
)
TYPES: Final = {
    "string": {"string"},
    "number": {"number", "integer"},
    "boolean": {"boolean"},
    "array": {"array", "string"},
}
DEEPEST: Final = 8


class Document:
    """An OpenAPI document with its references resolved."""

    def __init__(self, document: Json) -> None:
        """Index the operations by method and path."""
        self._document = document
        self.operations: dict[tuple[str, str], Json] = {
            (method.upper(), path): operation
            for path, item in document["paths"].items()
            for method, operation in item.items()
        }

    def resolve(self, node: Json) -> Json:
        """What a reference stands for."""
        while "$ref" in node:
            found: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            node = found
        return node

    def variants(self, schema: Json, depth: int = 0) -> Iterator[Json]:
        """Every schema that a value may satisfy."""
        schema = self.resolve(schema)
        yield schema
        if depth < DEEPEST:
            for key in ("anyOf", "oneOf", "allOf"):
                for one in schema.get(key, []):
                    yield from self.variants(one, depth + 1)

    def types(self, schema: Json) -> set[str]:
        """The types a value may have."""
        found: set[str] = set()
        for one in self.variants(schema):
            kind = one.get("type")
            found |= set(kind) if isinstance(kind, list) else {kind} if kind else set()
        return found

    def properties(self, schema: Json) -> tuple[Json, set[str], bool]:
        """The fields of an object, those it must have, and whether it may have others."""
        fields: Json = {}
        required: set[str] = set()
        more = False
        for one in self.variants(schema):
            fields |= one.get("properties", {})
            required |= set(one.get("required", []))
            more = more or one.get("additionalProperties") not in (None, False)
        return fields, required, more

    def content(self, node: Json, media: str) -> Json | None:
        """The schema of a body or an answer in a content type."""
        for have, part in self.resolve(node).get("content", {}).items():
            if have.partition(";")[0] == media:
                return part.get("schema", {})
        return None

    def missing(self, example: Any, schema: Json, where: str = "", depth: int = 0) -> Iterator[str]:
        """The keys of an example that a schema does not know."""
        if depth > DEEPEST:
            return
        if isinstance(example, list) and example:
            item = next((one["items"] for one in self.variants(schema) if "items" in one), None)
            if item is None:
                yield f"{where}[]"
            else:
                yield from self.missing(example[0], item, f"{where}[]", depth + 1)
        # A single ``key`` stands for a map with keys of any name.
        elif isinstance(example, dict) and not (where and set(example) == {"key"}):
            fields, _required, more = self.properties(schema)
            for key, value in example.items():
                if key in fields:
                    yield from self.missing(value, fields[key], f"{where}.{key}", depth + 1)
                elif not more:
                    yield f"{where}.{key}".removeprefix(".")


def differences(document: Document, wanted: Json) -> Iterator[str]:
    """Where an operation falls short of the reference."""
    operation = document.operations[wanted["method"], wanted["path"]]
    if operation["tags"][0] != wanted["section"]:
        yield f"section is {operation['tags'][0]}, not {wanted['section']}"
    yield from _protection(operation, wanted)
    yield from _parameters(document, operation, wanted)
    if wanted["body"]:
        yield from _body(document, operation, wanted["body"])
    for answer in wanted["answers"]:
        yield from _answer(document, operation, answer)


def _protection(operation: Json, wanted: Json) -> Iterator[str]:
    public = not wanted["auth"] and wanted["path"].startswith(PUBLIC)
    if bool(operation["security"]) == public:
        yield "is guarded" if public else "is open to everybody"
    if wanted["auth"] or public:
        for key, name in (("features", "x-require-features"), ("roles", "x-require-roles")):
            if set(operation.get(name, [])) != set(wanted[key]):
                yield f"{key} are {operation.get(name, [])}, not {wanted[key]}"


def _parameters(document: Document, operation: Json, wanted: Json) -> Iterator[str]:
    have = {(one["in"], one["name"]): one for one in map(document.resolve, operation["parameters"])}
    for parameter in wanted["parameters"]:
        place, name, kind = parameter["in"], parameter["name"], parameter["schema"]
        found = have.get((place, name))
        if found is None:
            yield f"{place} parameter {name} is missing"
            continue
        if place != "path" and kind != "any" and found["required"] != parameter["required"]:
            yield f"parameter {name} is {'not ' if parameter['required'] else ''}required"
        types = document.types(found["schema"]) - {"null"}
        if kind in TYPES and types and not types & TYPES[kind]:
            yield f"parameter {name} is {sorted(types)}, not {kind}"


def _body(document: Document, operation: Json, body: Json) -> Iterator[str]:
    schema = document.content(operation.get("requestBody", {}), body["contentType"])
    if schema is None:
        yield f"takes no {body['contentType']}"
    elif isinstance(body["example"], dict):
        for key in document.missing(body["example"], schema):
            yield f"body field {key} is missing"
        for key in document.properties(schema)[1] - set(body["example"]):
            yield f"body field {key} is required"
    else:
        fields = {pair.partition("=")[0] for pair in body["example"].replace("\n", "&").split("&") if pair}
        for key in fields - set(document.properties(schema)[0]):
            yield f"form field {key} is missing"


def _answer(document: Document, operation: Json, answer: Json) -> Iterator[str]:
    found = operation["responses"].get(str(answer["status"]))
    if found is None:
        yield f"status {answer['status']} is not documented"
    elif answer.get("example"):
        media = answer.get("contentType", "application/json")
        schema = document.content(found, media)
        if schema is None:
            yield f"status {answer['status']} has no {media}"
        else:
            for key in document.missing(answer["example"], schema):
                yield f"status {answer['status']} lacks {key}"
