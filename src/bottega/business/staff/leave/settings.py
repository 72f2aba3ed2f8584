"""Settings of leave in an organization: days a year, overlaps, overdrawn balances, decisions about oneself."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from bottega.business.staff.leave.tables import LeaveSettings, Strictness
from bottega.business.staff.module import module
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Unit
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Flag, Input, Schema, Whole
from bottega.kernel.writes import one_per_organization

Days = Annotated[Whole, Field(ge=0, le=366), Unit("d")]


class LeaveSettingsInput(Input):
    """What may be changed; what is left out stays."""

    yearly_days: Days = Field(default=26, description="Working days of leave a year (Labour Code art. 154: 20 or 26).")
    overlapping: Strictness = Field(default="flag", description="What becomes of a request that overlaps another one.")
    overdrawn: Strictness = Field(default="flag", description="What becomes of one that exceeds the days of the year.")
    own_decisions: Flag = Field(default=True, description="Whether somebody may decide on their own request.")
    uncounted_reasons: list[Annotated[str, Field(min_length=1, max_length=150)]] = Field(
        default=["Sick off", "Work from home"], max_length=50, description="Reasons that use up no days of leave."
    )


class LeaveSettingsShown(Schema):
    """The settings in force."""

    yearly_days: Annotated[int, Unit("d")]
    overlapping: Strictness
    overdrawn: Strictness
    own_decisions: bool
    uncounted_reasons: list[str]


_DEFAULTS: Final = LeaveSettingsShown(**LeaveSettingsInput().model_dump())


async def leave_settings(ctx: Context, organization_id: UUID | None) -> LeaveSettingsShown:
    """The settings of an organization, or those everybody begins with."""
    row = None
    if organization_id is not None:
        row = await one_per_organization.row_of(ctx, LeaveSettings, organization_id)
    if row is None:
        return _DEFAULTS
    return LeaveSettingsShown(**{name: row[name] for name in LeaveSettingsShown.model_fields})


@module.get("/leave-settings", "staff.leave_requests.send", name="leave-settings.read")
async def read_leave_settings(ctx: Context) -> LeaveSettingsShown:
    """Get leave settings.

    How many days of leave there are, and what becomes of requests that overlap or exceed them.
    """
    return await leave_settings(ctx, ctx.organization_for_new())


@module.put(
    "/leave-settings",
    "staff.leave_requests.manage",
    name="leave-settings.update",
    label=T(en="Change leave settings", pl="Zmiana ustawień urlopów"),
)
async def change_leave_settings(ctx: Context, data: LeaveSettingsInput) -> LeaveSettingsShown:
    """Change leave settings.

    Changes what is sent, for the selected organization.
    """
    await one_per_organization.store(ctx, LeaveSettings, ctx.organization_for_new(), data.given())
    return await read_leave_settings(ctx)
