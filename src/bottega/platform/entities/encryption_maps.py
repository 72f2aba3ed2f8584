"""Encryption maps: the encrypted columns of an entity by tenant, changeable while in use.

What the tables describe is the map of a tenant that never said otherwise. Saving another one takes effect at once for
what is written from then on; what is stored follows in a job, and nothing that is read depends on how far it is.
"""

import re
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field, StringConstraints

from bottega.kernel import jobs
from bottega.kernel.context import Context
from bottega.kernel.database.tables import CLASSES, Table, sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Forbidden, Invalid, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.reencryption import resealing
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.search_rows import spec_of
from bottega.kernel.writes import changes
from bottega.platform.entities.catalog import lock
from bottega.platform.entities.definitions import MANAGE, EntityQuery
from bottega.platform.entities.entity_ids import ENTITY_REQUIRED, EntityId
from bottega.platform.entities.module import module
from bottega.platform.entities.tables import EncryptionMap

JOB: Final = "entities.reseal"
NOTHING_TO_ENCRYPT: Final = T(
    en="No field of this entity can be encrypted here; whether custom fields are encrypted is said in their own"
    " definition",
    pl="Żadnego pola tej encji nie można tu zaszyfrować; o szyfrowaniu pól dodatkowych decyduje ich własna definicja",
)
UNKNOWN: Final = T(en="The entity has no such field", pl="Encja nie ma takiego pola")
TWICE: Final = T(en="This field appears twice", pl="To pole powtarza się")
NOT_TEXT: Final = T(en="Only text can be encrypted", pl="Zaszyfrować można tylko tekst")
ASKED_FOR: Final = T(
    en="The database filters, sorts, searches or compares this field, which it cannot do with encrypted text",
    pl="Baza danych filtruje, sortuje, przeszukuje lub porównuje to pole, a zaszyfrowanego tekstu nie może",
)
READ_OPEN: Final = T(
    en="The module that this field belongs to does not read it encrypted",
    pl="Moduł, do którego należy to pole, nie odczytuje go w postaci zaszyfrowanej",
)
BAD_HASH: Final = T(en="The hash of this field is kept in {column}", pl="Skrót tego pola jest przechowywany w {column}")
NO_HASH: Final = T(en="No hash is kept of this field", pl="Dla tego pola nie jest przechowywany skrót")

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class EncryptedField(Input):
    """A field that is encrypted at rest."""

    field: Name
    hash_field: Name | None = Field(default=None, description="The column with the keyed hash it is looked up by.")


class MapInput(Input):
    """The fields of an entity that are to be encrypted; the others are to be stored as they are."""

    entity_id: EntityId
    fields: list[EncryptedField] = Field(min_length=1, max_length=200)
    is_active: bool = Field(default=True, description="false: none of them.")
    tenant_id: UUID | None = Field(default=None, description="Ignored: the map is that of the caller's tenant.")
    organization_id: UUID | None = Field(
        default=None, description="Ignored: a tenant's keys are one for all its organizations."
    )


class FieldItem(Schema):
    """A field that is encrypted at rest."""

    field: str
    hash_field: str | None


class Work(Schema):
    """How far stored values follow the map and the key; several passes over all of them may be needed."""

    running: bool
    done: int
    total: int
    passes: int


class MapAnswer(Schema):
    """Map."""

    entity_id: str
    tenant_id: UUID
    organization_id: UUID | None
    fields: list[FieldItem]
    is_active: bool
    progress: Work


@module.get("/encryption", MANAGE, name="encryption.read", answer=MapAnswer, answers={400: "Missing entity id"})
async def read_map(ctx: Context, query: EntityQuery) -> dict[str, Any]:
    """Fetch encryption map.

    The encrypted fields of an entity in the caller's tenant, and how far stored values have followed the last change.
    """
    if not query.entity_id:
        raise Invalid.of_field("entityId", ENTITY_REQUIRED)
    row = await ctx.query_one(
        "SELECT fields, is_active FROM entities_encryption_maps WHERE tenant_id = $1 AND entity_id = $2",
        ctx.tenant_id,
        query.entity_id,
    )
    table = mappable(query.entity_id)
    fields = row["fields"] if row else usual_fields(table) if table else []
    work = await resealing.progress_of(ctx)
    return {
        "entityId": query.entity_id,
        "tenantId": ctx.tenant_id,
        "organizationId": ctx.scope.organization_id,
        "fields": fields,
        "isActive": row["is_active"] if row else True,
        "progress": {"running": work.running, "done": work.done, "total": work.total, "passes": work.passes},
    }


