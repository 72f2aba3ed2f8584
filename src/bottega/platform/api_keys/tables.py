"""Tables of API keys: the key, and separately the hash of its secret."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.tables import TenantChild, TenantTable
from bottega.kernel.i18n import T


class ApiKey(TenantTable):
    """A key of a tenant, or of one organization in it, that may do what its roles may.

    The creator is remembered as they were: when they leave, or move to another organization, the key is dead. ``kind``
    is ``key``, ``session`` (the assistant acting for ``user_id``) or ``once`` (one background job).
    """

    __tablename__ = "api_keys_keys"
    entity: ClassVar[str] = "api_keys:key"
    called = T(en="API key", pl="Klucz API")
    announces = "insert update delete"
    quiet = frozenset({"last_used_at"})

    name: Mapped[str]
    description: Mapped[str | None]
    key_prefix: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default=text("'key'"))
    roles: Mapped[list[UUID]] = mapped_column(server_default=text("'{}'::uuid[]"))
    user_id: Mapped[UUID | None]
    creator_id: Mapped[UUID | None]
    creator_tenant_id: Mapped[UUID | None]
    creator_organization_id: Mapped[UUID | None]
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class KeySecret(TenantChild):
    """What a key is recognized by; it has the key's id, and goes when the key goes.

    Apart from the key, and not written by ``changes``: no image of the audit log ever holds it.
    """

    __tablename__ = "api_keys_secrets"
    entity: ClassVar[str] = "api_keys:secret"
    announces = "insert update delete"

    prefix: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)
