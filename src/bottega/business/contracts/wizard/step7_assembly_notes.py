"""Step 7 of the wizard, assembly notes: fitters add them, and correct their own for a day."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.contracts.contract_parts import of_contract
from bottega.business.contracts.module import module
from bottega.business.contracts.tables.work import AssemblyNote
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Scoped
from bottega.kernel.screens import Screen
from bottega.kernel.writes import changes

EDITS_ALL: Final = "contracts.edit"
A_DAY: Final = timedelta(hours=24)
NOT_YOURS: Final = T(
    en="A note can be changed by its author for 24 hours, afterwards by those who edit contracts",
    pl="Uwagę może zmienić jej autor przez 24 godziny, a później osoba z prawem edycji umów",
)


class AssemblyNoteInput(Scoped):
    """A note."""

    contract_id: UUID
    uwagi: Annotated[str, Field(min_length=1, max_length=10_000)]


async def _refuse_others(ctx: Context, _contract: dict[str, Any], note_id: UUID) -> None:
    """403 for a note of somebody else, or of yesterday, for those who do not edit contracts."""
    if not ctx.may(EDITS_ALL):
        _refuse_note(ctx, await changes.one(ctx, AssemblyNote, note_id, lock=True))


def _refuse_note(ctx: Context, note: Mapping[str, Any]) -> None:
    if ctx.may(EDITS_ALL):
        return
    mine = ctx.actor.user_id is not None and note["autor_id"] == ctx.actor.user_id
    if not mine or datetime.now(UTC) - note["created_at"] > A_DAY:
        raise Forbidden(NOT_YOURS)


async def _check(
    ctx: Context, contract: dict[str, Any], values: dict[str, Any], record_id: UUID | None
) -> dict[str, Any]:
    if record_id is None:
        return values | {"autor_id": ctx.actor.user_id}
    await _refuse_others(ctx, contract, record_id)
    return values


notes = module.mount(
    "/assembly_notes",
    Resource(
        table=AssemblyNote,
        input=AssemblyNoteInput,
        label=T(en="Assembly note", pl="Uwaga do montażu"),
        plural=T(en="Assembly notes", pl="Uwagi do montażu"),
        unlisted=(AssemblyNote.autor_id,),
        search=(AssemblyNote.uwagi,),
        filters={"contractId": AssemblyNote.contract_id},
        parent=of_contract(open_only=False, check=_check, may_delete=_refuse_others, allows=_refuse_note),
        access=Access(view="contracts.view", manage="contracts.change_krok7"),
        screen=Screen(
            icon="notebook-pen",
            columns="uwagi created_at",
            empty=T(en="No notes for the fitters yet", pl="Nie ma jeszcze uwag dla montażystów"),
        ),
    ),
)
