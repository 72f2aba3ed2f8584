"""Step 7 of the wizard, workers: assignments to a contract, and worker profiles."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.money.warnings import CreatedWarned
from bottega.business.contracts.tables.work import WorkerAssignment, WorkerProfile
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Blankable, Scoped
from bottega.kernel.screens import Nav, Screen
from bottega.platform.auth import require_colleague
from bottega.platform.navigation_groups import PEOPLE

MANAGES: Final = "contracts.workers.manage"
NO_PROFILE: Final = "brak_profilu_pracownika"
_HAS_PROFILE: Final = (
    "SELECT EXISTS (SELECT FROM contracts_worker_profiles WHERE tenant_id = $1 AND user_id = $2 AND deleted_at IS NULL)"
)


class WorkerAssignmentInput(Scoped):
    """Somebody works on a contract."""

    contract_id: UUID
    uzytkownik_id: UUID


async def _check(
    ctx: Context, _contract: dict[str, Any], values: dict[str, Any], _record_id: UUID | None
) -> dict[str, Any]:
    if "uzytkownik_id" in values:
        await require_colleague(ctx, values["uzytkownik_id"], field="uzytkownikId")
    return values


assignments = module.mount(
    "/worker_assignments",
    Resource(
        table=WorkerAssignment,
        input=WorkerAssignmentInput,
        label=T(en="Worker assignment", pl="Przypisanie pracownika"),
        plural=T(en="Worker assignments", pl="Przypisania pracowników"),
        filters={"contractId": WorkerAssignment.contract_id, "uzytkownikId": WorkerAssignment.uzytkownik_id},
        parent=of_contract(open_only=False, check=_check),
        access=Access(view="contracts.view", manage="contracts.change_krok7"),
        screen=Screen(
            icon="user-check",
            columns="uzytkownik_id created_at",
            empty=T(en="Nobody works on the contract yet", pl="Nikt nie pracuje jeszcze przy umowie"),
        ),
    ),
)


@assignments.replaces("create", label=T(en="Assign worker", pl="Przypisanie pracownika do umowy"))
async def assign_worker(ctx: Context, data: WorkerAssignmentInput) -> CreatedWarned:
    """Create worker assignment.

    Somebody works on a contract from now on, and is told so. Warns `brak_profilu_pracownika` when they have no worker
    profile.
    """
    made = await assignments.create(ctx, data)
    await ctx.emit("contracts.worker.assigned", record_id=data.contract_id, uzytkownikId=str(data.uzytkownik_id))
    known = await ctx.query_value(_HAS_PROFILE, ctx.tenant_id, data.uzytkownik_id)
    return CreatedWarned(id=made.id, warnings=[] if known else [NO_PROFILE])


class WorkerProfileInput(Scoped):
    """What is noted about a worker."""

    user_id: UUID
    notatnik: Annotated[str | None, Field(max_length=20_000), Blankable] = None


async def _prepare_profile(ctx: Context, values: dict[str, Any], _record_id: UUID | None) -> dict[str, Any]:
    if "user_id" in values:
        await require_colleague(ctx, values["user_id"], field="userId")
    return values


async def _hide_notebooks(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The notebook is for its owner and for those who manage workers."""
    if not ctx.may(MANAGES):
        for item in items:
            if item["user_id"] != ctx.actor.user_id:
                item["notatnik"] = None
    return items


profiles = module.mount(
    "/worker_profiles",
    Resource(
        table=WorkerProfile,
        input=WorkerProfileInput,
        label=T(en="Worker profile", pl="Profil pracownika"),
        plural=T(en="Worker profiles", pl="Profile pracowników"),
        filters={"userId": WorkerProfile.user_id},
        prepare=_prepare_profile,
        present=_hide_notebooks,
        access=Access(view="contracts.view", manage=MANAGES),
        screen=Screen(
            icon="hard-hat",
            nav=Nav(PEOPLE, 50),
            columns="user_id notatnik updated_at",
            empty=T(en="No worker profiles yet", pl="Nie ma jeszcze profili pracowników"),
        ),
    ),
)


@profiles.replaces("list")
async def list_profiles(ctx: Context, query: ListQuery) -> Any:
    """List worker profiles.

    A page of the profiles of workers; with `format` a file of all of them. `notatnik` is there for its owner and for
    those who manage workers.
    """
    if not ctx.may(MANAGES):
        # Rows as they are stored, and their order, would tell what the notebooks say.
        hidden = {"full": False, "sort_field": "id" if query.sort_field == "notatnik" else query.sort_field}
        query = query.model_copy(update=hidden)
    return await profiles.page(ctx, query)
