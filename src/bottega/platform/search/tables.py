"""Table of the search settings of a tenant."""

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.tables import TenantChild
from bottega.kernel.i18n import T


class SearchSettings(TenantChild):
    """The settings of a tenant, whose id is that of the row; what is empty is as the installation has it.

    ``embedding`` is ``{"providerId", "model", "dimension", …}``.
    """

    __tablename__ = "search_settings"
    entity: ClassVar[str] = "search:settings"
    called = T(en="Search settings", pl="Ustawienia wyszukiwania")
    announces = "insert update delete"

    organization_id: Mapped[UUID | None]
    enabled_strategies: Mapped[list[str] | None]
    auto_index: Mapped[bool | None]
    embedding: Mapped[dict[str, Any] | None] = mapped_column()
