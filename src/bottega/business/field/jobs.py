"""Jobs of the caller, by day or one at a time."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from bottega.business.calendar import visit, visits
from bottega.business.contracts import contracts_of_worker, sees_contract
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden
from bottega.kernel.i18n import T

PEOPLE_ONLY: Final = T(en="Only a person can have jobs", pl="Zlecenia ma tylko osoba")
NO_CONTRACT: Final = T(en="The job has no contract", pl="Zlecenie nie dotyczy umowy")
NOT_ASSIGNED: Final = T(
    en="You are not assigned to the contract of this job; ask the office to assign you",
    pl="Nie masz przypisanej umowy tego zlecenia; poproś biuro o przypisanie",
)


def person_of(ctx: Context) -> UUID:
    """Who is calling; 403 for a program that acts for nobody."""
    if ctx.actor.user_id is None:
        raise Forbidden(PEOPLE_ONLY)
    return ctx.actor.user_id


async def jobs_of_days(ctx: Context, first: date, last: date) -> list[dict[str, Any]]:
    """The caller's jobs from one day to another."""
    person = person_of(ctx)
    return await visits(ctx, person, await contracts_of_worker(ctx, person), first, last)


async def job_of(ctx: Context, event_id: UUID, *, lock: bool = False) -> dict[str, Any]:
    """One of the caller's jobs; 404 for all others."""
    person = person_of(ctx)
    return await visit(ctx, person, await contracts_of_worker(ctx, person), event_id, lock=lock)


async def contract_of_job(ctx: Context, job: Mapping[str, Any]) -> UUID:
    """The contract of a job for whoever writes something of it.

    Raises:
        Conflict: 409 ``brak_umowy``; ``nieprzypisany`` for whoever sees only contracts they are assigned to.
    """
    contract_id: UUID | None = job["contract_id"]
    if contract_id is None:
        raise Conflict(NO_CONTRACT, code="brak_umowy")
    if not await sees_contract(ctx, contract_id):
        raise Conflict(NOT_ASSIGNED, code="nieprzypisany")
    return contract_id
