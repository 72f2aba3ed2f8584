"""Tables of field definitions, custom entities, records and encryption maps.

A definition is never deleted: one that is removed hides its key in the organization it belongs to, also where a wider
definition stands behind it. A removed definition without a ``config`` stands only for that.
"""

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.tables import TenantChild, TenantTable, sql_table, unique
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_indexes import index_for_listing
from bottega.kernel.search_rows import make_searchable

_NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid"
_ONCE = T(en="It is being saved by somebody else", pl="Ktoś inny właśnie to zapisuje")


class Definition(TenantChild):
    """A custom field of an entity, in one organization or, without one, in the whole tenant."""

    __tablename__ = "entities_definitions"
    entity: ClassVar[str] = "entities:definition"
    is_record: ClassVar[bool] = True
    announces = "insert update delete"
    rules = (unique("key", f"entity_id, key, coalesce(organization_id, {_NOBODY})", _ONCE),)

    organization_id: Mapped[UUID | None]
    entity_id: Mapped[str]
    key: Mapped[str]
    kind: Mapped[str]
    config: Mapped[dict[str, Any] | None]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    is_removed: Mapped[bool] = mapped_column(server_default=text("false"))


class Form(TenantChild):
    """How the fields of an entity are arranged: its fieldsets, and whether a record has one of them or several."""

    __tablename__ = "entities_forms"
    entity: ClassVar[str] = "entities:form"
    announces = "insert update delete"
    rules = (unique("entity", f"entity_id, coalesce(organization_id, {_NOBODY})", _ONCE),)

    organization_id: Mapped[UUID | None]
    entity_id: Mapped[str]
    config: Mapped[dict[str, Any]]


class CustomEntity(TenantChild):
    """A kind of records that a tenant invented."""

    __tablename__ = "entities_entities"
    entity: ClassVar[str] = "entities:entity"
    is_record: ClassVar[bool] = True
    announces = "insert update delete"
    rules = (unique("entity", f"entity_id, coalesce(organization_id, {_NOBODY})", _ONCE),)

    organization_id: Mapped[UUID | None]
    entity_id: Mapped[str]
    label: Mapped[str]
    description: Mapped[str | None]
    label_field: Mapped[str | None]
    default_editor: Mapped[str | None]
    show_in_sidebar: Mapped[bool] = mapped_column(server_default=text("false"))
    is_restricted: Mapped[bool] = mapped_column(server_default=text("false"))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))


class EncryptionMap(TenantChild):
    """Which columns of an entity a tenant has encrypted, as it was said; what follows from it is with its keys."""

    __tablename__ = "entities_encryption_maps"
    entity: ClassVar[str] = "entities:encryption_map"
    rules = (unique("entity", "entity_id", _ONCE),)

    entity_id: Mapped[str]
    fields: Mapped[list[Any]] = mapped_column(pg.JSONB())
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))


class CustomRecord(TenantTable):
    """A record of a custom entity: its values are in ``custom``; ``title`` and ``words`` are worked out from them."""

    __tablename__ = "entities_records"
    entity = "entities:record"
    counted_by = ("entity_id",)
    fields_of = "entity_id"
    __table_args__ = (
        Index("ix_entities_records_created", "tenant_id", "entity_id", "created_at", "id"),
        Index("ix_entities_records_updated", "tenant_id", "entity_id", "updated_at", "id"),
        Index("ix_entities_records_titles", "tenant_id", "entity_id", text("sort_key(title)"), "id"),
    )

    entity_id: Mapped[str]
    title: Mapped[str]
    subtitle: Mapped[str]
    words: Mapped[str]


make_searchable(CustomRecord, (CustomRecord.title, CustomRecord.subtitle, CustomRecord.words))
index_for_listing(CustomRecord, [sql_table(CustomRecord).columns["entity_id"]], ())
