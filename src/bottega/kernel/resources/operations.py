"""The four operations of a resource, built as ``Operation`` records."""

import typing
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module, Run
from bottega.kernel.operation import Operation, documented
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.schemas import Created, Done, page_schema
from bottega.kernel.schemas import Id, Input, Query

if TYPE_CHECKING:
    from bottega.kernel.resources.resource import Resource

Verb = Literal["list", "create", "update", "delete"]

METHODS: Final[Mapping[Verb, str]] = {"list": "GET", "create": "POST", "update": "PUT", "delete": "DELETE"}
CREATE: Final = T(en="Create {what}", pl="Dodanie: {what}")
UPDATE: Final = T(en="Update {what}", pl="Zmiana: {what}")
DELETE: Final = T(en="Delete {what}", pl="Usunięcie: {what}")


class IdQuery(Query):
    """The id of the record to delete, when it is not in the body."""

    id: str | None = None


def operations(resource: "Resource", module: Module, path: str) -> dict[Verb, Operation]:
    """List, create, update and delete, as far as the resource says who may do so."""
    derived: dict[Verb, dict[str, Any]] = {
        "list": _list(resource),
        "create": _create(resource),
        "update": _update(resource),
        "delete": _delete(resource),
    }
    return {
        verb: Operation(
            module=module,
            method=METHODS[verb],
            path=module.root + path,
            name=f"{resource.name or screen_name(path)}.{verb}",
            section=module.section,
            table=resource.table,
            whole=resource.whole,
            **own,
        )
        for verb, own in derived.items()
        if all(own["features"])
    }


def replaced(derived: Operation, run: Run, options: dict[str, Any]) -> Operation:
    """A derived operation with another handler, whose docstring, annotations and options say what differs."""
    hints = typing.get_type_hints(run)
    summary, description = documented(run)
    answer = hints.get("return", Any)
    said: dict[str, Any] = {
        "run": run,
        "summary": summary,
        "description": description,
        "body": _narrower(derived.body, hints.get("data")),
        "query": _narrower(derived.query, hints.get("query")),
        "answer": derived.answer if answer is Any else answer,
    }
    said["answers"] = {**derived.answers, **options.pop("answers", {})}
    return replace(derived, **said | options)


def _narrower(derived: Any, annotated: Any) -> Any:
    """What a handler says it takes; the derived schema, where its annotation is only the base of that (``Input``)."""
    if annotated is None or (derived is not None and issubclass(derived, annotated)):
        return derived
    return annotated


def screen_name(path: str) -> str:
    """What the names of a resource's operations begin with, by the path it is mounted at."""
    return path.strip("/").replace("/", ".")


def _what(resource: "Resource", text: T) -> T:
    return T(*(getattr(text, locale).format(what=_label(resource, locale)) for locale in ("en", "pl")))


def _label(resource: "Resource", locale: str) -> str:
    """What a record is called in the middle of a sentence; "WZ" and "AGD" keep their capitals."""
    first, _, rest = str(getattr(resource.label, locale)).partition(" ")
    return f"{first if first.isupper() else first.lower()} {rest}".strip()


def _list(resource: "Resource") -> dict[str, Any]:
    async def run(ctx: Context, query: ListQuery) -> Any:
        return await resource.page(ctx, query)

    plural = resource.plural.en.lower()
    return {
        "run": run,
        "features": (resource.access.view,),
        "summary": f"List {plural}",
        "description": f"A page of {plural} of the caller's organizations, filtered, sorted and searched; "
        "with `format` a file of all of them. With `id` the one record is whole: it has the columns that are not "
        "listed, too.",
        "query": resource.query,
        "answer": page_schema(resource.table, resource.shown, only_by_id=resource.only_by_id),
        "source": resource.source,
    }


def _create(resource: "Resource") -> dict[str, Any]:
    async def run(ctx: Context, data: Input) -> Created:
        return await resource.create(ctx, data)

    return {
        "run": run,
        "features": (resource.access.create or resource.access.manage,),
        "summary": f"Create {_label(resource, 'en')}",
        "description": f"Adds a {_label(resource, 'en')} to the selected organization.",
        "body": resource.input,
        "status": 201,
        "answer": Created,
        "label": _what(resource, CREATE),
        "answers": {} if resource.parent is None else {404: resource.parent.missing.en},
    }


def _update(resource: "Resource") -> dict[str, Any]:
    async def run(ctx: Context, data: Input) -> Done:
        return await resource.update(ctx, data)

    return {
        "run": run,
        "features": (resource.access.edit or resource.access.manage,),
        "summary": f"Update {_label(resource, 'en')}",
        "description": f"Changes the fields of a {_label(resource, 'en')} that are sent.",
        "body": resource.update_input,
        "answer": Done,
        "label": _what(resource, UPDATE),
    }


def _delete(resource: "Resource") -> dict[str, Any]:
    async def run(ctx: Context, data: Id) -> Done:
        return await resource.delete(ctx, data)

    return {
        "run": run,
        "features": (resource.access.delete or resource.access.manage,),
        "summary": f"Delete {_label(resource, 'en')}",
        "description": f"Deletes a {_label(resource, 'en')}, by id in the body or in the query.",
        "body": Id,
        "query": IdQuery,
        "id_anywhere": True,
        "answer": Done,
        "label": _what(resource, DELETE),
    }
