"""Tables of feature toggles, which are the installation's, and of their overrides, which are of tenants."""

from datetime import datetime
from typing import Any, ClassVar, Final, Literal, get_args
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import Table, TenantChild, unique
from bottega.kernel.i18n import T

ToggleType = Literal["boolean", "string", "number", "json"]

TAKEN: Final = T(en="Feature toggle identifier already exists", pl="Przełącznik o tym identyfikatorze już istnieje")


class Toggle(Table):
    """A switch or a value that holds for every tenant, unless it is overridden there."""

    __tablename__ = "feature_toggles_toggles"
    entity: ClassVar[str] = "feature_toggles:toggle"
    known_as = "feature_toggles.global"
    called = T(en="Feature toggle", pl="Przełącznik funkcji")
    announces = "insert update delete"
    rules = (unique("identifier", "identifier", TAKEN, field="identifier", status=400),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    identifier: Mapped[str]
    name: Mapped[str]
    description: Mapped[str | None]
    category: Mapped[str | None]
    type: Mapped[str] = closed(get_args(ToggleType))
    default_value: Mapped[Any] = mapped_column(pg.JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Override(TenantChild):
    """The value of a toggle in one tenant.

    It stays when the toggle is deleted, and is in force again when that comes back: nobody else has its id.
    """

    __tablename__ = "feature_toggles_overrides"
    entity: ClassVar[str] = "feature_toggles:override"
    known_as = "feature_toggles.overrides"
    called = T(en="Override of a feature toggle", pl="Nadpisanie przełącznika funkcji")
    announces = "insert update delete"
    rules = (unique("toggle", "toggle_id", T(en="Overridden already", pl="Już nadpisano")),)

    toggle_id: Mapped[UUID] = loose_reference("feature_toggles:toggle")
    value: Mapped[Any] = mapped_column(pg.JSONB)
