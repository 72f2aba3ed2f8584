"""Requests with ids of others in them: in the path, in the query, and in every place of a body that holds an id."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from installed import RESOURCES
from pydantic import BaseModel
from values import alternatives, good

from bottega.kernel.database.tables import CLASSES, sql_table
from bottega.kernel.openapi.schemas import Schemas, collect
from bottega.kernel.operation import Operation

Json = dict[str, Any]
# Words in the names of fields that say what they point at; for the rest everything of the module is tried.
POINTS_AT: Final[Mapping[str, str]] = {
    "userid": "auth_users",
    "uzytkownikid": "auth_users",
    "pracownikid": "auth_users",
    "reviewerid": "auth_users",
    "recipientid": "auth_users",
    "senderid": "auth_users",
    "owneruserid": "auth_users",
    "authoruserid": "auth_users",
    "actoruserid": "auth_users",
    "roleid": "auth_roles",
    "roleids": "auth_roles",
    "organizationid": "directory_organizations",
    "parentid": "directory_organizations",
    "childids": "directory_organizations",
    "contractid": "contracts_contracts",
    "customerid": "customers_entities",
    "entityid": "customers_entities",
    "companyentityid": "customers_entities",
    "personids": "customers_entities",
    "companyids": "customers_entities",
    "dealid": "customers_deals",
    "tagid": "customers_tags",
    "tagids": "customers_tags",
    "dictionaryid": "dictionaries_dictionaries",
    "transactionid": "finance_transactions",
    "applytoroles": "auth_roles",
    "clearroleids": "auth_roles",
    "templateid": "contracts_text_templates",
    "materialid": "warehouse_materials",
    "eventid": "calendar_events",
    "measurementid": "measurements_measurements",
    "documentid": "documents_documents",
    "organizations": "directory_organizations",
    "organizationids": "directory_organizations",
}
TENANT: Final = "tenantid"
# A module has no more kinds of records than this that an unknown field is tried with.
MOST: Final = 14
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Asked:
    """One request with one id of somebody else in it."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Any = None

    def instead(self, foreign: str, other: str) -> "Asked":
        """The same request with another id in that place."""
        swap: Callable[[Any], Any] = lambda value: _swap(value, foreign, other)  # noqa: E731 - it is three words
        return Asked(swap(self.path), swap(dict(self.query)), swap(self.body))


def _swap(value: Any, foreign: str, other: str) -> Any:
    if isinstance(value, str):
        return value.replace(foreign, other)
    if isinstance(value, list):
        return [_swap(one, foreign, other) for one in value]  # pyright: ignore[reportUnknownVariableType] - JSON
    if isinstance(value, dict):
        return {name: _swap(one, foreign, other) for name, one in value.items()}  # pyright: ignore[reportUnknownVariableType] - JSON
    return value


def requests(
    operation: Operation, theirs: Mapping[str, str], mine: Mapping[str, str], bodies: Mapping[str, Json]
) -> Iterator[tuple[str, Asked]]:
    """Requests of an operation, each with the id of theirs that is in it; everything else in them is mine, and good.

    ``bodies`` are bodies by path that were accepted before.
    """
    path = _path(operation, mine)
    schemas = collect([(part, "validation", model) for part, model in _models(operation).items()])
    query = {name: schema for name, schema in _fields(schemas, "query").items() if _is_id(name, schema, schemas)}
    body = _body(operation, schemas, mine)
    if operation.method in ("POST", "PUT") and operation.path in bodies:
        own = {"id": body["id"]} if operation.method == "PUT" else {}
        known = _fields(schemas, "body")
        body = {name: value for name, value in bodies[operation.path].items() if name in known} | own
    for name in operation.path_types:
        for foreign in _candidates(operation, name, theirs):
            yield foreign, Asked(_path(operation, {**mine, "": foreign}, only=name), body=body)
    for name in query:
        for foreign in _candidates(operation, name, theirs):
            yield foreign, Asked(path, {name: foreign}, None if operation.id_anywhere else body)
            if "format" in _fields(schemas, "query"):
                yield foreign, Asked(path, {name: foreign, "format": "csv", "exportScope": "full"})
    for place in _places(body):
        for foreign in _candidates(operation, _name_of(place), theirs):
            yield foreign, Asked(path, body=_put(body, place, foreign))


