"""Parsing of body, query and path into the handler's arguments, or a list of all errors."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final, cast
from uuid import UUID

from pydantic import BaseModel, ValidationError

from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput, Problem, UnsupportedMedia
from bottega.kernel.http.media import JSON, MULTIPART, accepts
from bottega.kernel.http.requests import Request, parse_form, parse_json
from bottega.kernel.http.spooled_forms import read_spooled_form
from bottega.kernel.http.validation_errors import describe
from bottega.kernel.http.validation_texts import KINDS, OTHER, UNSTORABLE
from bottega.kernel.operation import Operation
from bottega.kernel.schemas import unstorable
from bottega.kernel.text.folding import all_composed, composed

_OF_PATHS: Final = {UUID: KINDS["uuid_parsing"], int: KINDS["int_parsing"]}


async def read_body(ctx: Context, operation: Operation, request: Request) -> Any:
    """The body as JSON or form values, their texts composed; None for an operation that takes none."""
    if operation.body is None:
        return None
    settings = ctx.app.settings
    if operation.spooled is not None and request.headers.get("content-type", "").startswith(MULTIPART):
        limits = {"most_file": operation.spooled(settings), "most_text": settings.max_body_bytes}
        return all_composed(await read_spooled_form(request, ctx.app.storage.temporary_file, **limits))
    raw = await request.body(settings.max_upload_bytes if operation.files else settings.max_body_bytes)
    media = request.headers.get("content-type", "")
    if raw:
        _require_readable(operation, media)
    if operation.form or operation.files:
        read = partial(parse_form, raw, media, settings.max_body_bytes)
        # A large one takes a moment, in which others are served.
        return all_composed(read() if len(raw) <= settings.max_body_bytes else await asyncio.to_thread(read))
    # Seen at once in the bytes: texts of JSON hold other characters as they are, or escaped.
    request.plain_body = raw.isascii() and b"\\u" not in raw
    try:
        value = parse_json(raw)
    except Problem:
        if operation.lenient:
            return {}
        raise
    return value if request.plain_body else all_composed(value)


def _require_readable(operation: Operation, sent: str) -> None:
    """415 for a body that does not say it is what the operation reads; an empty one is nothing of any type."""
    known = accepts(operation)
    if sent in known:
        return
    media = sent.partition(";")[0].strip().lower()
    if media not in known and not (JSON in known and media.startswith("application/") and media.endswith("+json")):
        raise UnsupportedMedia(known)


@dataclass(slots=True)
class Sent:
    """What a caller said in the path, in the query and in the body; plain parts are known to hold no odd characters."""

    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    plain_query: bool = False
    plain_body: bool = False

    @classmethod
    def inside(cls, operation: Operation, values: dict[str, Any]) -> "Sent":
        """Values by name, laid where a request of the operation would have them."""
        path = {name: str(values[name]) for name in operation.path_types if name in values}
        return cls(path, values if operation.query and not operation.id_anywhere else {}, values)


def parse(ctx: Context, operation: Operation, request: Request, path: Mapping[str, str], body: Any) -> dict[str, Any]:
    """The arguments of the handler; every wrong field of path, query and body is named at once."""
    pairs = query_values(operation.query, request.query) if operation.query else {}
    return arguments_from(ctx, operation, Sent(path, pairs, body, request.plain_query, request.plain_body))


def arguments_from(ctx: Context, operation: Operation, sent: Sent) -> dict[str, Any]:
    """The arguments of the handler, from what was said.

    Raises:
        InvalidInput: It names every wrong field.
    """
    arguments: dict[str, Any] = {}
    issues: list[dict[str, Any]] = []
    body = sent.body
    for name, kind in operation.path_types.items():
        try:
            arguments[name] = kind(composed(sent.path[name]))
        except (KeyError, ValueError):
            sentence = _OF_PATHS.get(kind, OTHER)
            issues.append({"code": "invalid_format", "path": [name], "message": sentence(ctx.locale)})
    if operation.id_anywhere and operation.query is not None and isinstance(body, dict):
        # The body says more than the query, which says what the body leaves out.
        known = operation.query.model_fields
        besides = {name: value for name, value in sent.query.items() if name in known and not field_of(body, name)}
        body = {**cast("dict[str, Any]", body), **besides}
    elif operation.query is not None:
        arguments["query"] = _validate(operation.query, sent.query, ctx.locale, issues, plain=sent.plain_query)
    if operation.body is not None:
        ctx.custom = custom_fields.sent(body)
        arguments["data"] = _validate(operation.body, body, ctx.locale, issues, plain=sent.plain_body)
    if operation.id_anywhere:
        arguments.pop("query", None)
    if issues:
        raise InvalidInput(issues)
    return arguments


def field_of(body: Any, name: str) -> Any:
    """A field of a body that may be anything."""
    return cast("dict[str, Any]", body).get(name) if isinstance(body, dict) else None


def query_values(model: type[BaseModel], pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """A query string as a mapping: blank values count as left out, fields that are lists gather repetitions."""
    lists = _list_fields(model)
    values: dict[str, Any] = {}
    for name, value in pairs:
        if value == "":
            continue
        if name in lists:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    return values


@cache
def _list_fields(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(f.alias or n for n, f in model.model_fields.items() if "list[" in str(f.annotation))


def _validate(model: type[BaseModel], values: Any, locale: str, issues: list[dict[str, Any]], *, plain: bool) -> Any:
    if not plain:
        bad = _unstorable_paths(values, [])
        issues += [{"code": "invalid_format", "path": path, "message": UNSTORABLE(locale)} for path in bad]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        issues += describe(error, locale, model)
        return None


def _unstorable_paths(value: Any, path: list[Any]) -> list[list[Any]]:
    match value:
        case str():
            return [path] if (not value.isascii() and unstorable(value)) or "\x00" in value else []
        case dict():
            # What stands in a mapping by its name is stored with it.
            both = [(key, part) for key, item in value.items() for part in (key, item)]  # pyright: ignore[reportUnknownVariableType]
            return [p for key, part in both for p in _unstorable_paths(part, [*path, key])]  # pyright: ignore[reportUnknownVariableType]
        case list():
            return [p for i, item in enumerate(value) for p in _unstorable_paths(item, [*path, i])]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case _:
            return []
