"""Data subject requests in the staff: export and erasure of a team member, and what is said about others in words.

What the law tells to keep of an employee stays: who it was, which job it was and when they were away.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from bottega.business.staff.leave.tables import LeaveRequest
from bottega.business.staff.module import module
from bottega.business.staff.tables import Team, TeamMember, TeamRole
from bottega.business.staff.timeline.tables import Activity, Address, Comment, JobHistory
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import Table, TenantTable
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import (
    COLLECTING,
    ERASED,
    ERASING,
    FORGOTTEN,
    KNOWING,
    Collected,
    Erasure,
    Known,
    emptied,
)
from bottega.kernel.schemas import today
from bottega.kernel.writes import changes
from bottega.kernel.writes.audit_entry import commands_about
from bottega.kernel.writes.preconditions import Where
from bottega.platform.auth import colleagues

WORDED: Final[tuple[type[TenantTable], ...]] = (
    Team,
    TeamRole,
    TeamMember,
    Activity,
    Comment,
    Address,
    JobHistory,
    LeaveRequest,
)
# What hangs on a member, by the column that says on whom.
OWNED: Final[Mapping[str, tuple[type[TenantTable], str]]] = {
    "activities": (Activity, "entity_id"),
    "comments": (Comment, "entity_id"),
    "addresses": (Address, "entity_id"),
    "jobHistories": (JobHistory, "entity_id"),
    "leaveRequests": (LeaveRequest, "member_id"),
}
# What is part of the documents on an employee, and must be kept after they have left.
EMPLOYMENT: Final = (JobHistory, LeaveRequest)
# Columns that must hold words.
_REQUIRED: Final[Mapping[type[TenantTable], str]] = {Comment: "body", Address: "address_line1", JobHistory: "name"}
YEARS_KEPT: Final = 10
KEPT: Final = T(en="Name, jobs and leave of an employee", pl="Imię i nazwisko, zatrudnienie i urlopy pracownika")
LABOUR_CODE: Final = T(
    en="Records of employment are kept for 10 years from the end of the year in which it ended (Labour Code,"
    " art. 94(9b))",
    pl="Dokumentację pracowniczą przechowuje się 10 lat od końca roku, w którym ustało zatrudnienie (art. 94 pkt 9b"
    " Kodeksu pracy)",
)
BY_NAME: Final = T(en="Words that call them by name", pl="Teksty wymieniające imię i nazwisko")
COMMON: Final = T(
    en="First names of colleagues are everywhere; a person must look",
    pl="Imiona współpracowników są wszędzie; musi je przejrzeć człowiek",
)
ACCOUNT: Final = T(en="The account they sign in with", pl="Konto, którym ta osoba się loguje")
DELETED_APART: Final = T(en="An account is deleted among the users", pl="Konto usuwa się na liście użytkowników")
STILL_HERE: Final = T(
    en="This member works here: say that they do not any more, then erase their data",
    pl="Ta osoba tu pracuje: najpierw oznacz, że już nie, potem usuń jej dane",
)


async def _member(ctx: Context, member_id: UUID, *, lock: bool = False) -> Record | None:
    """A member in the caller's view, a deleted one too."""
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    return await ctx.query_one(
        "SELECT * FROM staff_team_members WHERE tenant_id = $1 AND id = $2"
        " AND ($3::uuid[] IS NULL OR organization_id = ANY($3))" + (" FOR UPDATE" if lock else ""),
        ctx.tenant_id,
        member_id,
        visible,
    )


async def _rows(ctx: Context, table: type[Table], column: str, member_id: UUID) -> list[Record]:
    return await ctx.query(
        f"SELECT * FROM {table.__tablename__} WHERE tenant_id = $1 AND {column} = $2 ORDER BY created_at, id",
        ctx.tenant_id,
        member_id,
    )


