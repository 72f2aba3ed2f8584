"""Contracts: create, list, change, delete; restrictions of settled ones (BR-5)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.access import DISSOLVED, hold, refuse_settled, require_contract
from bottega.business.contracts.completion import Proposal, proposals
from bottega.business.contracts.contract_inputs import ContractInput, ContractUpdate
from bottega.business.contracts.contract_screen import CONTRACT
from bottega.business.contracts.module import module
from bottega.business.contracts.money.warnings import CreatedWarned, DoneWarned, about_contract
from bottega.business.contracts.queries import contract_facts
from bottega.business.contracts.search import including_customers
from bottega.business.contracts.tables.contract import Contract
from bottega.business.contracts.texts.snapshots import follow_signing
from bottega.business.customers import check_addresses, check_customer, parties
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.errors import Conflict, Forbidden, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Input, today, wire_name
from bottega.kernel.writes import changes
from bottega.kernel.writes.number_series import Series
from bottega.kernel.writes.undo_rules import Putting, permits
from bottega.platform.auth import require_colleague

NUMBERS: Final = Series("K/{YYYY}/{NNN}")
AUTOMATIC: Final = "AUTO"
# Told before a contract gets another number: whoever has it on paper refuses.
RENUMBERED: Final = "contracts.contract.renumbered"
FIRST_DAY: Final = date(2000, 1, 1)
AHEAD: Final = timedelta(days=30)
ADDRESSES: Final = ("adres_zamieszkania_id", "adres_montazu_id", "adres_faktury_id")
# What a settled contract keeps (BR-5).
KEPT: Final = ("numer", "typ", "customer_id", "data_podpisania")

BAD_DAY: Final = T(
    en="The date of signing must lie between 2000 and 30 days from today",
    pl="Data podpisania: od roku 2000 do 30 dni naprzód",
)
HAS_PAYMENTS: Final = T(
    en="The contract already has payments from this customer", pl="Umowa ma już wpłaty tego klienta"
)


async def prepare(ctx: Context, values: dict[str, Any], contract_id: UUID | None) -> dict[str, Any]:
    """Check what no schema can: days, people, the customer and their addresses, and what a settlement froze."""
    before: dict[str, Any] = {}
    if contract_id is not None:
        before = await hold(ctx, contract_id, alone=True)
        values.pop("rozliczona", None)
        await _refuse_late(ctx, before, values)
    _check_day(values.get("data_podpisania"))
    if values.get("uzytkownik_id") not in (None, before.get("uzytkownik_id")):
        await require_colleague(ctx, values["uzytkownik_id"], field="uzytkownikId")
    await _check_customer(ctx, before, values)
    values = await _numbered(ctx, before, values)
    if contract_id is not None:
        if values.get("numer", before["numer"]) != before["numer"]:
            await ctx.tell(RENUMBERED, contract_id=contract_id)
        await follow_signing(ctx, before, values)
        values |= _finishing(before, values)
    return values


def _check_day(day: date | None) -> None:
    if day is not None and not FIRST_DAY <= day <= today() + AHEAD:
        raise InvalidInput.field("dataPodpisania", BAD_DAY)


async def _refuse_late(ctx: Context, before: dict[str, Any], values: dict[str, Any]) -> None:
    """409 for changes that a settlement or payments forbid (BR-5, BR-23)."""
    changed = {name for name, value in values.items() if value != before[name]}
    if changed & set(KEPT) or (values.get("zakonczona") is False and before["zakonczona"]):
        refuse_settled(before)
    if "customer_id" in changed:
        await _refuse_paid(ctx, before["id"])


async def _refuse_paid(ctx: Context, contract_id: UUID) -> None:
    """409 to give a contract to another customer than the one who paid."""
    count = await ctx.query_value(
        "SELECT count(*) FROM contracts_payments WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL",
        ctx.tenant_id,
        contract_id,
    )
    if count:
        raise Conflict(HAS_PAYMENTS, code="has_payments", used={"contracts:payment_method": count})


async def _check_customer(ctx: Context, before: dict[str, Any], values: dict[str, Any]) -> None:
    row = before | values
    if values.get("customer_id", before.get("customer_id")) != before.get("customer_id"):
        await check_customer(ctx, row["customer_id"])
        customer = (await parties(ctx, [row["customer_id"]]))[row["customer_id"]]
        if customer.organization_id != row["organization_id"]:
            raise Forbidden
    if {"customer_id", *ADDRESSES} & set(values):
        await check_addresses(ctx, row["customer_id"], {wire_name(name): row.get(name) for name in ADDRESSES})


async def _numbered(ctx: Context, before: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """``AUTO`` stands for the next number of the year in which the contract is signed, or begun."""
    if "numer" not in values:
        return values
    organization_id: UUID = (before | values)["organization_id"]
    if values["numer"].upper() != AUTOMATIC:
        await NUMBERS.hold(ctx, organization_id, values["numer"])
        return values
    if before:
        return {name: value for name, value in values.items() if name != "numer"}

    async def taken(number: str) -> bool:
        return await ctx.query_value(
            "SELECT EXISTS (SELECT FROM contracts_contracts WHERE tenant_id = $1 AND organization_id = $2"
            " AND lower(replace(numer, ' ', '')) = lower($3) AND deleted_at IS NULL)",
            ctx.tenant_id,
            organization_id,
            number,
        )

    day = values.get("data_podpisania") or today()
    return {**values, "numer": await NUMBERS.next(ctx, organization_id, day, taken=taken)}


def _finishing(before: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    finished = values.get("zakonczona")
    if finished is None or finished == before["zakonczona"]:
        return {}
    return {"zakonczona_at": datetime.now(UTC) if finished else None}


SHOWN: Final = ("id", "numer", "typ", "customer_id", "uzytkownik_id", "data_podpisania", "created_at", "updated_at")

contracts = module.mount(
    "/contracts",
    Resource(
        table=Contract,
        input=ContractInput,
        label=T(en="Contract", pl="Umowa"),
        plural=T(en="Contracts", pl="Umowy"),
        title="{numer}",
        subtitle="{customer_id}",
        unlisted=tuple(column for column in sql_table(Contract).columns if column.name not in SHOWN),
        search=(Contract.numer, Contract.opis),
        filters={
            "typ": Contract.typ,
            "customerId": Contract.customer_id,
            "rozliczona": Contract.rozliczona,
            "zakonczona": Contract.zakonczona,
        },
        indexed=(Contract.numer, Contract.data_podpisania, Contract.created_at),
        prepare=prepare,
        access=Access(
            view="contracts.view", create="contracts.create", edit="contracts.edit", delete="contracts.delete"
        ),
        screen=CONTRACT,
    ),
)


@contracts.replaces("list")
async def list_contracts(ctx: Context, query: ListQuery) -> Any:
    """List contracts.

    A page of contracts of the caller's organizations, filtered, sorted and searched by number, description and the
    names of the customer; with `format` a file of all of them. With `id` the contract comes with all its fields, its
    agreed day of installation, and how often that was put off.
    """
    page = await contracts.page(ctx, await including_customers(ctx, query))
    if query.id is not None and not query.format:
        facts = await contract_facts(ctx, [item["id"] for item in page["items"]])
        for item in page["items"]:
            agreed = facts[item["id"]]["termin_montazu"]
            item["termin_montazu"] = None if agreed is None else milliseconds(agreed)
            item["przelozono"] = facts[item["id"]]["przelozono"]
    return page


@permits(Contract)
async def only_contracts_in_view(ctx: Context, putting: Putting) -> None:
    """Undo touches no contract out of view, takes none from the customer who paid, no number that is on paper."""
    for contract in putting.rows:
        await hold(ctx, contract["id"], alone=True)
    for change in putting.changes:
        if len(change.values("customer_id")) > 1:
            await _refuse_paid(ctx, change.id)
        if len(change.values("numer")) > 1:
            await ctx.tell(RENUMBERED, contract_id=change.id)


@contracts.replaces("create", label=T(en="Create contract", pl="Dodanie umowy"))
async def make_contract(ctx: Context, data: ContractInput) -> CreatedWarned:
    """Create contract.

    Warns `stawka_vat_niepewna` while nobody has said what the furniture is built into: the rate is then 23 %, and no
    invoice is issued before somebody has.
    """
    made = await contracts.create(ctx, data)
    return CreatedWarned(id=made.id, warnings=await about_contract(ctx, made.id))


class Changed(DoneWarned):
    """It is done; ``propozycje`` says what a finished contract still wants (BR-23)."""

    propozycje: list[Proposal] = Field(default=[], description="Codes of what comes next.")


@contracts.replaces("update", body=ContractUpdate, label=T(en="Update contract", pl="Zmiana umowy"))
async def change_contract(ctx: Context, data: Input) -> Changed:
    """Update contract.

    Changes the fields that are sent. Finishing a contract (`zakonczona`) answers with proposals of what comes next; a
    settled contract keeps its number, kind, customer and day of signing, and stays finished. Warns like a new one, and
    `stawka_23_bez_powodu` if it insists on 23 % in a flat or house without saying why (`vatPowod`).
    """
    given = data.given()
    contract_id: UUID = given["id"]
    before = await hold(ctx, contract_id, alone=True)
    await contracts.update(ctx, data)
    warnings = await about_contract(ctx, contract_id)
    if not given.get("zakonczona") or before["zakonczona"]:
        return Changed(warnings=warnings)
    contract = await _tell_completed(ctx, contract_id)
    return Changed(propozycje=await proposals(ctx, contract), warnings=warnings)


async def _tell_completed(ctx: Context, contract_id: UUID) -> dict[str, Any]:
    contract = await require_contract(ctx, contract_id)
    await ctx.tell("contracts.contract.completed", contract=contract)
    return contract


async def complete(ctx: Context, contract_id: UUID) -> bool:
    """Finish a contract in view, as its acceptance does; whether it was not finished yet.

    Raises:
        NotFound: There is no such contract in view.
        Conflict: 409 ``contract_dissolved``.
    """
    before = await hold(ctx, contract_id, alone=True)
    if before["rozwiazana"]:
        raise Conflict(DISSOLVED, code="contract_dissolved")
    finishing = _finishing(before, {"zakonczona": True})
    if not finishing:
        return False
    await changes.update(ctx, Contract, contract_id, {"zakonczona": True, **finishing})
    await _tell_completed(ctx, contract_id)
    return True
