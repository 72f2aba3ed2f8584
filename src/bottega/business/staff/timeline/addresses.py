"""Addresses of members, at most one of them primary."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.staff.dictionaries import ADDRESS_TYPES
from bottega.business.staff.field_types import Text50, Text150, Text200
from bottega.business.staff.list_items import AddressPage
from bottega.business.staff.module import module
from bottega.business.staff.timeline.of_member import ACCESS, OfMember, of_member, with_member
from bottega.business.staff.timeline.tables import Address
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.field_markers import Suggest, Unit
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Resource
from bottega.kernel.schemas import Blankable, Flag, Real
from bottega.kernel.screens import Group, Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.undo_rules import verifies

TWO_PRIMARY: Final = T(
    en="Another address became the primary one meanwhile", pl="Inny adres został w tym czasie adresem głównym"
)


class AddressInput(OfMember):
    """Where a member lives or wants post."""

    name: Text150 = None
    purpose: Annotated[Text150, Suggest(f"staff:{ADDRESS_TYPES}")] = Field(default=None, description="Home, post, job.")
    company_name: Text200 = None
    address_line1: str = Field(min_length=1, max_length=300)
    address_line2: Annotated[str | None, Field(max_length=300), Blankable] = None
    building_number: Text50 = None
    flat_number: Text50 = None
    city: Text150 = None
    region: Text150 = None
    postal_code: Annotated[str | None, Field(max_length=30), Blankable] = None
    country: Text150 = None
    latitude: Annotated[Real, Field(ge=-90, le=90), Unit("°")] | None = None
    longitude: Annotated[Real, Field(ge=-180, le=180), Unit("°")] | None = None
    is_primary: Flag = Field(default=False, description="Takes the flag from the member's other addresses.")


async def _take_flag(
    ctx: Context, member: dict[str, Any], values: dict[str, Any], record_id: UUID | None
) -> dict[str, Any]:
    """Take the flag from the member's other addresses; the member is held alone meanwhile."""
    if values.get("is_primary"):
        others = await ctx.query(
            "SELECT id FROM staff_team_member_addresses WHERE tenant_id = $1 AND entity_id = $2 AND is_primary"
            " AND deleted_at IS NULL AND id IS DISTINCT FROM $3",
            ctx.tenant_id,
            member["id"],
            record_id,
        )
        await changes.update_many(ctx, Address, [{"id": row["id"], "is_primary": False} for row in others])
    return values


addresses = module.mount(
    "/addresses",
    Resource(
        table=Address,
        input=AddressInput,
        label=T(en="Address", pl="Adres"),
        plural=T(en="Addresses", pl="Adresy"),
        title="{address_line1} {building_number}",
        subtitle="{postal_code} {city}",
        name="team-member-addresses",
        owners=True,
        missing=T(en="Address not found", pl="Nie znaleziono adresu"),
        filters={"entityId": Address.entity_id},
        parent=of_member(alone=True, check=_take_flag),
        present=with_member,
        access=ACCESS,
        screen=Screen(
            icon="map-pin",
            columns="purpose address_line1 building_number flat_number postal_code city is_primary",
            groups=(
                Group(
                    T(en="Whose and what for", pl="Czyj i do czego"), "entity_id purpose name company_name is_primary"
                ),
                Group(
                    T(en="Address", pl="Adres"),
                    "address_line1 building_number flat_number address_line2 postal_code city",
                ),
                Group(T(en="Region and map", pl="Region i mapa"), "region country latitude longitude"),
            ),
            tones={"is_primary": {True: "info"}},
            quick="purpose address_line1 building_number flat_number postal_code city",
            empty=T(en="No address yet", pl="Nie ma jeszcze adresu"),
        ),
    ),
)


@addresses.replaces("list", answer=AddressPage)
async def list_addresses(ctx: Context, query: ListQuery) -> Any:
    """List addresses of team members.

    A page of the addresses of members of the caller's organizations; with `format` a file of all of them.
    """
    return await addresses.page(ctx, query)


@verifies(Address)
async def one_primary(ctx: Context, ids: set[UUID]) -> None:
    """Undo and redo may not leave a member with two primary addresses; 409 instead."""
    twice = await ctx.query_value(
        "SELECT EXISTS (SELECT FROM staff_team_member_addresses WHERE tenant_id = $1 AND deleted_at IS NULL"
        " AND is_primary AND entity_id IN (SELECT entity_id FROM staff_team_member_addresses WHERE tenant_id = $1"
        " AND id = ANY($2)) GROUP BY entity_id HAVING count(*) > 1)",
        ctx.tenant_id,
        list(ids),
    )
    if twice:
        raise Conflict(TWO_PRIMARY, code="record_modified")
