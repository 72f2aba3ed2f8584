"""Settings of an organization's installation gates: which refuse and which only warn."""

from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.contracts.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable, unique
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Flag, Input, Schema
from bottega.kernel.writes import one_per_organization

ONE_EACH: Final = T(en="The organization already has settings", pl="Organizacja ma już swoje ustawienia")


class ContractSettings(TenantTable):
    """The settings of one organization."""

    __tablename__ = "contracts_settings"
    entity = "contracts:settings"
    rules = (unique("organization", "organization_id", ONE_EACH, where="deleted_at IS NULL"),)

    # No second instalment, no installation: unless somebody says otherwise.
    wymagaj_rat: Mapped[bool] = mapped_column(server_default="true")
    wymagaj_dostaw: Mapped[bool] = mapped_column(server_default="false")
    wymagaj_dnia: Mapped[bool] = mapped_column(server_default="false")


class SettingsInput(Input):
    """What may be changed; what is left out stays."""

    wymagaj_rat: Flag = Field(default=True, description="No installation while an instalment is overdue.")
    wymagaj_dostaw: Flag = Field(
        default=False, description="No installation on a day by which not everything that was ordered is there."
    )
    wymagaj_dnia: Flag = Field(default=False, description="No installation on public holidays and blocked days.")


class SettingsShown(Schema):
    """The settings in force: true refuses an installation, false warns."""

    wymagaj_rat: bool
    wymagaj_dostaw: bool
    wymagaj_dnia: bool


async def installation_rules(ctx: Context, organization_id: UUID) -> SettingsShown:
    """The settings of an organization, or those everybody begins with."""
    row = await one_per_organization.row_of(ctx, ContractSettings, organization_id)
    if row is None:
        return SettingsShown(wymagaj_rat=True, wymagaj_dostaw=False, wymagaj_dnia=False)
    return SettingsShown(**{name: row[name] for name in SettingsShown.model_fields})


@module.get("/settings", "contracts.view", name="settings.read")
async def read_settings(ctx: Context) -> SettingsShown:
    """Get contract settings.

    Which gates hold an installation up, and which only warn.
    """
    return await installation_rules(ctx, ctx.organization_for_new())


@module.put(
    "/settings",
    "contracts.gates.manage",
    name="settings.update",
    label=T(en="Change contract settings", pl="Zmiana ustawień umów"),
)
async def change_settings(ctx: Context, data: SettingsInput) -> SettingsShown:
    """Change contract settings.

    Changes what is sent, for the selected organization.
    """
    await one_per_organization.store(ctx, ContractSettings, ctx.organization_for_new(), data.given())
    return await read_settings(ctx)
