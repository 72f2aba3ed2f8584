"""Tools about records: search across them, and the entities they are of."""

from typing import Any, Final

from pydantic import Field
from sqlalchemy import Column

from bottega.kernel.database.loose_references import entity_behind
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.i18n import T
from bottega.kernel.operation import Operation
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.schemas import Input
from bottega.kernel.text.folding import fold
from bottega.platform.ai_assistant.callers import Caller
from bottega.platform.ai_assistant.calls import Wanted, call_operation
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.operation_catalog import catalog_of, title_of
from bottega.platform.ai_assistant.tool_answers import bounded, items_of

Json = dict[str, Any]

# The operation of the search module, where the application has it.
SEARCH_PATH: Final = "/search/search"
# Without it so many lists are asked, each for its first records.
MOST_LISTS: Final = 25
NO_ENTITIES: Final = T(en='No entities found matching "{query}"', pl="Nie znaleziono encji pasujących do „{query}”")
# What of a record says which one it is.
TITLES: Final = ("name", "nazwa", "displayName", "display_name", "title", "tytul", "numer", "number", "email", "label")


class SearchQuery(Input):
    """What is looked for."""

    query: str = Field(min_length=1, max_length=200, description="A name, a number, or a part of one.")
    limit: int = Field(default=20, ge=1, le=50)


class DiscoverSchema(Input):
    """Which entities."""

    query: str = Field(min_length=1, max_length=200)
    limit: int = Field(default=5, ge=1, le=20)


@module.tool(
    "search_query",
    title=T(en="Search records", pl="Szukaj rekordów"),
    description=T(
        en="Search all records that you may see, by a name, a number or a part of one.",
        pl="Szukaj we wszystkich rekordach, które możesz zobaczyć, po nazwie, numerze lub ich części.",
    ),
)
async def search_query(caller: Caller, args: SearchQuery) -> Json:
    """Records by words: by the search module, or list by list."""
    found = catalog_of(caller.app).at("GET", SEARCH_PATH)
    if found is not None and caller.may_call(found[0]):
        asked = Wanted("GET", SEARCH_PATH, {"q": args.query, "limit": args.limit})
        return bounded(await call_operation(caller, asked), caller.locale)
    return bounded(await _lists(caller, args.query, args.limit), caller.locale)


async def _lists(caller: Caller, query: str, limit: int) -> Json:
    """What lists that can be searched find, each its first few records."""
    results: list[Json] = []
    for operation in _searchable(caller)[:MOST_LISTS]:
        answer = await call_operation(caller, Wanted("GET", operation.path, {"search": query, "pageSize": 5}))
        items = items_of(answer)
        title = title_of(operation)
        shown = title(caller.locale) if isinstance(title, T) else title
        results += [
            {
                "type": operation.table.entity,
                "list": shown,
                "path": operation.path,
                "id": one.get("id"),
                "title": titled(one),
            }
            for one in items
        ]
        if len(results) >= limit:
            break
    return {"success": True, "data": {"items": results[:limit], "total": len(results)}}


def _searchable(caller: Caller) -> list[Operation]:
    """The lists of records that a caller may see and that understand ``search``."""
    return [
        entry.operation
        for entry in catalog_of(caller.app).entries
        if entry.operation.method == "GET"
        and entry.operation.query is not None
        and issubclass(entry.operation.query, ListQuery)
        and entry.operation.table is not None
        and "{" not in entry.operation.path
        and caller.may_call(entry.operation)
    ]


def titled(record: Json) -> str:
    """What a record is called, as well as its fields tell."""
    named = next((str(record[name]) for name in TITLES if record.get(name)), None)
    if named is not None:
        return named
    people = [str(record[name]) for name in ("firstName", "first_name", "lastName", "last_name") if record.get(name)]
    return " ".join(people) or str(record.get("id", ""))


@module.tool(
    "discover_schema",
    title=T(en="Describe entities", pl="Opisz encje"),
    description=T(
        en="Entities of this application that you may see: their fields and what they refer to.",
        pl="Encje tej aplikacji, które możesz zobaczyć: ich pola i powiązania.",
    ),
)
async def discover_schema(caller: Caller, args: DiscoverSchema) -> Json:
    """Entities by words."""
    seen = _tables(caller)
    wanted = fold(args.query).split()
    found = [
        _entity(caller, table, operation)
        for table, operation in seen.items()
        if any(word in fold(_words(table, operation)) for word in wanted)
    ][: args.limit]
    if found:
        return {"success": True, "count": len(found), "entities": found}
    names = sorted({table.entity for table in seen})
    return {
        "success": False,
        "error": NO_ENTITIES(caller.locale, query=args.query),
        "suggestions": names[:20],
        "count": 0,
        "entities": [],
    }


def _tables(caller: Caller) -> dict[Any, Operation]:
    """The tables whose lists a caller may see, and one operation that reads each."""
    found: dict[Any, Operation] = {}
    for entry in catalog_of(caller.app).entries:
        operation = entry.operation
        if operation.table is not None and operation.method == "GET" and caller.may_call(operation):
            found.setdefault(operation.table, operation)
    return found


def _words(table: Any, operation: Operation) -> str:
    title = title_of(operation)
    titles = [title("en"), title("pl")] if isinstance(title, T) else [title]
    return " ".join([table.__name__, table.entity, *titles])


def _entity(caller: Caller, table: type[Table], operation: Operation) -> Json:
    """An entity with the fields that lists know by a word, and what they refer to."""
    columns = [
        column for column in sql_table(table).columns if column.name not in ("tenant_id", "custom", "deleted_at")
    ]
    relationships = [
        {"relationship": column.name, "target": target, "property": column.name, "nullable": bool(column.nullable)}
        for column in columns
        if (target := entity_behind(column)) is not None
    ]
    return {
        "className": table.__name__,
        "tableName": table.__tablename__,
        "module": operation.module.name,
        "entity": vars(table).get("entity", ""),
        "fields": [_field(caller, operation, column) for column in columns],
        "relationships": relationships,
    }


def _field(caller: Caller, operation: Operation, column: Column[Any]) -> Json:
    word = operation.word(column.name)
    found: Json = {"name": column.name, "type": str(column.type).lower(), "nullable": bool(column.nullable)}
    if word is not None:
        found["title"] = word(caller.locale)
    return found