def _models(operation: Operation) -> dict[str, type[BaseModel]]:
    return {part: model for part in ("query", "body") if (model := getattr(operation, part)) is not None}


def _fields(schemas: Schemas, part: str) -> dict[str, Json]:
    if part not in schemas.by_key:
        return {}
    return schemas.resolve(schemas.by_key[part]).get("properties", {})


def _path(operation: Operation, known: Mapping[str, str], only: str = "") -> str:
    path = operation.path
    for name, kind in operation.path_types.items():
        value = "1" if kind is int else known.get(_target(operation, name) or "", next(iter(known.values())))
        path = path.replace(f"{{{name}}}", known[""] if name == only else value)
    return path


def _is_id(name: str, schema: Json, schemas: Schemas) -> bool:
    for one in alternatives(schema, schemas.resolve):
        inner = schemas.resolve(one["items"]) if one.get("type") == "array" and "items" in one else one
        if inner.get("format") == "uuid":
            return True
    return name in ("id", "ids") or name.endswith(("Id", "Ids"))


def _body(operation: Operation, schemas: Schemas, mine: Mapping[str, str]) -> Any:
    """A body with a value in every field: ids of mine where ids belong, and something good elsewhere."""
    if operation.body is None:
        return None
    return _filled(schemas.by_key["body"], "", operation, schemas, mine)


def _filled(schema: Json, name: str, operation: Operation, schemas: Schemas, mine: Mapping[str, str]) -> Any:
    one = next(each for each in alternatives(schema, schemas.resolve) if each.get("type") != "null")
    if one.get("type") == "object" and "properties" in one:
        inner: dict[str, Json] = one["properties"]
        return {
            key: _filled(value, key, operation, schemas, mine) for key, value in inner.items() if key.lower() != TENANT
        }
    if one.get("type") == "array" and "items" in one:
        return [_filled(one["items"], name, operation, schemas, mine)]
    if _is_id(name, one, schemas):
        return mine.get(_target(operation, name) or "", next(iter(mine.values())))
    return good(one, 3, schemas.resolve)


def _places(value: Any, above: Place = ()) -> Iterator[Place]:
    """Where in a body ids stand: every text under a name for ids, and every text that looks like one."""
    if isinstance(value, dict):
        for name, inner in value.items():  # pyright: ignore[reportUnknownVariableType] - JSON
            yield from _places(inner, (*above, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
            yield from _places(inner, (*above, index))
    elif isinstance(value, str) and len(value) == 36 and value.count("-") == 4:
        yield above


def _name_of(place: Place) -> str:
    return next((str(part) for part in reversed(place) if isinstance(part, str)), "")


def _put(body: Any, place: Place, foreign: str) -> Any:
    if not place:
        return foreign
    first, rest = place[0], place[1:]
    if isinstance(body, list):
        return [_put(one, rest, foreign) if index == first else one for index, one in enumerate(body)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
    return {name: _put(one, rest, foreign) if name == first else one for name, one in body.items()}


def _target(operation: Operation, name: str) -> str | None:
    """The table whose rows a field of an operation points at, if its name or its column say so."""
    mounted = next((one for one in RESOURCES if one.path == operation.path), None)
    if name in ("id", "ids", "recordId"):
        table = operation.table or (mounted.resource.table if mounted else None)
        return None if table is None else str(table.__tablename__)
    if mounted is not None and (target := mounted.target(name)):
        return target
    return POINTS_AT.get(name.lower())


def _candidates(operation: Operation, name: str, theirs: Mapping[str, str]) -> Sequence[str]:
    """Ids of theirs to try in a field: of what it points at, or of everything the module keeps."""
    target = _target(operation, name)
    if target in theirs:
        return [theirs[target]]
    near = [table for table in theirs if table.startswith(f"{operation.module.name}_")]
    return [theirs[table] for table in (*near, "customers_entities", "contracts_contracts", "auth_users")][:MOST]


def kept_tables() -> list[str]:
    """Tables whose rows belong to a tenant, but for the log of reads, which is written a moment later."""
    return sorted(
        name
        for name, table in CLASSES.items()
        if table.owner == "tenant_id" and name != "access_logs" and "tenant_id" in sql_table(table).columns
    )
