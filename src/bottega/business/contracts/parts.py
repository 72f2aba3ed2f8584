"""Parts of contracts: resources whose rows belong to a contract, all of them guarded in the same way.

A part is written while its contract is held, so that nothing changes under a settlement; what a settled contract must
not get is refused (BR-5), also when it comes back by undo. A part stays with its contract and in its organization.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.module import module
from bottega.business.contracts.scope import hold, hold_of, own_only, refuse_closed, refuse_settled
from bottega.business.contracts.tables import Contract
from bottega.kernel import undo_rules
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.identifiers import new_id
from bottega.kernel.modules import Operation
from bottega.kernel.resource_operations import operations
from bottega.kernel.resource_schemas import Done
from bottega.kernel.resources import Resource
from bottega.kernel.schemas import Id, Input
from bottega.kernel.tables import TenantTable

# What a new part answers whose contract is not there, or not the caller's.
NO_CONTRACT: Final = "Contract not found"
KIND: Final = Contract.entity.replace(":", ".")

# What the values of a row must satisfy beyond its schema: the contract, the values sent, the row before (none for a
# new one); answers the values to write.
Check = Callable[[Context, dict[str, Any], dict[str, Any], UUID | None], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Guard:
    """Which contracts a part may still be written to: all, or only those that are not settled."""

    table: type[TenantTable]
    open_only: bool = True
    check: Check | None = None
    # Nobody else may write a part of the contract meanwhile: for rules over all rows of it.
    alone: bool = False
    # Refuses to delete a row, by raising.
    may_delete: Callable[[Context, UUID], Awaitable[None]] | None = None
    # Refuses a row to a caller who may not write rows like it, by raising; what ``check`` and ``may_delete`` ask of the
    # caller, said about a row, for undo.
    allows: Callable[[Context, Mapping[str, Any]], None] | None = None

    async def prepare(self, ctx: Context, values: dict[str, Any], record_id: UUID | None) -> dict[str, Any]:
        """``prepare`` of the part's resource: hold the contract, and keep the row where it belongs."""
        if record_id is None:
            contract = await hold(ctx, values["contract_id"], alone=self.alone)
            values = {"id": new_id(), **values, "organization_id": contract["organization_id"]}
        else:
            contract = await hold_of(ctx, self.table, record_id, alone=self.alone)
            if values.pop("contract_id", contract["id"]) != contract["id"]:
                raise NotFound
        if self.open_only:
            refuse_closed(contract)
        if self.check is not None:
            values = await self.check(ctx, contract, values, record_id)
        describe(ctx, self.table, record_id or values["id"], contract)
        return values

    async def seen(self, ctx: Context, record_id: UUID) -> None:
        """404 for a row of a contract that the caller does not see, where an update of nothing would find it."""
        if own_only(ctx) is not None:
            await hold_of(ctx, self.table, record_id)

    async def before_delete(self, ctx: Context, record_id: UUID) -> dict[str, Any]:
        """Hold the contract of a row that is about to go; answers the contract."""
        contract = await hold_of(ctx, self.table, record_id, alone=self.alone)
        if self.open_only:
            refuse_closed(contract)
        if self.may_delete is not None:
            await self.may_delete(ctx, record_id)
        describe(ctx, self.table, record_id, contract)
        return contract


def describe(ctx: Context, table: type[TenantTable], record_id: UUID, contract: dict[str, Any]) -> None:
    """Let the history of a contract show what happens to its parts."""
    kind = table.entity.replace(":", ".")
    ctx.describe(kind, record_id, organization_id=contract["organization_id"], parent=(KIND, contract["id"]))


def mount_part(path: str, resource: Resource, guard: Guard) -> Resource:
    """Mount a resource of parts: its update and delete hold the contract first, and undo respects a settlement."""
    for verb, operation in operations(resource, module, path).items():
        resource.derived[verb] = _guarded(operation, resource, guard)
        module.add(resource.derived[verb])
    module.resources.append(resource)
    undo_rules.permits(guard.table)(_permit(guard))
    return resource


def _guarded(operation: Operation, resource: Resource, guard: Guard) -> Operation:
    async def delete(ctx: Context, data: Id) -> Done:
        await guard.before_delete(ctx, data.id)
        return await resource.delete(ctx, data)

    async def update(ctx: Context, data: Input) -> Done:
        await guard.seen(ctx, data.given()["id"])
        return await resource.update(ctx, data)

    run = {"DELETE": delete, "PUT": update}.get(operation.method, operation.run)
    if operation.method == "POST":
        return replace(operation, answers={**operation.answers, 404: NO_CONTRACT})
    return replace(operation, run=run)


_ALIVE: Final = (
    "SELECT id FROM contracts_contracts WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NULL"
)


def _permit(guard: Guard) -> undo_rules.Permit:
    async def permit(ctx: Context, putting: undo_rules.Putting) -> None:
        """Rows that come, change or go by undo: their contract is in view, and as open as for any other change."""
        ids = putting.of("contract_id")
        alive = {row["id"] for row in await ctx.query(_ALIVE, ctx.tenant_id, list(ids))}
        if any(row["contract_id"] not in alive for row in putting.rows):
            raise NotFound
        # A contract that comes or goes itself takes its parts along, whatever they are.
        whole = putting.along.get(Contract.__tablename__, ())
        for contract_id in sorted(alive):
            contract = await hold(ctx, contract_id, alone=guard.alone)
            if guard.open_only:
                (refuse_settled if contract_id in whole else refuse_closed)(contract)
        for row in putting.rows:
            if guard.allows is not None and row["contract_id"] not in whole:
                guard.allows(ctx, row)

    return permit
