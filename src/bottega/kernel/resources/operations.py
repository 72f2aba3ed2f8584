"""The four operations of a resource, built as ``Operation`` records."""

import typing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

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

CREATE = T(en="Create {what}", pl="Dodanie: {what}")
UPDATE = T(en="Update {what}", pl="Zmiana: {what}")
DELETE = T(en="Delete {what}", pl="Usunięcie: {what}")


class IdQuery(Query):
    """The id of the record to delete, when it is not in the body."""

    id: str | None = None


def operations(resource: "Resource", module: Module, path: str) -> dict[Verb, Operation]:
    """List, create, update and delete, as far as the resource says who may do so."""
    made: dict[Verb, Operation] = {
        "list": _list(resource, module, path),
        "create": _create(resource, module, path),
        "update": _update(resource, module, path),
        "delete": _delete(resource, module, path),
    }
    return {verb: one for verb, one in made.items() if all(one.features)}


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


def _name(path: str, verb: str) -> str:
    return f"{screen_name(path)}.{verb}"


def _what(resource: "Resource", text: T) -> T:
    return T(*(getattr(text, locale).format(what=_label(resource, locale)) for locale in ("en", "pl")))


def _label(resource: "Resource", locale: str) -> str:
    """What a record is called in the middle of a sentence; "WZ" and "AGD" keep their capitals."""
    first, _, rest = str(getattr(resource.label, locale)).partition(" ")
    return f"{first if first.isupper() else first.lower()} {rest}".strip()


def _list(resource: "Resource", module: Module, path: str) -> Operation:
    async def run(ctx: Context, query: ListQuery) -> Any:
        return await resource.page(ctx, query)

    plural = resource.plural.en.lower()
    return Operation(
        module,
        "GET",
        module.root + path,
        run,
        _name(path, "list"),
        summary=f"List {plural}",
        description=f"A page of {plural} of the caller's organizations, filtered, sorted and searched; "
        "with `format` a file of all of them. With `id` the one record is whole: it has the columns that are not "
        "listed, too.",
        section=module.section,
        features=(resource.access.view,),
        query=resource.query,
        answer=page_schema(resource.table, resource.shown, only_by_id=resource.only_by_id),
        table=resource.table,
        source=resource.source,
        whole=resource.whole,
    )


def _create(resource: "Resource", module: Module, path: str) -> Operation:
    async def run(ctx: Context, data: Input) -> Created:
        return await resource.create(ctx, data)

    access = resource.access
    what = _label(resource, "en")
    return Operation(
        module,
        "POST",
        module.root + path,
        run,
        _name(path, "create"),
        summary=f"Create {what}",
        description=f"Adds a {what} to the selected organization.",
        section=module.section,
        features=(access.create or access.manage,),
        body=resource.input,
        status=201,
        answer=Created,
        label=_what(resource, CREATE),
        table=resource.table,
        whole=resource.whole,
        answers={} if resource.parent is None else {404: resource.parent.missing},
    )


def _update(resource: "Resource", module: Module, path: str) -> Operation:
    async def run(ctx: Context, data: Input) -> Done:
        return await resource.update(ctx, data)

    access = resource.access
    what = _label(resource, "en")
    return Operation(
        module,
        "PUT",
        module.root + path,
        run,
        _name(path, "update"),
        summary=f"Update {what}",
        description=f"Changes the fields of a {what} that are sent.",
        section=module.section,
        features=(access.edit or access.manage,),
        body=resource.update_input,
        answer=Done,
        label=_what(resource, UPDATE),
        table=resource.table,
        whole=resource.whole,
    )


def _delete(resource: "Resource", module: Module, path: str) -> Operation:
    async def run(ctx: Context, data: Id) -> Done:
        return await resource.delete(ctx, data)

    access = resource.access
    what = _label(resource, "en")
    return Operation(
        module,
        "DELETE",
        module.root + path,
        run,
        _name(path, "delete"),
        summary=f"Delete {what}",
        description=f"Deletes a {what}, by id in the body or in the query.",
        section=module.section,
        features=(access.delete or access.manage,),
        body=Id,
        query=IdQuery,
        id_anywhere=True,
        answer=Done,
        label=_what(resource, DELETE),
        table=resource.table,
        whole=resource.whole,
    )
