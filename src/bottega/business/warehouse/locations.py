"""Storage locations: racks, bays, ramps."""

from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Mapped

from bottega.business.warehouse.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable, unique
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Scoped
from bottega.kernel.screens import Child, Nav, Screen
from bottega.kernel.writes.preconditions import hold
from bottega.platform.navigation_groups import STORE

NAME_TAKEN = T(en="A location with this name already exists", pl="Lokalizacja o tej nazwie już istnieje")


class Location(TenantTable):
    """A place where material lies."""

    __tablename__ = "warehouse_locations"
    entity = "warehouse:location"
    counted_by = ()
    rules = (unique("nazwa", "organization_id, lower(nazwa)", NAME_TAKEN, field="nazwa", where="deleted_at IS NULL"),)

    nazwa: Mapped[str]


class LocationInput(Scoped):
    """A location."""

    nazwa: str = Field(min_length=1, max_length=80, description="What it is called; unique in the organization.")


locations = module.mount(
    "/locations",
    Resource(
        table=Location,
        input=LocationInput,
        label=T(en="Location", pl="Lokalizacja"),
        plural=T(en="Locations", pl="Lokalizacje"),
        title="{nazwa}",
        search=(Location.nazwa,),
        access=Access(
            view="warehouse.view", create="warehouse.create", edit="warehouse.edit", delete="warehouse.delete"
        ),
        screen=Screen(
            icon="map-pin",
            nav=Nav(STORE, 40),
            columns="nazwa created_at",
            quick="nazwa",
            children=(Child("goods_issues", by="locationId"),),
            empty=T(
                en="Name the racks and bays that material lies in", pl="Nazwij regały i miejsca, w których leży towar"
            ),
        ),
    ),
)


async def require_location(ctx: Context, location_id: UUID) -> None:
    """400 on ``locationId`` unless the location is there and in the caller's view; it stays until the command ends."""
    await hold(ctx, Location, location_id, field="locationId")
