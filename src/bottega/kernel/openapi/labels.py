"""Words of fields in the OpenAPI document: ``title``, ``x-enum-labels``, ``x-hint``, and ``x-relation`` of references.

A schema that operations of several modules share is labelled with the words all modules share.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from bottega.kernel.common_words import COMMON, VARIANTS
from bottega.kernel.database.loose_references import entity_behind
from bottega.kernel.database.tables import sql_table
from bottega.kernel.modules import Module
from bottega.kernel.openapi.responses import OK, answers
from bottega.kernel.openapi.schemas import Schemas, describable
from bottega.kernel.operation import Operation
from bottega.kernel.schemas import snake_name
from bottega.kernel.words import Words

Json = dict[str, Any]
Part = Literal["query", "body", "answer"]

_ALTERNATIVES: Final = ("anyOf", "oneOf", "allOf")


@dataclass(frozen=True)
class Property:
    """A property of a schema where an operation takes or answers it; ``component`` is the schema that it stands in."""

    operation: Operation
    part: Part
    wire: str
    schema: Json
    component: str

    @property
    def name(self) -> str:
        """Its name, as words are declared by it; of a variant of a filter that of the filter."""
        return snake_name(self.schema.get("x-filter", self.wire)).removeprefix("filter_")

    @property
    def variant(self) -> str | None:
        """Which variant of a filter it is, if it is one: ``in``."""
        return self.schema.get("x-variant")

    @property
    def screen(self) -> str:
        """The screen it is on."""
        return self.operation.screen


def properties(operations: Iterable[Operation], schemas: Schemas) -> Iterator[Property]:
    """Every property that operations take or answer with success, those of nested objects too."""
    for operation in operations:
        for part, schema in _described(operation, schemas):
            for wire, found, component in _walked(schema, schemas, ""):
                yield Property(operation, part, wire, found, component)


def _described(operation: Operation, schemas: Schemas) -> Iterator[tuple[Part, Json]]:
    if operation.query is not None:
        yield "query", schemas.by_key[f"{operation.key} query"]
    if operation.body is not None:
        yield "body", schemas.by_key[f"{operation.key} body"]
    for status, (_said, answer) in answers(operation).items():
        if status in OK and describable(answer) is not None:
            yield "answer", schemas.by_key[f"{operation.key} {status}"]


def _walked(schema: Json, schemas: Schemas, inside: str, seen: tuple[str, ...] = ()) -> Iterator[tuple[str, Json, str]]:
    """Name, schema, and the component it stands in, of each property; recursion stops at the first repetition."""
    name: str | None = schema.get("$ref")
    if name is not None:
        if name not in seen:
            yield from _walked(schemas.resolve(schema), schemas, name, (*seen, name))
        return
    for wire, found in cast("dict[str, Json]", schema.get("properties", {})).items():
        yield wire, found, inside
        yield from _walked(found, schemas, inside, seen)
    for inner in _inner(schema):
        yield from _walked(inner, schemas, inside, seen)


def _inner(schema: Json) -> Iterator[Json]:
    for key in _ALTERNATIVES:
        yield from cast("list[Json]", schema.get(key, []))
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield schema[key]


def closed_sets(schema: Json, schemas: Schemas) -> Iterator[Json]:
    """The schemas that list what a property may be: itself, one of its alternatives, or its items."""
    here = schemas.resolve(schema)
    if "enum" in here:
        yield here
    if "properties" not in here:
        for inner in _inner(here):
            yield from closed_sets(inner, schemas)


def looked_up(modules: Sequence[Module], schemas: Schemas) -> Iterator[tuple[Property, Sequence[Words]]]:
    """Every property of all modules, and the words it is looked up in, one after the other."""
    found = list(properties([operation for module in modules for operation in module.operations], schemas))
    owners: dict[str, set[str]] = {}
    for one in found:
        owners.setdefault(one.component, set()).add(one.operation.module.name)
    for one in found:
        is_shared = one.component != "" and len(owners[one.component]) > 1
        yield one, (COMMON,) if is_shared else (one.operation.module.words, COMMON)


def label(modules: Sequence[Module], schemas: Schemas, locale: str) -> None:
    """Write the words of all modules into the schemas."""
    for one, known in looked_up(modules, schemas):
        _write(one, schemas, known, locale)


def label_one(operation: Operation, schemas: Schemas, locale: str) -> None:
    """Write the words of one operation into schemas that describe it alone."""
    for one in properties([operation], schemas):
        _write(one, schemas, (operation.module.words, COMMON), locale)


def _write(one: Property, schemas: Schemas, known: Sequence[Words], locale: str) -> None:
    title = next((text for words in known if (text := words.name(one.screen, one.name))), None)
    if title is not None:
        said = VARIANTS[one.variant](locale, word=title) if one.variant else title(locale)
        one.schema.setdefault("title", said)
    hint = next((text for words in known if (text := words.below(one.screen, one.name))), None)
    if hint is not None and one.variant is None:
        one.schema.setdefault("x-hint", hint(locale))
    texts = next((texts for words in known if (texts := words.texts(one.screen, one.name))), None)
    if texts is not None:
        for values in closed_sets(one.schema, schemas):
            members = {str(member) for member in values["enum"]}
            labels = {member: text(locale) for member, text in texts.items() if member in members}
            values.setdefault("x-enum-labels", labels)
    if (target := relation_of(one)) is not None:
        one.schema.setdefault("x-relation", target)


def relation_of(one: Property) -> str | None:
    """The entity whose id a property holds, as the column of its operation's table knows it."""
    table = one.operation.table
    if table is None or one.variant == "empty" or one.name not in sql_table(table).columns:
        return None
    return entity_behind(sql_table(table).columns[one.name])
