"""Warnings in answers of successful operations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.money.balances import NOTHING, Balance, balances
from bottega.business.contracts.money.warning_codes import PaymentWarning, WarningCode
from bottega.business.contracts.settings import SettingsShown, contract_rules
from bottega.business.contracts.tables.money import CASH, REFUND
from bottega.business.customers import parties
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Schema

OVER_LIMIT: Final = T(
    en="A business may pay at most {limit} PLN of a contract in cash; take the rest by transfer",
    pl="Firma może zapłacić gotówką za umowę najwyżej {limit} zł; resztę przyjmij przelewem",
)
OVERPAID: Final = "nadplata"
ABOVE_PRICE: Final = "suma_wplat_ponad_wycene"
MUCH_CASH: Final = "limit_gotowki_b2b"
OTHER_APPLIANCES: Final = "sprzet_rozni_sie_od_agd"
OTHER_PLAN: Final = "harmonogram_rozni_sie_od_sumy"
# Told to whoever knows more: ``about`` is contract, valuation, dissolution or settlement, ``suma`` what the
# contract comes to where that matters, PLN gross, and ``notice`` is what to add to.
WARNED: Final = "contracts.contract.warned"
# Told about a contract that stands, to add to ``notice.do_zwrotu`` what of ``zaplacono``, PLN, is to be paid back.
OWED: Final = "contracts.contract.owed"

_APPLIANCES: Final = (
    "SELECT sum(round(cena * (100 - coalesce(rabat, 0)) / 100, 2)) FROM contracts_appliances"
    " WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL"
)
_SPRZET: Final = (
    "SELECT sprzet FROM contracts_valuations WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL"
    " ORDER BY created_at DESC, id DESC LIMIT 1"
)
_CASH: Final = (
    f"SELECT coalesce(sum(cena), 0) FROM contracts_payments WHERE tenant_id = $1 AND contract_id = $2"
    f" AND rodzaj = '{CASH}' AND typ <> '{REFUND}' AND deleted_at IS NULL"
)
_PLANNED: Final = (
    "SELECT coalesce(sum(cena), 0) FROM contracts_planned_payments"
    " WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL"
)


class CorrectionDue(Schema):
    """A correcting invoice that is to be issued, with the request that does it."""

    dokument_id: UUID = Field(description="The invoice to correct.")
    numer: str
    rodzaj: str = Field(description="What the correction is for KSeF: KOR_ZAL of an advance invoice.")
    kwota: str = Field(description="What the invoice still charges, PLN gross.")
    przyczyna: str
    podstawa: str = Field(description="Why in law.")
    metoda: str
    sciezka: str
    tresc: dict[str, Any]


@dataclass
class Notice:
    """What deserves a second look: codes of warnings, corrections that are due, and what is owed to the customer."""

    warnings: list[WarningCode] = field(default_factory=list[WarningCode])
    korekty: list[CorrectionDue] = field(default_factory=list[CorrectionDue])
    # PLN, taken off invoices and not paid back yet.
    do_zwrotu: Decimal = NOTHING


async def notice_about(ctx: Context, contract_id: UUID, about: str, suma: Decimal | None = None) -> Notice:
    """Ask whoever knows more."""
    notice = Notice()
    await ctx.tell(WARNED, contract_id=contract_id, about=about, suma=suma, notice=notice)
    return notice


async def owed_back(ctx: Context, contract_id: UUID, balance: Balance) -> Decimal:
    """What the customer is owed, PLN gross: paid beyond the price, or beyond what the invoices charge."""
    notice = Notice()
    # What a dissolved contract keeps is its price, whatever its invoices still say.
    if not balance.rozwiazana:
        await ctx.tell(OWED, contract_id=contract_id, zaplacono=balance.zaplacono, notice=notice)
    return max(balance.overpaid, notice.do_zwrotu)


class CreatedWarned(Created):
    """The id of a new record, and what deserves a second look."""

    warnings: list[WarningCode] = Field(default=[], description="Codes of warnings.")


class DoneWarned(Done):
    """It is done, and this deserves a second look."""

    warnings: list[WarningCode] = Field(default=[], description="Codes of warnings.")


async def about_contract(ctx: Context, contract_id: UUID) -> list[WarningCode]:
    """What its invoices will miss, or be at the wrong rate for."""
    return (await notice_about(ctx, contract_id, "contract")).warnings


async def about_valuation(ctx: Context, contract_id: UUID) -> list[WarningCode]:
    """More is paid than the valuation asks for; its appliances cost something else than those of step 5."""
    balance = (await balances(ctx, [contract_id]))[contract_id]
    warnings: list[WarningCode] = [OVERPAID] if balance.do_zaplaty < 0 else []
    appliances = await ctx.query_value(_APPLIANCES, ctx.tenant_id, contract_id)
    if appliances is not None and appliances != await ctx.query_value(_SPRZET, ctx.tenant_id, contract_id):
        warnings.append(OTHER_APPLIANCES)
    return warnings + (await notice_about(ctx, contract_id, "valuation", balance.suma)).warnings


async def about_payment(ctx: Context, contract: dict[str, Any]) -> list[PaymentWarning]:
    """All payments together are more than the contract costs; a business pays much in cash."""
    balance = (await balances(ctx, [contract["id"]]))[contract["id"]]
    warnings: list[PaymentWarning] = [OVERPAID] if balance.do_zaplaty < 0 else []
    if balance.wszystkie > balance.suma:
        warnings.append(ABOVE_PRICE)
    if await _limit_exceeded(ctx, contract) is not None:
        warnings.append(MUCH_CASH)
    return warnings


async def refuse_much_cash(ctx: Context, contract: dict[str, Any], payment: Mapping[str, Any]) -> None:
    """409 ``limit_gotowki_b2b`` for cash with which a business pays more than the organization takes, if it insists."""
    if payment["rodzaj"] != CASH or payment["typ"] == REFUND:
        return
    rules = await _limit_exceeded(ctx, contract)
    if rules is not None and rules.wymagaj_limitu:
        raise Conflict(OVER_LIMIT.given(limit=f"{rules.limit_gotowki:.2f}"), code=MUCH_CASH)


async def _limit_exceeded(ctx: Context, contract: dict[str, Any]) -> SettingsShown | None:
    """The rules of the organization, if a business pays more than they take in cash."""
    rules = await contract_rules(ctx, contract["organization_id"])
    if await ctx.query_value(_CASH, ctx.tenant_id, contract["id"]) <= Decimal(str(rules.limit_gotowki)):
        return None
    customer = (await parties(ctx, [contract["customer_id"]])).get(contract["customer_id"])
    return rules if customer is not None and (customer.kind == "company" or customer.nip) else None


async def about_plan(ctx: Context, contract_id: UUID) -> list[WarningCode]:
    """The schedule does not add up to what the contract costs."""
    balance = (await balances(ctx, [contract_id]))[contract_id]
    planned = await ctx.query_value(_PLANNED, ctx.tenant_id, contract_id)
    return [OTHER_PLAN] if planned != balance.suma else []
