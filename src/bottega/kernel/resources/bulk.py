"""Bulk changes of a resource: up to 200 records changed or deleted by one request, all or none.

Each record goes through the operation that changes or deletes one, whatever handler that has, in one transaction with
one audit entry, which is an entry of that operation: undo takes all of it back, and asks for the same features.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.constraint_errors import translate
from bottega.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from bottega.kernel.http.pipeline import FOREIGN_TENANT, authorize
from bottega.kernel.i18n import T
from bottega.kernel.operation import Operation
from bottega.kernel.resources.bulk_inputs import MOST, Bulk, BulkDone, Values, bulk_input
from bottega.kernel.schemas import Input
from bottega.kernel.writes.deleted_records import explain_missing
from bottega.kernel.writes.gathering import Gathering
from bottega.kernel.writes.plans import plan_of
from bottega.kernel.writes.preconditions import VERSION_HEADER

if TYPE_CHECKING:
    from bottega.kernel.resources.resource import Resource

REFUSED: Final = T(
    en="Refused for {refused} of {all} records; nothing was changed",
    pl="Odmowa dla {refused} z {all} rekordów; nic nie zostało zmienione",
)
MANY: Final = T(en="Change many: {what}", pl="Zmiana zbiorcza: {what}")
COUNTED: Final = T(en="{what} ({count})", pl="{what} ({count})")
# Of several statuses the answer has the one that a request about one record would have met first.
FIRST: Final = (Forbidden, Invalid, NotFound, Conflict)
CODES: Final[Mapping[type[Problem], str]] = {Forbidden: "forbidden", NotFound: "not_found", Conflict: "conflict"}
# Where refusals name fields, each in its own form.
_OF_FIELDS: Final = ("details", "fields", "fieldErrors")
_HOMES: Final = (
    "SELECT DISTINCT (coalesce(after, before) ->> 'organization_id')::uuid FROM action_changes"
    " WHERE tenant_id = $1 AND action_id = $2"
)

# Kind and id of what a record belongs to.
Parent = tuple[str, object] | None


@dataclass(frozen=True)
class Task:
    """One operation on many records: the body that each is given, and the order in which they have their turn."""

    operation: Operation
    data: Bulk
    ids: Sequence[UUID]
    body: Callable[[UUID], Input]
    # Under which field of the request a refused field of a body stands; empty where the body has but the id.
    under: str = ""

    @cached_property
    def query(self) -> Mapping[str, Any]:
        """What the handler is told besides: a query string in which nothing was sent."""
        one = self.operation
        return {} if one.query is None or one.id_anywhere else {"query": one.query()}


def bulk_operation(resource: "Resource", update: Operation | None, delete: Operation | None) -> Operation | None:
    """The operation that changes or deletes many records by those that change or delete one; None without any."""
    either = [one for one in (update, delete) if one is not None]
    if not either:
        return None

    async def run(ctx: Context, data: Bulk) -> BulkDone:
        return await _perform(ctx, _task(data, update, delete))

    first, plural = either[0], resource.plural.en.lower()
    asked = {one.features for one in either}
    return Operation(
        first.module,
        "POST",
        f"{first.path}/bulk",
        run,
        f"{first.screen}.bulk",
        summary=f"Change many {plural}",
        description=_description(plural, update, delete),
        section=first.section,
        # Which of both is asked for stands in the body; to see the records is needed for either.
        features=asked.pop() if len(asked) == 1 else (resource.access.view,),
        body=bulk_input(resource.table.__name__, None if update is None else update.body, delete=delete is not None),
        answer=BulkDone,
        answers={404: "Some of the records are not there, or not the caller's", 409: "Some of the records are refused"},
        label=MANY.given(what=resource.plural),
        undoable=any(one.undoable for one in either),
        limits=tuple(dict.fromkeys(bucket for one in either for bucket in one.limits)),
        table=resource.table,
    )


def _description(plural: str, update: Operation | None, delete: Operation | None) -> str:
    done = {"`set` changes": update, "`delete` deletes": delete}
    parts = [
        f"{what} up to {MOST} {plural} as `{one.method} {one.path}` does one, and needs "
        + " and ".join(f"`{feature}`" for feature in one.features)
        for what, one in done.items()
        if one is not None
    ]
    return (
        f"{'; '.join(parts)}. All or none: a refusal names every refused record in `details`, by its `id` and its "
        "place in `ids`. One entry of the action log, and one undo, for all of them."
    )


def _task(data: Bulk, update: Operation | None, delete: Operation | None) -> Task:
    values: Values | None = getattr(data, "set", None)
    if values is not None and update is not None:
        # In one order for everybody, so that two who change the same records do not wait for each other.
        return Task(update, data, sorted(data.ids), values.of, under="set")
    assert delete is not None
    body: Any = delete.body
    # In the order that was sent: what is a part of another record may go before it.
    return Task(delete, data, data.ids, lambda record_id: body.model_validate({"id": str(record_id)}))


async def _perform(ctx: Context, task: Task) -> BulkDone:
    """Change or delete all, or none.

    Raises:
        Problem: 403 without the features of the one operation; else why some of the records are refused.
    """
    authorize(ctx, task.operation)
    sample = task.body(task.ids[0])
    if isinstance(sample, Values):
        _guard_tenant(ctx, sample)
        ctx.custom = sample.custom
    ctx.operation, headers = task.operation, ctx.headers
    ctx.gathering = gathering = Gathering()
    await _execute(ctx, "SAVEPOINT many")
    try:
        parents = [await _one(ctx, task, record_id, headers) for record_id in task.ids]
        await gathering.flush(ctx)
    except Exception as error:
        if _refusal_of(error) is None:
            raise
        # Together it did not work: one by one it is seen for which of them, or that it works in this order.
        parents = await _one_by_one(ctx, task, headers)
    ctx.headers, ctx.gathering = headers, None
    if ctx.changed and len(task.ids) > 1:
        await _describe(ctx, task, parents)
    if not ctx.undoable:
        ctx.undo_token = None
    return BulkDone(count=len(task.ids))


def _guard_tenant(ctx: Context, values: Values) -> None:
    """403 for records of another tenant, as of a request that says so itself."""
    if getattr(values, "tenant_id", None) not in (None, ctx.tenant_id):
        raise Forbidden(FOREIGN_TENANT)


async def _one(ctx: Context, task: Task, record_id: UUID, headers: Mapping[str, str]) -> Parent:
    """Change one of the records by the handler for one; answers what it belongs to, where the handler said so."""
    version = task.data.versions.get(record_id)
    ctx.headers = headers if version is None else {**headers, VERSION_HEADER: version.isoformat()}
    ctx.action = None
    await task.operation.run(ctx, data=task.body(record_id), **task.query)
    return None if ctx.action is None else ctx.action["parent"]


async def _one_by_one(ctx: Context, task: Task, headers: Mapping[str, str]) -> list[Parent]:
    """The same where one is refused: all are tried, so that every refused one is named.

    Raises:
        Problem: At least one is refused.
    """
    parents: list[Parent] = []
    refused: dict[UUID, Problem] = {}
    gathering = await _roll_back(ctx, "many")
    for record_id in task.ids:
        await _execute(ctx, "SAVEPOINT one")
        try:
            parents.append(await _one(ctx, task, record_id, headers))
            await gathering.flush(ctx)
        except Exception as error:
            problem = _refusal_of(error)
            if problem is None:
                raise
            gathering = await _roll_back(ctx, "one")
            refused[record_id] = await _explained(ctx, task, record_id, problem)
        else:
            await _execute(ctx, "RELEASE SAVEPOINT one")
    if refused:
        raise _refusal(task, refused)
    return parents


async def _explained(ctx: Context, task: Task, record_id: UUID, problem: Problem) -> Problem:
    """The refusal, or what became of a record that was deleted since it was seen."""
    if isinstance(problem, NotFound):
        try:
            await explain_missing(ctx, task.operation, {"data": task.body(record_id)})
        except Conflict as gone:
            return gone
    return problem


async def _execute(ctx: Context, sql: str) -> None:
    connection = await ctx.begin()
    ctx.asked += 1
    await connection.execute(sql)


async def _roll_back(ctx: Context, savepoint: str) -> Gathering:
    """Forget what was done since, and what still waits; answers where from now on changes wait."""
    ctx.gathering = gathering = Gathering()
    ctx.changed, ctx.action = 0, None
    await _execute(ctx, f"ROLLBACK TO SAVEPOINT {savepoint}")
    return gathering


def _refusal_of(error: Exception) -> Problem | None:
    """What the client is to blame for, or could not know; None for faults of ours."""
    problem = error if isinstance(error, Problem) else translate(error)
    return problem if problem is not None and problem.status < Problem.status else None


def _refusal(task: Task, refused: Mapping[UUID, Problem]) -> Problem:
    kind = next((one for one in FIRST if any(isinstance(problem, one) for problem in refused.values())), Conflict)
    details = [
        issue
        for place, one in enumerate(task.data.ids)
        if one in refused
        for issue in _issues(task, place, refused[one])
    ]
    said = REFUSED.given(refused=len(refused), all=len(task.ids))
    return kind(said, code="bulk_refused", details=details)


def _issues(task: Task, place: int, problem: Problem) -> list[dict[str, Any]]:
    """Why one of the records is refused: an issue for each field that is named, or one for the record."""
    further = {name: value for name, value in problem.details.items() if name not in _OF_FIELDS}
    code = further.pop("code", CODES.get(type(problem), "custom"))
    named: list[dict[str, Any]] = list(problem.details.get("details", ()))
    for mapping in ("fields", "fieldErrors"):
        said: Mapping[str, Any] = problem.details.get(mapping, {})
        named += [{"code": code, "path": [name], "message": text} for name, text in said.items()]
    known = {"id": str(task.data.ids[place]), **further}
    if not (task.under and named):
        return [{"code": code, "path": ["ids", place], "message": problem.error, **known}]
    return [{**issue, "path": [task.under, *issue["path"]], **known} for issue in named]


async def _describe(ctx: Context, task: Task, parents: Sequence[Parent]) -> None:
    """Say in the audit entry how many there were, and where they all belong, if that is one and the same."""
    homes = await ctx.query(_HOMES, ctx.tenant_id, ctx.action_id)
    ctx.describe(
        plan_of(task.operation.table).kind,
        task.ids[0],
        label=COUNTED.given(what=task.operation.label, count=len(task.ids)),
        organization_id=homes[0][0] if len(homes) == 1 else None,
        parent=parents[0] if len({*parents}) == 1 else None,
    )
