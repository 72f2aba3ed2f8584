"""Access to contracts: visibility, and locking of one while its parts are written.

Whoever holds ``contracts.only_assigned`` by name sees only contracts they are assigned to: a wildcard does not restrict
anybody (docs/decisions/0051-own-contracts-only.md). What refers to a contract is seen with it, in every module
(``visibility``); amounts are for those among them who also hold ``contracts.prices`` (``masking``).
"""

from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.module import module
from bottega.business.contracts.tables.contract import Contract
from bottega.kernel import visibility
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.permissions import Acl
from bottega.kernel.resources import parents
from bottega.platform.auth import read_acl, users_naming

RESTRICTED: Final = "contracts.only_assigned"
PRICES: Final = "contracts.prices"
SETTLED: Final = T(en="The contract is settled", pl="Umowa jest już rozliczona")
DISSOLVED: Final = T(en="The contract is dissolved", pl="Umowa jest rozwiązana")

_ASSIGNED: Final = (
    "EXISTS (SELECT FROM contracts_worker_assignments AS own WHERE own.tenant_id = {tenant} AND own.contract_id = {id}"
    " AND own.uzytkownik_id = {viewer} AND own.deleted_at IS NULL)"
)


def own_only(ctx: Context) -> UUID | None:
    """The person whose assignments limit what the caller sees; None for everybody else."""
    actor = ctx.actor
    return (actor.user_id or actor.id) if _restricted(actor.acl) else None


async def limited_to(ctx: Context, user_id: UUID) -> UUID | None:
    """The same of somebody else, for what is shown in their name."""
    acl, _roles = await read_acl(await ctx.connection(), ctx.tenant_id, user_id)
    return user_id if _restricted(acl) else None


async def limited_users(ctx: Context) -> set[UUID]:
    """The users who see only contracts they are assigned to."""
    return await users_naming(ctx, RESTRICTED)


def _restricted(acl: Acl) -> bool:
    return RESTRICTED in acl.features and not acl.super_admin


def visible(ctx: Context) -> list[UUID] | None:
    """The organizations in view as a parameter; None for all."""
    return None if ctx.scope.visible is None else list(ctx.scope.visible)


visibility.limit(Contract, own_only, _ASSIGNED)
module.masks_amounts(PRICES, lambda ctx: own_only(ctx) is not None)

# $1 tenant, $2 id, $3 organizations in view, $4 the person it has to be assigned to.
IN_VIEW: Final = (
    "c.deleted_at IS NULL AND ($3::uuid[] IS NULL OR c.organization_id = ANY($3))"
    f" AND {visibility.seen(Contract, 'c', '$4')}"
)
_FIND: Final = f"SELECT c.* FROM contracts_contracts AS c WHERE c.tenant_id = $1 AND c.id = $2 AND {IN_VIEW}"
_AMONG: Final = f"SELECT c.id FROM contracts_contracts AS c WHERE c.tenant_id = $1 AND c.id = ANY($2) AND {IN_VIEW}"


async def require_contract(ctx: Context, contract_id: UUID) -> dict[str, Any]:
    """The contract in the caller's view, or 404."""
    return dict(await ctx.require(_FIND, ctx.tenant_id, contract_id, visible(ctx), own_only(ctx)))


async def sees_contract(ctx: Context, contract_id: UUID) -> bool:
    """Whether a contract is there and the caller sees it."""
    return bool(await contracts_in_view(ctx, [contract_id]))


async def contracts_in_view(ctx: Context, ids: list[UUID]) -> set[UUID]:
    """The contracts among the ids that the caller sees."""
    rows = await ctx.query(_AMONG, ctx.tenant_id, ids, visible(ctx), own_only(ctx))
    return {row["id"] for row in rows}


async def hold(ctx: Context, contract_id: UUID, *, alone: bool = False) -> dict[str, Any]:
    """The contract in the caller's view, kept from being settled, changed or deleted until the command is done; 404.

    ``alone`` keeps others from holding it, too: for rules over all rows of a contract.
    """
    return await parents.hold(ctx, Contract, contract_id, alone=alone)


async def lock_open(ctx: Context, contract_id: UUID) -> dict[str, Any]:
    """The same for what a settled contract must not get (BR-5): 409 ``contract_settled`` or ``contract_dissolved``."""
    contract = await hold(ctx, contract_id)
    refuse_closed(contract)
    return contract


def refuse_closed(contract: dict[str, Any]) -> None:
    """409 for a contract that is settled, or dissolved."""
    refuse_settled(contract)
    if contract["rozwiazana"]:
        raise Conflict(DISSOLVED, code="contract_dissolved")


def refuse_settled(contract: dict[str, Any]) -> None:
    """409 for a settled contract."""
    if contract["rozliczona"]:
        raise Conflict(SETTLED, code="contract_settled")
