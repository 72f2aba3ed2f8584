"""Tools about operations: find them, describe them, and call them."""

from typing import Any, Final, Literal

from pydantic import Field

from bottega.kernel.i18n import T
from bottega.kernel.openapi.single import describe_one
from bottega.kernel.operation import CHANGING, Operation
from bottega.kernel.schemas import Input
from bottega.platform.ai_assistant.callers import Caller
from bottega.platform.ai_assistant.calls import NO_OPERATION, SCOPE, Wanted, call_operation, does
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.operation_catalog import Entry, catalog_of, title_of
from bottega.platform.ai_assistant.tool_answers import bounded

Json = dict[str, Any]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]

FOUND: Final = T(en="Operations that fit, the best first", pl="Pasujące operacje, najlepsze na początku")
NONE_FOUND: Final = T(
    en="Nothing fits that you may do. Try the name of the thing alone, such as: customer, contract, invoice",
    pl="Nie ma takiej operacji, którą możesz wykonać. Podaj samą nazwę rzeczy, na przykład: klient, umowa, faktura",
)
HOW_TO_CALL: Final = T(
    en="Look at the fields of one before you call it; with a preview nothing is changed.",
    pl="Przed wywołaniem operacji sprawdź jej pola; podgląd niczego nie zmienia.",
)


class NoInput(Input):
    """Nothing."""


class FindApi(Input):
    """What is looked for."""

    query: str = Field(min_length=1, max_length=300, description="Words in Polish or English: what is to be done.")
    method: Method | None = Field(default=None, description="Only operations with this method.")
    limit: int = Field(default=10, ge=1, le=30)


class DescribeApi(Input):
    """Which operation."""

    method: Method
    path: str = Field(min_length=1, max_length=500, description="As find_api answers it, or with ids in it.")


class CallApi(DescribeApi):
    """A call."""

    query: dict[str, Any] = Field(default_factory=dict[str, Any], max_length=100, description="The query string.")
    body: dict[str, Any] | None = Field(default=None, max_length=200, description="The JSON body.")
    preview: bool = Field(default=False, description="Answer what would change, and change nothing.")
    confirmation: str = Field(
        default="", max_length=200, description="The confirmationToken of this call, once the person has agreed."
    )


@module.tool(
    "context_whoami",
    title=T(en="Who am I", pl="Kim jestem"),
    description=T(
        en="The user, tenant and organization that tools act for, and what they may do.",
        pl="Użytkownik, najemca i organizacja, w których imieniu działają narzędzia, oraz ich uprawnienia.",
    ),
)
async def whoami(caller: Caller, args: NoInput) -> Json:
    """Who tools act for."""
    del args
    features = [name for name in caller.app.features if caller.may(name)]
    return {
        "tenantId": str(caller.scope.tenant_id),
        "organizationId": str(caller.scope.organization_id) if caller.scope.organization_id else None,
        "userId": str(caller.actor.user_id or caller.actor.id),
        "isSuperAdmin": caller.actor.acl.super_admin,
        "features": features,
        "featureCount": len(features),
    }


@module.tool(
    "find_api",
    title=T(en="Find operations", pl="Znajdź operacje"),
    description=T(
        en="Find operations of this application that you may call, by words in Polish or English.",
        pl="Znajdź operacje tej aplikacji, które możesz wywołać, słowami po polsku lub angielsku.",
    ),
)
async def find_api(caller: Caller, args: FindApi) -> Json:
    """Operations by words."""
    found = find(caller, args.query, args.method)[: args.limit]
    if not found:
        return {"success": True, "message": NONE_FOUND(caller.locale), "endpoints": [], "suggestions": _areas(caller)}
    endpoints = [_summary(caller, entry.operation) for _score, entry in found]
    return {
        "success": True,
        "message": FOUND(caller.locale),
        "endpoints": endpoints,
        "hint": HOW_TO_CALL(caller.locale),
    }


def find(caller: Caller, query: str, method: str | None = None) -> list[tuple[float, Entry]]:
    """Operations that a caller may call and that fit words, the best first, with how well."""
    catalog = catalog_of(caller.app)
    allowed = (
        entry
        for entry in catalog.entries
        if (method is None or entry.operation.method == method) and caller.may_call(entry.operation)
    )
    return catalog.search(query, allowed)


