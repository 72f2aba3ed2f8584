"""Cache of a tenant's field definitions, and those effective in an organization.

Without a selected organization all of the tenant's organizations count, and what one of them has removed does not hide
what another has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from bottega.kernel.context import Context
from bottega.platform.entities.definition_schema import FieldInput, stored_config
from bottega.platform.entities.effective_fields import FieldDefinition, Fields, resolve, together
from bottega.platform.entities.entity_ids import lenders

if TYPE_CHECKING:
    from bottega.kernel.application import Application

_NAMESPACE: Final = UUID("6f1cbf2e-0f6f-5d5a-9d0e-6b7d4a3b2c11")
# Told ``fields``, a mapping of entity ids to lists of fields that every tenant is to have.
DECLARING: Final = "entities.fields"
ANYWHERE: Final = UUID(int=0)
# One statement, because the first request after a change waits for it.
_READ: Final = """
SELECT (SELECT coalesce(jsonb_agg(to_jsonb(d)), '[]') FROM entities_definitions d WHERE tenant_id = $1) AS definitions,
       (SELECT coalesce(jsonb_agg(to_jsonb(f)), '[]') FROM entities_forms f WHERE tenant_id = $1) AS forms,
       (SELECT coalesce(jsonb_agg(to_jsonb(e) ORDER BY sort_key(label), entity_id), '[]')
        FROM entities_entities e WHERE tenant_id = $1) AS entities
"""


@dataclass(frozen=True)
class Invented:
    """A custom entity, as stored."""

    id: UUID
    entity_id: str
    organization_id: UUID | None
    label: str
    description: str | None
    label_field: str | None
    default_editor: str | None
    show_in_sidebar: bool
    is_restricted: bool
    is_active: bool
    updated_at: datetime


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything a tenant has defined, and what modules declare for every tenant; a change makes another one."""

    definitions: Mapping[str, Sequence[FieldDefinition]]
    forms: Mapping[tuple[str, UUID | None], Mapping[str, Any]]
    entities: Mapping[str, Sequence[Invented]]
    declared: Mapping[str, Sequence[FieldDefinition]]
    # What was asked before; nothing of a catalog changes.
    _resolved: dict[tuple[str, UUID | None], Fields] = field(default_factory=dict[Any, Fields])
    _of_records: dict[tuple[str, UUID | None], Fields] = field(default_factory=dict[Any, Fields])

    def fields(self, entity_id: str, organization_id: UUID | None) -> Fields:
        """The fields of an entity in an organization, by priority."""
        place = (entity_id, organization_id)
        found = self._resolved.get(place)
        if found is None:
            found = self._resolved[place] = resolve(self.candidates(entity_id, organization_id))
        return found

    def of_records(self, entity_id: str, organization_id: UUID | None) -> Fields:
        """The fields that records of an entity hold: its own, and those of entities that lend them theirs."""
        place = (entity_id, organization_id)
        found = self._of_records.get(place)
        if found is None:
            found = self.fields(entity_id, organization_id)
            for lender in lenders(entity_id):
                found = together(found, self.fields(lender, organization_id))
            self._of_records[place] = found
        return found

    def stored_as(self, entity_id: str, organization_id: UUID | None) -> dict[str, tuple[str, bool]]:
        """What the values that records hold are, by key: their kind, and whether they are encrypted.

        Those of a removed field are what they were.
        """
        listed = self.of_records(entity_id, organization_id).listed
        found: dict[str, tuple[str, bool]] = {}
        for whose in {one.entity for one in listed.values()}:
            for one in sorted(self.candidates(whose, organization_id), key=lambda one: one.rank):
                if listed[one.key].entity == whose and not one.is_shadow:
                    found[one.key] = (one.kind, one.sealed)
        return found

    def candidates(self, entity_id: str, organization_id: UUID | None) -> list[FieldDefinition]:
        """Every definition that could count in an organization."""
        found = [*self.declared.get(entity_id, ()), *self.definitions.get(entity_id, ())]
        if organization_id is None:
            return [one for one in found if not (one.organization_id and one.is_removed)]
        return [one for one in found if one.organization_id in (None, organization_id)]

    @property
    def places(self) -> set[UUID]:
        """The organizations that define something of their own, and one that stands for all the others."""
        own = {one.organization_id for found in self.definitions.values() for one in found}
        return {ANYWHERE, *(place for place in own if place is not None)}

    def form(self, entity_id: str, organization_id: UUID | None) -> Mapping[str, Any]:
        """How the fields of an entity are arranged in an organization."""
        return self.forms.get((entity_id, organization_id)) or self.forms.get((entity_id, None)) or {}

    @property
    def restricted(self) -> list[str]:
        """The custom entities whose records ask for a permission of their own, wherever that was said."""
        return [name for name in self.entities if self.is_restricted(name)]

    def is_restricted(self, entity_id: str) -> bool:
        """Whether records of an entity ask for a permission of their own."""
        return any(one.is_restricted for one in self.entities.get(entity_id, ()))

    def entity(self, entity_id: str, organization_id: UUID | None) -> Invented | None:
        """The active custom entity behind an id, as an organization sees it."""
        seen = [
            one
            for one in self.entities.get(entity_id, ())
            if organization_id is None or one.organization_id in (None, organization_id)
        ]
        nearest = max(seen, key=lambda one: (one.organization_id is not None, one.updated_at), default=None)
        return nearest if nearest is not None and nearest.is_active else None

    def visible_entities(self, organization_id: UUID | None) -> list[Invented]:
        """Every active custom entity an organization sees, by label."""
        return [one for name in self.entities if (one := self.entity(name, organization_id)) is not None]


