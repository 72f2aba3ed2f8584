"""Tables of tenants and organizations."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.tables import Table, TenantTable, reference
from bottega.kernel.i18n import T


class Tenant(Table):
    """A customer of this installation; all its data carries its id."""

    __tablename__ = "directory_tenants"
    entity: ClassVar[str] = "directory:tenant"
    called = T(en="Tenant", pl="Najemca")
    is_record: ClassVar[bool] = True
    owner = "id"
    announces = "update delete"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    name: Mapped[str]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    deleted_at: Mapped[datetime | None]
    custom: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class Organization(TenantTable):
    """A part of a tenant; the tree is in ``parent_id``, everything else about it is worked out when read.

    An organization belongs to itself: its ``organization_id`` is its own id.
    """

    __tablename__ = "directory_organizations"
    entity: ClassVar[str] = "directory:organization"
    called = T(en="Organization", pl="Organizacja")
    announces = "insert update delete"

    name: Mapped[str]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    parent_id: Mapped[UUID | None] = reference("directory_organizations", blocks=False)
