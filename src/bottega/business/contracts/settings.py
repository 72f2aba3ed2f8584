"""Settings of an organization's contracts: what refuses and what only warns, the cash limit and the lead time."""

from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.contracts.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable, check, unique
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Flag, Input, Money, Schema, Whole
from bottega.kernel.writes import one_per_organization

ONE_EACH: Final = T(en="The organization already has settings", pl="Organizacja ma już swoje ustawienia")
NEGATIVE: Final = T(en="A limit cannot be negative", pl="Limit nie może być ujemny")
LEAD: Final = T(en="From 0 to 60 working days", pl="Od 0 do 60 dni roboczych")
LONGEST_LEAD: Final = 60
# Between businesses more than this in cash is no cost for tax purposes (art. 19 Prawo przedsiębiorców); PLN gross.
CASH_LIMIT: Final = Decimal(15_000)


class ContractSettings(TenantTable):
    """The settings of one organization."""

    __tablename__ = "contracts_settings"
    entity = "contracts:settings"
    rules = (
        unique("organization", "organization_id", ONE_EACH, where="deleted_at IS NULL"),
        check("cash_limit", "limit_gotowki >= 0", NEGATIVE, field="limitGotowki"),
        check("lead_time", f"wyprzedzenie_dni BETWEEN 0 AND {LONGEST_LEAD}", LEAD, field="wyprzedzenieDni"),
    )

    # No second instalment, no installation: unless somebody says otherwise.
    wymagaj_rat: Mapped[bool] = mapped_column(server_default="true")
    wymagaj_dostaw: Mapped[bool] = mapped_column(server_default="false")
    wymagaj_dnia: Mapped[bool] = mapped_column(server_default="false")
    # Working days between today and an installation; 0 asks for none.
    wyprzedzenie_dni: Mapped[int] = mapped_column(server_default="0")
    wymagaj_wyprzedzenia: Mapped[bool] = mapped_column(server_default="false")
    wymagaj_zakonczenia: Mapped[bool] = mapped_column(server_default="false")
    # PLN gross, all cash of a contract with a business together.
    limit_gotowki: Mapped[Decimal] = mapped_column(server_default=str(CASH_LIMIT))
    wymagaj_limitu: Mapped[bool] = mapped_column(server_default="false")


class SettingsInput(Input):
    """What may be changed; what is left out stays."""

    wymagaj_rat: Flag = Field(default=True, description="No installation while an instalment is overdue.")
    wymagaj_dostaw: Flag = Field(
        default=False, description="No installation on a day by which not everything that was ordered is there."
    )
    wymagaj_dnia: Flag = Field(default=False, description="No installation on public holidays and blocked days.")
    wyprzedzenie_dni: Annotated[Whole, Field(ge=0, le=LONGEST_LEAD)] = Field(
        default=0, description="Working days that lie between today and an installation; 0 asks for none."
    )
    wymagaj_wyprzedzenia: Flag = Field(default=False, description="No installation sooner than that.")
    wymagaj_zakonczenia: Flag = Field(default=False, description="Only completed contracts are settled.")
    limit_gotowki: Annotated[Money, Field(ge=0)] = Field(
        default=CASH_LIMIT, description="What a business may pay in cash for a contract in all, PLN gross."
    )
    wymagaj_limitu: Flag = Field(default=False, description="No more cash of a business than that.")


class SettingsShown(Schema):
    """The settings in force: true refuses, false warns."""

    wymagaj_rat: bool = True
    wymagaj_dostaw: bool = False
    wymagaj_dnia: bool = False
    wyprzedzenie_dni: int = 0
    wymagaj_wyprzedzenia: bool = False
    wymagaj_zakonczenia: bool = False
    limit_gotowki: float = float(CASH_LIMIT)
    wymagaj_limitu: bool = False


async def contract_rules(ctx: Context, organization_id: UUID) -> SettingsShown:
    """The settings of an organization, or those everybody begins with."""
    row = await one_per_organization.row_of(ctx, ContractSettings, organization_id)
    if row is None:
        return SettingsShown()
    return SettingsShown(**{name: row[name] for name in SettingsShown.model_fields})


@module.get("/settings", "contracts.view", name="settings.read")
async def read_settings(ctx: Context) -> SettingsShown:
    """Get contract settings.

    Which gates hold an installation up, and which only warn; what settling asks for, and how much cash a business pays.
    """
    return await contract_rules(ctx, ctx.organization_for_new())


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