def _areas(caller: Caller) -> list[str]:
    """What there is to ask about."""
    modules = {entry.operation.module.name: entry.operation.module for entry in catalog_of(caller.app).entries}
    return [one.title(caller.locale) for one in modules.values()]


def _summary(caller: Caller, operation: Operation) -> Json:
    """An operation in short: its path, and the names and types of what it takes."""
    schemas = describe_one(operation, caller.locale)
    parameters = [
        {"name": name, "in": part, "required": name in schema.get("required", ()), "type": _type_of(one)}
        for part in ("path", "query")
        if (schema := schemas[part]) is not None
        for name, one in schema.get("properties", {}).items()
        if "x-variant" not in one and name not in SCOPE
    ]
    body = schemas["body"]
    return {
        **_named(caller, operation),
        "parameters": parameters,
        "requestBody": None
        if body is None
        else {
            "required": [name for name in body.get("required", []) if name not in SCOPE],
            "properties": {n: _short(one) for n, one in body.get("properties", {}).items() if n not in SCOPE},
        },
    }


def _named(caller: Caller, operation: Operation) -> Json:
    title = title_of(operation)
    return {
        "operationId": operation.command,
        "method": operation.method,
        "path": operation.path,
        "title": title(caller.locale) if isinstance(title, T) else title,
        "description": operation.summary,
        "tags": [operation.section],
        "does": does(operation),
        "asksFirst": operation.method in CHANGING and caller.needs_agreement(operation),
        "undoable": operation.method not in CHANGING or operation.undoable,
    }


def _type_of(schema: Json) -> str:
    kinds = [one.get("type") for one in schema.get("anyOf", [schema])]
    return next((kind for kind in kinds if isinstance(kind, str) and kind != "null"), "string")


def _short(schema: Json) -> Json:
    """A field in short: its type, its word, and at most ten of the values it may have."""
    members = next((one["enum"] for one in schema.get("anyOf", [schema]) if "enum" in one), None)
    found: Json = {"type": _type_of(schema)}
    for key in ("format", "title"):
        if key in schema:
            found[key] = schema[key]
    if members:
        found["enum"] = members[:10]
    return found


@module.tool(
    "describe_api",
    title=T(en="Describe operation", pl="Opisz operację"),
    description=T(
        en="Everything an operation takes: names, hints, allowed values and limits of its fields.",
        pl="Wszystko, co przyjmuje operacja: nazwy, podpowiedzi, dozwolone wartości i limity jej pól.",
    ),
)
async def describe_api(caller: Caller, args: DescribeApi) -> Json:
    """One operation in full."""
    operation = operation_at(caller, args.method, args.path)
    if operation is None or not caller.may_call(operation):
        return {"success": False, "statusCode": 404, "error": NO_OPERATION(caller.locale)}
    schemas = describe_one(operation, caller.locale)
    return {"success": True, **_named(caller, operation), "details": operation.description, **schemas}


def operation_at(caller: Caller, method: str, path: str) -> Operation | None:
    """The operation of a method and a path, be it concrete or with names in braces."""
    catalog = catalog_of(caller.app)
    named = next(
        (e.operation for e in catalog.entries if (e.operation.method, e.operation.path) == (method, path)), None
    )
    if named is not None:
        return named
    found = catalog.at(method, path)
    return found[0] if found else None


@module.tool(
    "call_api",
    title=T(en="Call operation", pl="Wywołaj operację"),
    description=T(
        en="Call an operation with your own rights. Changes can be previewed, and answer a token that undoes them;"
        " those that cannot be undone ask the person first.",
        pl="Wywołaj operację z własnymi uprawnieniami. Zmiany można podejrzeć przed wykonaniem, a odpowiedź zawiera"
        " token cofnięcia; nieodwracalne najpierw pytają osobę.",
    ),
    reads=False,
)
async def call_api(caller: Caller, args: CallApi) -> Json:
    """Call an operation."""
    wanted = Wanted(args.method, args.path, args.query, args.body, args.preview, args.confirmation)
    return bounded(await call_operation(caller, wanted), caller.locale)
