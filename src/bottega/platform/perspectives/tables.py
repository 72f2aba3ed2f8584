"""Table of saved views: each belongs to a user or to a role."""

from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantChild, check, unique
from bottega.kernel.i18n import T

NAME_TAKEN: Final = T(
    en="There is a view with this name for this table already", pl="Ta tabela ma już widok o tej nazwie"
)
_NOWHERE: Final = "coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"


class Perspective(TenantChild):
    """A saved view of the table ``table_id``, of a user or of everybody with a role.

    It holds in an organization or, without one, in all of the tenant's. It is deleted for good, and comes back by undo:
    so a name is taken by living views only.
    """

    __tablename__ = "perspectives_perspectives"
    entity: ClassVar[str] = "perspectives:perspective"
    called = T(en="Table view", pl="Widok tabeli")
    rules = (
        unique(
            "personal", f"user_id, table_id, name, {_NOWHERE}", NAME_TAKEN, field="name", where="user_id IS NOT NULL"
        ),
        unique("shared", f"role_id, table_id, name, {_NOWHERE}", NAME_TAKEN, field="name", where="role_id IS NOT NULL"),
        check(
            "owner",
            "num_nonnulls(user_id, role_id) = 1",
            T(en="A view belongs to a user or to a role", pl="Widok należy do użytkownika albo do roli"),
        ),
    )

    organization_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None] = loose_reference("auth:user")
    role_id: Mapped[UUID | None] = loose_reference("auth:role")
    table_id: Mapped[str]
    name: Mapped[str]
    settings: Mapped[dict[str, Any]]
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))
