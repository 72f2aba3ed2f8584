"""Settings of an organization's finances: threshold of dual approval, and the default reviewer."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.finance.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.tables import TenantTable, check, reference, unique
from bottega.kernel.errors import InvalidInput
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Flag, Input, Money, Schema
from bottega.kernel.writes import one_per_organization
from bottega.platform.auth import holds

THRESHOLD: Final = Decimal(2000)
ONE_EACH: Final = T(en="The organization already has settings", pl="Organizacja ma już swoje ustawienia")
NO_REVIEWER: Final = T(
    en="A reviewer needs the right to approve transactions",
    pl="Osoba zatwierdzająca musi mieć prawo zatwierdzania transakcji",
)
NEGATIVE: Final = T(en="A threshold cannot be negative", pl="Próg nie może być ujemny")


class FinanceSettings(TenantTable):
    """The settings of one organization."""

    __tablename__ = "finance_settings"
    entity = "finance:settings"
    rules = (
        unique("organization", "organization_id", ONE_EACH, where="deleted_at IS NULL"),
        check("threshold", "prog_czterech_oczu >= 0", NEGATIVE, field="progCzterechOczu"),
    )

    prog_czterech_oczu: Mapped[Decimal] = mapped_column(server_default=str(THRESHOLD))
    domyslny_recenzent_id: Mapped[UUID | None] = reference("auth_users")
    # A cash report is closed only when every entry of it has its voucher.
    wymagaj_dowodow: Mapped[bool] = mapped_column(server_default="false")


@dataclass(frozen=True)
class HouseRules:
    """What an organization has settled on."""

    threshold: Decimal = THRESHOLD
    reviewer_id: UUID | None = None
    needs_vouchers: bool = False


class SettingsInput(Input):
    """What may be changed; what is left out stays."""

    prog_czterech_oczu: Annotated[Money, Field(ge=0)] = Field(
        default=THRESHOLD, description="Above this amount nobody approves what they entered themselves."
    )
    domyslny_recenzent_id: Annotated[UUID | None, Of("auth:user")] = Field(
        default=None, description="Who is asked to approve payments; null: nobody by name."
    )
    wymagaj_dowodow: Flag = Field(
        default=False, description="A cash report is closed only when every entry of it has its KP or KW."
    )


class SettingsShown(Schema):
    """The settings in force."""

    prog_czterech_oczu: float
    domyslny_recenzent_id: UUID | None
    wymagaj_dowodow: bool


async def house_rules(ctx: Context, organization_id: UUID) -> HouseRules:
    """The settings of an organization, or those everybody begins with."""
    row = await one_per_organization.row_of(ctx, FinanceSettings, organization_id)
    if row is None:
        return HouseRules()
    return HouseRules(row["prog_czterech_oczu"], row["domyslny_recenzent_id"], row["wymagaj_dowodow"])


async def require_reviewer(ctx: Context, user_id: UUID, *, field: str) -> None:
    """400 on the field unless somebody may approve here."""
    if not await holds(ctx, user_id, "finance.approve"):
        raise InvalidInput.field(field, NO_REVIEWER)


@module.get("/settings", "finance.view", name="settings.read")
async def read_settings(ctx: Context) -> SettingsShown:
    """Get finance settings.

    From which amount a second pair of eyes is needed, who is asked to approve payments, and whether a cash report needs
    a voucher for every entry.
    """
    rules = await house_rules(ctx, ctx.organization_for_new())
    return SettingsShown(
        prog_czterech_oczu=float(rules.threshold),
        domyslny_recenzent_id=rules.reviewer_id,
        wymagaj_dowodow=rules.needs_vouchers,
    )


@module.put(
    "/settings",
    "finance.settings.manage",
    name="settings.update",
    label=T(en="Change finance settings", pl="Zmiana ustawień finansów"),
)
async def change_settings(ctx: Context, data: SettingsInput) -> SettingsShown:
    """Change finance settings.

    Changes what is sent, for the selected organization; who is asked to approve must hold `finance.approve`.
    """
    organization_id = ctx.organization_for_new()
    values = data.given()
    if values.get("domyslny_recenzent_id"):
        await require_reviewer(ctx, values["domyslny_recenzent_id"], field="domyslnyRecenzentId")
    await one_per_organization.store(ctx, FinanceSettings, organization_id, values)
    return await read_settings(ctx)