def _declared(entity_id: str, one: FieldInput, priority: int) -> FieldDefinition:
    return FieldDefinition(
        uuid5(_NAMESPACE, f"{entity_id} {one.key}"),
        entity_id,
        one.key,
        one.kind,
        stored_config(one, priority),
        None,
        None,
        one.is_active,
        is_removed=False,
        is_shadow=False,
        updated_at=datetime.min.replace(tzinfo=UTC),
    )


async def lock(ctx: Context, entity_id: str) -> None:
    """Wait until nobody else is defining the entity, and keep others waiting until the commit."""
    await ctx.begin()
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{ctx.tenant_id} entity {entity_id}")


async def catalog_of(ctx: Context) -> Catalog:
    """The catalog of the tenant; what this command has changed itself is read afresh."""
    if ctx.changed:
        return await read_catalog(ctx)
    return await _cache(ctx.app).get(ctx.tenant_id, "catalog", lambda: read_catalog(ctx))


def _cache(app: "Application") -> Any:
    return app.once(
        "entities.catalogs", lambda: app.caches.of("entities_definitions", "entities_forms", "entities_entities")
    )


async def read_catalog(ctx: Context) -> Catalog:
    """The catalog as this transaction sees it."""
    row = await ctx.require(_READ, ctx.tenant_id)
    definitions: dict[str, list[FieldDefinition]] = {}
    for one in row["definitions"]:
        definitions.setdefault(one["entity_id"], []).append(_definition_of(one))
    forms = {(one["entity_id"], _uuid(one["organization_id"])): one["config"] for one in row["forms"]}
    entities: dict[str, list[Invented]] = {}
    for one in row["entities"]:
        entities.setdefault(one["entity_id"], []).append(_invented_of(one))
    fields: dict[str, list[FieldInput]] = {}
    await ctx.tell(DECLARING, fields=fields)
    declared = {
        entity_id: [_declared(entity_id, one, priority) for priority, one in enumerate(found)]
        for entity_id, found in fields.items()
    }
    return Catalog(definitions, forms, entities, declared)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


def _definition_of(row: Mapping[str, Any]) -> FieldDefinition:
    return FieldDefinition(
        UUID(row["id"]),
        row["entity_id"],
        row["key"],
        row["kind"],
        row["config"] or {},
        _uuid(row["organization_id"]),
        UUID(row["tenant_id"]),
        row["is_active"],
        row["is_removed"],
        row["config"] is None,
        datetime.fromisoformat(row["updated_at"]),
    )


def _invented_of(row: Mapping[str, Any]) -> Invented:
    return Invented(
        UUID(row["id"]),
        row["entity_id"],
        _uuid(row["organization_id"]),
        row["label"],
        row["description"],
        row["label_field"],
        row["default_editor"],
        row["show_in_sidebar"],
        row["is_restricted"],
        row["is_active"],
        datetime.fromisoformat(row["updated_at"]),
    )