@module.post(
    "/encryption",
    MANAGE,
    name="encryption.save",
    status=200,
    label=T(en="Change encrypted fields", pl="Zmiana szyfrowanych pól"),
    undoable=False,
    instead=T(en="Save the former map again", pl="Zapisz ponownie poprzednią mapę"),
    answers={400: "Invalid payload"},
)
async def save_map(ctx: Context, data: MapInput) -> Done:
    """Upsert encryption map.

    In the whole tenant. Fields left out are stored as they are from now on. What is stored already is encrypted or
    opened by a job; meanwhile everything is read, searched and changed as before.
    """
    ctx.refuse_closed()
    if ctx.scope.allowed is not None:
        # Somebody of one organization does not decide for the others.
        raise Forbidden
    table = mappable(data.entity_id)
    if table is None:
        raise Invalid.of_field("entityId", NOTHING_TO_ENCRYPT)
    names = _checked(table, data.fields)
    await lock(ctx, f"map of {data.entity_id}")
    stored_id = await ctx.query_value(
        "SELECT id FROM entities_encryption_maps WHERE tenant_id = $1 AND entity_id = $2", ctx.tenant_id, data.entity_id
    )
    fields = [field for field in _described(table) if field["field"] in names]
    if stored_id is None:
        values = {"entity_id": data.entity_id, "fields": fields, "is_active": data.is_active}
        await changes.insert(ctx, EncryptionMap, values)
    else:
        await changes.update(ctx, EncryptionMap, stored_id, {"fields": fields, "is_active": data.is_active})
    if await resealing.choose(ctx, table, names if data.is_active else ()):
        await jobs.enqueue(ctx, JOB)
    return Done()


def mappable(entity_id: str) -> type[Table] | None:
    """The table of an entity that can be encrypted, if it has any column that can be."""
    for table in CLASSES.values():
        if getattr(table, "entity", None) == entity_id and sealing.has_sealed(table):
            return table
    return None


def _described(table: type[Table]) -> list[dict[str, Any]]:
    columns = sql_table(table).columns
    return [
        {"field": name, "hashField": f"{name}_hash" if f"{name}_hash" in columns else None}
        for name in sealing.sealed_names(table)
    ]


def usual_fields(table: type[Table]) -> list[dict[str, Any]]:
    """What is encrypted where nobody said otherwise."""
    columns = sql_table(table).columns
    return [field for field in _described(table) if columns[field["field"]].info["by_default"]]


def _checked(table: type[Table], sent: list[EncryptedField]) -> set[str]:
    """The names of the fields; 400 with a sentence for every one that cannot be encrypted."""
    hashes = {field["field"]: field["hashField"] for field in _described(table)}
    issues: list[dict[str, Any]] = []
    names: set[str] = set()
    for index, one in enumerate(sent):
        reason = TWICE if one.field in names else refusal(table, one.field)
        if reason is not None:
            issues.append({"code": "custom", "path": ["fields", index, "field"], "message": reason})
        elif one.hash_field is not None and one.hash_field != hashes[one.field]:
            kept = hashes[one.field]
            message = BAD_HASH.given(column=kept) if kept else NO_HASH
            issues.append({"code": "custom", "path": ["fields", index, "hashField"], "message": message})
        names.add(one.field)
    if issues:
        raise InvalidInput(issues)
    return names


def refusal(table: type[Table], name: str) -> T | None:
    """Why a column cannot be encrypted; None when it can."""
    described = sql_table(table)
    column = described.columns.get(name)
    if column is None:
        return UNKNOWN
    if column.info.get("sealed"):
        return None
    if column.type.python_type is not str:
        return NOT_TEXT
    spec = spec_of(described.name)
    parts = [str(part) for index in described.indexes for part in index.expressions]
    parts += [rule.sql for rule in table.rules]
    asked_for = any(re.search(rf"\b{name}\b", part) for part in parts)
    return ASKED_FOR if asked_for or (spec is not None and name in spec.columns) else READ_OPEN
