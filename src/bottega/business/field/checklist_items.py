"""Ticking off of checklist items, idempotently."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bottega.business.field.checklists import Position, checklists_of, usual_name
from bottega.business.field.jobs import job_of
from bottega.business.field.module import module
from bottega.business.field.tables import Check
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import changes
from bottega.kernel.writes.undo_rules import Putting, permits

MOST: Final = 100
ONE_OF_TWO: Final = T(
    en="Choose an item of the list, or enter one to be added", pl="Wskaż pozycję listy albo podaj, co do niej dopisać"
)
NO_POSITION: Final = T(en="The list of the job has no such item", pl="Lista zlecenia nie ma takiej pozycji")
TOO_MANY: Final = T(
    en="The list of a job has at most {most} items",
    pl="Lista zlecenia ma najwyżej {most} pozycji",
    params={"most": MOST},
)


class Tick(Input):
    """A position that was done, or was not done after all."""

    pozycja: Annotated[str, Field(min_length=1, max_length=60)] | None = Field(
        default=None, description="A position of the job's list."
    )
    nazwa: (
        Annotated[
            str,
            BeforeValidator(lambda value: " ".join(value.split()) if isinstance(value, str) else value),
            Field(min_length=1, max_length=200),
        ]
        | None
    ) = Field(default=None, description="Instead: what is added to the list.")
    zrobione: bool = True

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.pozycja is None) == (self.nazwa is None):
            raise PydanticCustomError("position", "one of two", {"text": ONE_OF_TWO, "field": "pozycja"})
        return self


class TicksInput(Input):
    """What was done."""

    pozycje: list[Tick] = Field(min_length=1, max_length=MOST)


class Checklist(Schema):
    """The checklist of a job."""

    lista_kontrolna: list[Position]


@module.post(
    "/jobs/{eventId}/checks",
    "field.work",
    name="checks.tick",
    status=200,
    label=T(en="Tick off checklist", pl="Odhaczenie listy kontrolnej"),
    answers={404: "It is no job of the caller"},
)
async def tick(ctx: Context, eventId: UUID, data: TicksInput) -> Checklist:  # noqa: N803 - the path's own name
    """Tick positions of a job's checklist.

    Ticks positions, takes ticks back, and adds positions by what they say; answers the whole list. What is ticked
    already stays with whoever ticked it first.
    """
    job = await job_of(ctx, eventId, lock=True)
    known = (await checklists_of(ctx, [job]))[eventId]
    wanted = _wanted(known, data.pozycje)
    if len({one.pozycja for one in known} | set(wanted)) > MOST:
        raise InvalidInput.field("pozycje", TOO_MANY)
    await _write(ctx, job, wanted, {one.pozycja: one for one in known})
    ctx.describe("calendar.event", eventId, organization_id=job["organization_id"])
    return Checklist(lista_kontrolna=(await checklists_of(ctx, [job]))[eventId])


def _wanted(known: Sequence[Position], ticks: Sequence[Tick]) -> dict[str, tuple[str, bool]]:
    """What each position shall say, by its code: the name and whether it is done; 400 naming those there are not."""
    names = {one.pozycja: one.nazwa for one in known}
    codes = {one.nazwa.casefold(): one.pozycja for one in known}
    wanted: dict[str, tuple[str, bool]] = {}
    wrong: list[dict[str, Any]] = []
    for place, one in enumerate(ticks):
        if one.nazwa is not None:
            code = codes.setdefault(one.nazwa.casefold(), str(new_id()))
            wanted[code] = names.setdefault(code, one.nazwa), one.zrobione
        elif one.pozycja in names:
            wanted[one.pozycja] = names[one.pozycja], one.zrobione
        else:
            wrong.append({"code": "not_found", "path": ["pozycje", place, "pozycja"], "message": NO_POSITION})
    if wrong:
        raise InvalidInput(wrong)
    return wanted


async def _write(
    ctx: Context, job: Mapping[str, Any], wanted: Mapping[str, tuple[str, bool]], before: Mapping[str, Position]
) -> None:
    """Write what differs; the job is locked, so nobody else does meanwhile."""
    stored = await ctx.query(
        "SELECT id, pozycja FROM field_checks WHERE tenant_id = $1 AND event_id = $2 AND deleted_at IS NULL",
        ctx.tenant_id,
        job["id"],
    )
    ids = {row["pozycja"]: row["id"] for row in stored}
    now = datetime.now(UTC)
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for code, (name, done) in wanted.items():
        if code in before and before[code].zrobione == done:
            continue
        values: dict[str, Any] = {
            "zrobione": done,
            "zrobione_at": now if done else None,
            "zrobil_id": ctx.actor.user_id if done else None,
        }
        if code in ids:
            changed.append({"id": ids[code], **values})
        else:
            usual = usual_name(code)
            said = usual("pl") if usual else name
            new.append(
                {
                    "organization_id": job["organization_id"],
                    "event_id": job["id"],
                    "pozycja": code,
                    "nazwa": said,
                    **values,
                }
            )
    await changes.insert_many(ctx, Check, new)
    await changes.update_many(ctx, Check, changed)


@permits(Check)
async def only_jobs_of_ones_own(ctx: Context, putting: Putting) -> None:
    """Who undoes ticks is sent to the job."""
    for event_id in putting.of("event_id"):
        await job_of(ctx, event_id)