@module.within(KNOWING)
async def know(ctx: Context, subject_id: UUID, known: Known) -> None:
    """The address of a member's account, and what belongs to them."""
    member = await _member(ctx, subject_id)
    if member is None:
        return
    known.records.add(subject_id)
    for table, column in OWNED.values():
        known.records.update(row["id"] for row in await _rows(ctx, table, column, subject_id))
    for account in (await colleagues(ctx, [member["user_id"]])).values():
        known.traces.add_literal(account.email)


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:
    """Everything about a member, and what was written about a person among the staff."""
    member = await _member(ctx, subject_id)
    if member is not None:
        collected.kind, collected.organization_id = TeamMember.known_as, member["organization_id"]
        found: dict[str, Any] = {"member": await redaction.whole(ctx, TeamMember, member)}
        for name, (table, column) in OWNED.items():
            rows = await _rows(ctx, table, column, subject_id)
            found[name] = [await redaction.whole(ctx, table, row) for row in rows]
        found["history"] = await commands_about(ctx, subject_id)
        collected.add("staff", found)
    for table in WORDED:
        await redaction.collect(ctx, collected, table)


@module.within(ERASING)
async def erase_words(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Refuse to forget who works here; take anybody else out of what was written."""
    member = await _member(ctx, subject_id, lock=True)
    if member is not None and member["is_active"] and member["deleted_at"] is None:
        raise Conflict(STILL_HERE, code="still_active")
    for table in WORDED:
        await redaction.blacken(ctx, erasure, table)


@module.within(ERASED)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Forget a member: everything but what is kept of employees by law."""
    member = await _member(ctx, subject_id, lock=True)
    if member is None:
        return
    erasure.kind, erasure.organization_id = TeamMember.known_as, member["organization_id"]
    found: dict[type[TenantTable], list[Record]] = {
        table: await _rows(ctx, table, column, subject_id) for table, column in OWNED.values()
    }
    kept = sum(len(found[table]) for table in EMPLOYMENT) if _must_be_kept(found) else 0
    for table, rows in found.items():
        employed = bool(kept) and table in EMPLOYMENT
        await _empty(ctx, table, rows, {"note": None, "decision_comment": None} if employed else None)
        if not employed:
            await changes.delete_many(ctx, table, [row["id"] for row in rows if row["deleted_at"] is None])
        erasure.add(table, [row["id"] for row in rows])
    name = {} if kept else {"display_name": FORGOTTEN(ctx.locale)}
    values: dict[str, Any] = {**emptied(TeamMember), **name, "tags": [], "custom": dict.fromkeys(member["custom"])}
    await changes.update(ctx, TeamMember, subject_id, values, where=Where(gone=member["deleted_at"] is not None))
    if not kept and member["deleted_at"] is None:
        await changes.delete(ctx, TeamMember, subject_id)
    erasure.add(TeamMember, [subject_id])
    erasure.keep(KEPT, kept, LABOUR_CODE, *EMPLOYMENT)
    erasure.keep(BY_NAME, 1, COMMON)
    erasure.keep(ACCOUNT, int(member["user_id"] is not None), DELETED_APART)


def _must_be_kept(found: Mapping[type[TenantTable], Sequence[Record]]) -> bool:
    """Whether an employment, by its jobs and leave, ended less than ten full years ago."""
    jobs = [row["end_date"].date() if row["end_date"] else today() for row in found[JobHistory]]
    ended = max([*jobs, *(row["last_day"] for row in found[LeaveRequest])], default=None)
    return ended is not None and today() <= date(ended.year + YEARS_KEPT, 12, 31)


async def _empty(
    ctx: Context, table: type[TenantTable], rows: Sequence[Record], only: Mapping[str, Any] | None
) -> None:
    """Take the words out of rows: all of them, or ``only`` these that a table has."""
    needed = {_REQUIRED[table]: FORGOTTEN(ctx.locale)} if table in _REQUIRED else {}
    values = (
        {**emptied(table), **needed} if only is None else {name: v for name, v in only.items() if hasattr(table, name)}
    )
    for row in rows:
        custom = {"custom": dict.fromkeys(row["custom"])} if only is None and row["custom"] else {}
        if values or custom:
            where = Where(gone=row["deleted_at"] is not None)
            await changes.update(ctx, table, row["id"], {**values, **custom}, where=where)
