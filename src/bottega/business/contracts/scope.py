"""Which contracts a caller sees, and how one is held while something of it is written.

Whoever holds ``contracts.only_assigned`` by name sees only contracts they are assigned to: a wildcard does not restrict
anybody (docs/decisions/0051-own-contracts-only.md).
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists

from bottega.business.contracts.tables import Contract
from bottega.business.contracts.tables_work import WorkerAssignment
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.tables import Table, sql_table

RESTRICTED: Final = "contracts.only_assigned"
SETTLED: Final = T(en="The contract is settled", pl="Umowa jest już rozliczona")
DISSOLVED: Final = T(en="The contract is dissolved", pl="Umowa jest rozwiązana")

# $1 tenant, $2 id, $3 organizations in view, $4 the person it has to be assigned to.
_IN_VIEW: Final = (
    "c.deleted_at IS NULL AND ($3::uuid[] IS NULL OR c.organization_id = ANY($3)) AND ($4::uuid IS NULL OR EXISTS ("
    "SELECT FROM contracts_worker_assignments AS a WHERE a.tenant_id = c.tenant_id AND a.contract_id = c.id"
    " AND a.uzytkownik_id = $4 AND a.deleted_at IS NULL))"
)
_FIND: Final = f"SELECT c.* FROM contracts_contracts AS c WHERE c.tenant_id = $1 AND c.id = $2 AND {_IN_VIEW}"
_AMONG: Final = (
    f"SELECT c.id FROM contracts_contracts AS c WHERE c.tenant_id = $1 AND c.id = ANY($2) AND {_IN_VIEW}"
)


def own_only(ctx: Context) -> UUID | None:
    """The person whose assignments limit what the caller sees; None for everybody else."""
    actor = ctx.actor
    if actor.acl.super_admin or RESTRICTED not in actor.acl.features:
        return None
    return actor.user_id or actor.id


def visible(ctx: Context) -> list[UUID] | None:
    """The organizations in view as a parameter; None for all."""
    return None if ctx.scope.visible is None else list(ctx.scope.visible)


def only_own(ctx: Context) -> ColumnElement[bool] | None:
    """``narrow`` of the list of contracts."""
    return _assigned(ctx, sql_table(Contract).c.id)


def only_of_own(table: type[Table]) -> Any:
    """``narrow`` of the list of a part of contracts."""
    column = sql_table(table).c.contract_id

    def narrow(ctx: Context) -> ColumnElement[bool] | None:
        return _assigned(ctx, column)

    return narrow


def _assigned(ctx: Context, contract: ColumnElement[Any]) -> ColumnElement[bool] | None:
    person = own_only(ctx)
    if person is None:
        return None
    a = sql_table(WorkerAssignment).alias("own")
    return exists().where(
        a.c.tenant_id == ctx.tenant_id, a.c.contract_id == contract, a.c.uzytkownik_id == person,
        a.c.deleted_at.is_(None),
    )  # fmt: skip


async def require_contract(ctx: Context, contract_id: UUID) -> dict[str, Any]:
    """The contract in the caller's view, or 404."""
    return dict(await ctx.require(_FIND, ctx.tenant_id, contract_id, visible(ctx), own_only(ctx)))


async def contracts_in_view(ctx: Context, ids: list[UUID]) -> set[UUID]:
    """The contracts among the ids that the caller sees."""
    rows = await ctx.query(_AMONG, ctx.tenant_id, ids, visible(ctx), own_only(ctx))
    return {row["id"] for row in rows}


async def hold(ctx: Context, contract_id: UUID, *, alone: bool = False) -> dict[str, Any]:
    """The contract in the caller's view, kept from being settled, changed or deleted until the command is done; 404.

    ``alone`` keeps others from holding it, too: for rules over all rows of a contract.
    """
    ctx.refuse_closed()
    await ctx.begin()
    tail = " FOR UPDATE OF c" if alone else " FOR SHARE OF c"
    return dict(await ctx.require(_FIND + tail, ctx.tenant_id, contract_id, visible(ctx), own_only(ctx)))


async def lock_open(ctx: Context, contract_id: UUID) -> dict[str, Any]:
    """The same for what a settled contract must not get (BR-5): 409 ``contract_settled`` or ``contract_dissolved``."""
    contract = await hold(ctx, contract_id)
    refuse_closed(contract)
    return contract


async def hold_of(
    ctx: Context, table: type[Table], record_id: UUID, *, alone: bool = False
) -> dict[str, Any]:
    """The contract that a row of ``table`` is a part of, held like ``hold`` does; 404 without the row."""
    ctx.refuse_closed()
    await ctx.begin()
    part = (
        f"SELECT c.* FROM {table.__tablename__} AS p JOIN contracts_contracts AS c ON c.tenant_id = p.tenant_id"
        f" AND c.id = p.contract_id WHERE p.tenant_id = $1 AND p.id = $2 AND p.deleted_at IS NULL AND {_IN_VIEW}"
        f" FOR {'UPDATE' if alone else 'SHARE'} OF c"
    )
    return dict(await ctx.require(part, ctx.tenant_id, record_id, visible(ctx), own_only(ctx)))


def refuse_closed(contract: dict[str, Any]) -> None:
    """409 for a contract that is settled, or dissolved."""
    refuse_settled(contract)
    if contract["rozwiazana"]:
        raise Conflict(DISSOLVED, code="contract_dissolved")


def refuse_settled(contract: dict[str, Any]) -> None:
    """409 for a settled contract."""
    if contract["rozliczona"]:
        raise Conflict(SETTLED, code="contract_settled")
