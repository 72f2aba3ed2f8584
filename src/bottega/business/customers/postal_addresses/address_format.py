"""The address format of an organization: street first, or lines as entered."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BeforeValidator

from bottega.business.customers.module import module
from bottega.business.customers.tables import CustomerSettings
from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Schema, Scoped
from bottega.kernel.writes import one_per_organization

FORMATS: Final = ("line_first", "street_first")
CANNOT_SAVE: Final = T(en="Failed to save settings", pl="Nie udało się zapisać ustawień")


def _known_or_nothing(value: Any) -> Any:
    return value if value in FORMATS else None


AddressFormat = Literal["line_first", "street_first"]


class AddressFormatInput(Scoped):
    """The wanted format."""

    address_format: Annotated[
        AddressFormat | None, BeforeValidator(_known_or_nothing, json_schema_input_type=AddressFormat)
    ] = None


class AddressFormatSetting(Schema):
    """The format in force."""

    address_format: AddressFormat


@module.get(
    "/settings/address-format",
    "customers.settings.manage",
    name="settings.address_format",
    answer=AddressFormatSetting,
    answers={200: "Current address format", 400: "Organization context missing"},
)
async def show_address_format(ctx: Context) -> dict[str, str]:
    """Retrieve address format.

    The format of addresses in the selected organization; `line_first` until one is chosen.
    """
    return {"addressFormat": await address_format_of(ctx, ctx.organization_for_new())}


@module.put(
    "/settings/address-format",
    "customers.settings.manage",
    name="settings.update_address_format",
    answer=AddressFormatSetting,
    answers={200: "Updated address format", 400: "Invalid payload or organization context"},
    label=T(en="Change address format", pl="Zmiana formatu adresów"),
    undoable=False,
)
async def update_address_format(ctx: Context, data: AddressFormatInput) -> dict[str, str]:
    """Update address format.

    Chooses the format of addresses for the selected organization.
    """
    organization_id = ctx.organization_for_new(data.organization_id)
    wanted = data.address_format
    if wanted is None:
        raise Invalid.of_field("addressFormat", CANNOT_SAVE)
    await one_per_organization.store(ctx, CustomerSettings, organization_id, {"address_format": wanted})
    return {"addressFormat": wanted}


async def address_format_of(ctx: Context, organization_id: UUID) -> str:
    """The format an organization writes addresses in."""
    row = await one_per_organization.row_of(ctx, CustomerSettings, organization_id)
    return row["address_format"] if row else FORMATS[0]
