"""The published OpenAPI description of KSeF 2.0: its operations, and validation of requests and answers against it.

The file is that of API 2.9.0 (build te-20261014), from the source distribution of the ``ksef-client`` package:
``pip download --no-deps --no-binary ksef-client ksef-client==0.20.0``, ``specs/ksef-openapi.snapshot.json``. To take a
newer one, put it beside the old, change ``FILE`` and ``SHA256``, and see what the tests say.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

CONTRACT = Path(__file__).with_name("contract")
FILE = CONTRACT / "ksef-openapi-2.9.0.json"
SHA256 = "981a86b6950ba0f68357d65d37f42e2a619e04ec15fb4bd7870cca45f110b702"

_METHODS = ("get", "post", "put", "delete")
_GROUP = re.compile(r"\*\*Limity[^|]*\*\*(?: \| [\d-]+){3} \| (\w+)")
_PERMISSIONS = re.compile(r"\*\*Wymagane(.*?)(?=\n\n\*\*|\n> |\Z)", re.DOTALL)
_ROOT = "urn:ksef"


@dataclass(frozen=True)
class Operation:
    """An operation of the description.

    ``key`` is the method and the path template. ``limits`` are requests in so many seconds; operations of a ``group``
    share them. ``permissions`` are those of which one is needed.
    """

    key: str
    method: str
    path: str
    pattern: re.Pattern[str]
    secured: bool
    limits: Mapping[int, int]
    group: str
    permissions: tuple[str, ...]
    parameters: tuple[dict[str, Any], ...]
    body: Mapping[str, Any]
    body_required: bool
    answers: Mapping[int, Mapping[str, Any]]


def operations() -> dict[str, Operation]:
    """All operations, by key."""
    return _operations()


@cache
def _operations() -> dict[str, Operation]:
    made = (
        _operation(method, path, one)
        for path, item in _document()["paths"].items()
        for method, one in item.items()
        if method in _METHODS
    )
    return {one.key: one for one in made}


def _operation(method: str, path: str, told: dict[str, Any]) -> Operation:
    key = f"{method.upper()} {path}"
    answers = told["responses"]
    group = _GROUP.search(answers["429"]["description"])
    needed = _PERMISSIONS.search(told["description"])
    windows = {"perSecond": 1, "perMinute": 60, "perHour": 3600}
    body = told.get("requestBody", {})
    return Operation(
        key,
        method.upper(),
        path,
        re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)),
        bool(told.get("security")),
        {windows[name]: most for name, most in told["x-rate-limits"].items()},
        group[1] if group else key,
        tuple(re.findall(r"`(\w+)`", needed[1])) if needed else (),
        tuple(told.get("parameters", ())),
        {kind: one.get("schema", {}) for kind, one in body.get("content", {}).items()},
        bool(body.get("required", body)),
        {int(code): _contents(one) for code, one in answers.items()},
    )


def _contents(answer: dict[str, Any]) -> dict[str, Any]:
    return {kind: one.get("schema", {}) for kind, one in answer.get("content", {}).items()}


def find(method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
    """The operation of a request, and the parameters in its path; fixed paths go before those with parameters."""
    found = [
        (one, {name: unquote(text) for name, text in match.groupdict().items()})
        for one in operations().values()
        if one.method == method and (match := one.pattern.fullmatch(path))
    ]
    return min(found, key=lambda one: len(one[1]), default=None)


def faults_of_parameters(operation: Operation, given: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What is wrong with the parameters of a request, which are given by place (path, query, header) and name."""
    wrong: list[str] = []
    for one in operation.parameters:
        text = given[one["in"]].get(one["name"].lower() if one["in"] == "header" else one["name"])
        if text is None:
            wrong += [f"{one['name']}: brak wymaganego parametru."] if one.get("required") else []
            continue
        wrong += [f"{one['name']}: {fault}" for fault in faults(one["schema"], _typed(one["schema"], text))]
    return wrong


def _typed(schema: Mapping[str, Any], text: str) -> Any:
    kind = schema.get("type")
    if kind == "array":
        return [_typed(schema["items"], part) for part in text.split(",")]
    if kind in {"integer", "boolean"}:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def faults(schema: Mapping[str, Any], value: Any) -> list[str]:
    """In what a value differs from a schema of the description."""
    return [
        f"{'/'.join(str(part) for part in one.instance_path)} {one.message}".strip()
        for one in _validator(json.dumps(schema, sort_keys=True)).iter_errors(value)
    ]


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    rooted = json.loads(schema.replace('"#/components', f'"{_ROOT}#/components'))
    return jsonschema_rs.Draft202012Validator(
        _nullable(rooted),
        validate_formats=True,
        formats={"byte": _is_base64, "date-time": _is_moment},
        registry=_registry(),
    )


@cache
def _registry() -> jsonschema_rs.Registry:
    components = _nullable({"components": {"schemas": _document()["components"]["schemas"]}})
    return jsonschema_rs.Registry([(_ROOT, components)])


def _nullable(schema: Any) -> Any:
    """``nullable`` of OpenAPI 3.0 as JSON Schema says it."""
    if isinstance(schema, list):
        return [_nullable(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {name: _nullable(one) for name, one in schema.items() if name not in {"nullable", "example"}}
    if schema.get("nullable") is True:
        return {"anyOf": [changed, {"type": "null"}]}
    return changed


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _is_moment(text: str) -> bool:
    """The offset may be left out: the service takes such a moment as one of Polish time."""
    try:
        return "T" in text and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


@cache
def _document() -> dict[str, Any]:
    return json.loads(FILE.read_bytes())
