"""Storage locations: a rack, a bay, a ramp."""

from pydantic import Field
from sqlalchemy.orm import Mapped

from bottega.business.warehouse.module import module
from bottega.kernel.i18n import T
from bottega.kernel.resources import Access, Resource
from bottega.kernel.schemas import Scoped
from bottega.kernel.tables import TenantTable, unique


class Location(TenantTable):
    """A place where material lies."""

    __tablename__ = "warehouse_locations"
    entity = "warehouse:location"
    counted_by = ()
    rules = (
        unique(
            "nazwa", "organization_id, lower(nazwa)", T(en="A location with this name already exists", pl="Lokalizacja o tej nazwie już istnieje"),
            field="nazwa", where="deleted_at IS NULL",
        ),
    )  # fmt: skip

    nazwa: Mapped[str]


class LocationInput(Scoped):
    """A location."""

    nazwa: str = Field(
        min_length=1, max_length=80, description="What it is called; unique in the organization."
    )


locations = module.mount(
    "/locations",
    Resource(
        table=Location,
        input=LocationInput,
        label=T(en="Location", pl="Lokalizacja"),
        search=(Location.nazwa,),
        access=Access(
            view="warehouse.view", create="warehouse.create", edit="warehouse.edit", delete="warehouse.delete"
        ),
    ),
)
