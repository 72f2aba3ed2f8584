"""Responses in the OpenAPI document: those of an operation, and those of the pipeline."""

from http import HTTPStatus
from typing import Any, Final

from pydantic import ConfigDict, Field

from bottega.kernel.openapi.examples import example_of
from bottega.kernel.openapi.schemas import Schemas
from bottega.kernel.operation import CHANGING, Operation
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.schemas import Problem
from bottega.kernel.schemas import Schema
from bottega.kernel.tabular.exports import FORMATS
from bottega.kernel.tabular.xlsx import CONTENT_TYPE

Json = dict[str, Any]

OK: Final = range(200, 300)
_TEXTS: Final = {
    400: "What was sent makes no sense; every wrong field is named in `details`",
    403: "A page of another site made the browser send it",
    404: "No such record, or not the caller's",
    409: "It contradicts what is stored, or somebody changed the record meanwhile",
    413: "More than the server is willing to read",
    415: "A body of another content type than the documented one",
    429: "Too many attempts; `Retry-After` says when to come back",
    500: "Internal server error",
    503: "The database cannot be reached right now; try again in a moment",
}
_REDIRECTS: Final = range(300, 400)


class Issue(Schema):
    """What is wrong with one field."""

    model_config = ConfigDict(extra="allow")

    code: str
    path: list[str | int]
    message: str
    label: str | None = Field(default=None, description="What people call the field, in the caller's language.")


class Refusal(Problem):
    """Why a request was refused, field by field where fields are to blame."""

    details: list[Issue] | dict[str, Any] | None = None
    field_labels: dict[str, str] | None = Field(
        default=None,
        description="Where messages are mapped by field, in `fields` or `fieldErrors`: what people call these fields.",
    )


class Failure(Problem):
    """A fault of the server, without its reason, which is in the log."""

    message: str


MODELS: Final = {400: Refusal, 500: Failure}


def answers(operation: Operation) -> dict[int, tuple[str, Any]]:
    """What an operation says of its own answers: status → sentence and annotation."""
    found: dict[int, tuple[str, Any]] = {}
    doc = getattr(operation.answer, "__doc__", None) if isinstance(operation.answer, type) else None
    if operation.status not in operation.answers:
        found[operation.status] = ((doc or "Success").strip().partition("\n")[0], operation.answer)
    for status, said in operation.answers.items():
        text, answer = (said, None) if isinstance(said, str) else said
        if answer is None and status == operation.status:
            answer = operation.answer
        elif answer is None and status >= HTTPStatus.BAD_REQUEST:
            answer = Problem
        found[status] = (text, answer)
    return found


def responses(operation: Operation, schemas: Schemas) -> Json:
    """Every status an operation can answer."""
    found: Json = {}
    for status, (text, _answer) in answers(operation).items():
        found[str(status)] = _declared(operation, status, text, schemas)
    if not operation.public:
        found.setdefault("401", _refusal("Unauthorized", schemas))
        missing = " \u2013 missing required features" if operation.features else ""
        found.setdefault("403", _refusal(f"Forbidden{missing}", schemas))
    for status in _automatic_statuses(operation):
        found.setdefault(str(status), {"$ref": f"#/components/responses/{_response_name(status)}"})
    return dict(sorted(found.items()))


def _automatic_statuses(operation: Operation) -> list[int]:
    """What the pipeline, the database and the kernel may answer for an operation, whoever wrote it."""
    found = [500, 503]
    reads = operation.body is not None or operation.query is not None or operation.path_types
    if reads or operation.method in CHANGING:
        found.append(400)
    if operation.body is not None:
        found += [413, 415]
    if operation.path_types or (operation.table is not None and operation.method in CHANGING - {"POST"}):
        found.append(404)
    if operation.method in CHANGING:
        found.append(409)
    if operation.method in CHANGING or operation.sets_cookies:
        found.append(403)
    if operation.limits:
        found.append(429)
    return found


def _declared(operation: Operation, status: int, text: str, schemas: Schemas) -> Json:
    found: Json = {"description": text}
    schema = schemas.by_key.get(f"{operation.key} {status}")
    if status == HTTPStatus.NO_CONTENT or status in _REDIRECTS:
        return found
    media = operation.media if status in OK else "application/json"
    media = media.partition(";")[0]
    if schema is not None:
        found["content"] = {media: {"schema": schema, "example": example_of(schema, schemas.resolve)}}
    elif media != "application/json":
        found["content"] = {media: {"schema": _file(media)}}
    if status == operation.status:
        for other in operation.other_media:
            found.setdefault("content", {})[other] = {"schema": _file(other)}
    if status == operation.status and operation.query and issubclass(operation.query, ListQuery):
        _add_exports(found["content"])
    return found


def _file(media: str) -> Json:
    return {"type": "string"} if media.startswith("text/") else {"type": "string", "format": "binary"}


def _add_exports(content: Json) -> None:
    """A list is also a file in any export format."""
    rows = {"type": "array", "items": {"type": "object"}, "description": "With `format=json`."}
    content["application/json"]["schema"] = {"anyOf": [content["application/json"]["schema"], rows]}
    for one in FORMATS.values():
        binary = {"type": "string", "format": "binary"}
        text = {"type": "string"}
        media = one.content_type.partition(";")[0]
        content.setdefault(media, {"schema": binary if media == CONTENT_TYPE else text})


def _refusal(text: str, schemas: Schemas) -> Json:
    return {
        "description": text,
        "x-autoGenerated": True,
        "content": {"application/json": {"schema": schemas.by_key["problem"], "example": {"error": "string"}}},
    }


def _response_name(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "")


def shared(schemas: Schemas) -> Json:
    """The answers that operations refer to instead of repeating them."""
    found: Json = {}
    for status, text in _TEXTS.items():
        schema = schemas.by_key["problem" if status not in MODELS else f"problem {status}"]
        content = {"schema": schema, "example": example_of(schema, schemas.resolve)}
        found[_response_name(status)] = {
            "description": text,
            "x-autoGenerated": True,
            "content": {"application/json": content},
        }
    return found
