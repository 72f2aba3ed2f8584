"""Description of one operation, complete in itself: JSON schemas of what it takes, with the words of a language."""

from typing import Any, Final

from bottega.kernel.openapi.document import described
from bottega.kernel.openapi.labels import label_one
from bottega.kernel.openapi.schemas import Schemas
from bottega.kernel.operation import Operation

Json = dict[str, Any]
# Deeper than this schemas repeat themselves.
_DEEPEST: Final = 8


def describe_one(operation: Operation, locale: str) -> Json:
    """The schemas of path, query and body: an object each, without references, or None where it takes none."""
    schemas = described([operation])
    label_one(operation, schemas, locale)
    path = {name: _whole(schemas, schemas.by_key[f"{operation.key} path {name}"]) for name in operation.path_types}
    return {
        "path": {"type": "object", "properties": path, "required": list(path)} if path else None,
        "query": _part(operation, "query", schemas) if operation.query is not None else None,
        "body": _part(operation, "body", schemas) if operation.body is not None else None,
    }


def _part(operation: Operation, part: str, schemas: Schemas) -> Json:
    schema: Json = _whole(schemas, schemas.by_key[f"{operation.key} {part}"])
    return schema


def _whole(schemas: Schemas, schema: Any, depth: int = 0) -> Any:
    """A schema with what it refers to in place of the references."""
    if isinstance(schema, list):
        return [_whole(schemas, one, depth) for one in schema]  # pyright: ignore[reportUnknownVariableType] - JSON
    if not isinstance(schema, dict):
        return schema
    if depth > _DEEPEST:
        return {}
    plain: Json = schemas.resolve(schema)  # pyright: ignore[reportUnknownArgumentType] - JSON
    return {name: _whole(schemas, value, depth + 1) for name, value in plain.items()}
