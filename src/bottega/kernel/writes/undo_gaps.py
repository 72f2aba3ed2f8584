"""Undo of commands with permanently erased rows: what is left out, and when undo is refused.

A row that cannot be without another one, and goes when that is deleted, stays away with it: the tag comes back, and
everybody who is still there has it again. A row that names another one only by the way comes back without it. What
the command was about, and what would keep the other one from being deleted, is not put back by half: 409.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import CLASSES, REFERENCES, Reference, sql_table
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.writes.plans import Plan, plan_of

MISSING = T(
    en="The record it belongs to no longer exists, so it cannot be restored",
    pl="Nie ma już rekordu, do którego należy ten wpis; nie można go przywrócić",
)


@dataclass(frozen=True)
class LeftOut:
    """A row that was not put back, or not whole, and the record it lacks; both by kind and id."""

    resource_kind: str
    resource_id: UUID
    missing_kind: str
    missing_id: UUID


@dataclass
class Gaps:
    """What is left out while an action is undone; ``about`` is the id of what the action was about."""

    about: str | None
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    put_back: int = 0

    def refuse_nothing(self) -> None:
        """409 if everything was left out."""
        if self.left_out and not self.put_back:
            raise _refusal(self.left_out)

    def leave(self, *gone: LeftOut) -> None:
        """Leave rows out; 409 if the action was about one of them."""
        self.left_out += gone
        if any(str(one.resource_id) == self.about for one in gone):
            raise _refusal(list(gone))

    async def fill(
        self, ctx: Context, action_id: UUID, plan: Plan, image: str, changes: Mapping[int, UUID], *, new: bool
    ) -> tuple[list[int], dict[str, dict[str, None]]]:
        """The changes that can be put back, and the columns of each that stay empty.

        Raises:
            Conflict: A row cannot be without what is missing.
        """
        stay, emptied = set[int](), dict[str, dict[str, None]]()
        for row in await _missing(ctx, action_id, plan, image, changes, new=new):
            ref = next(one for one in REFERENCES if (one.table, one.column) == (plan.name, row["lacking"]))
            gone = LeftOut(plan.kind, row["record_id"], plan_of(CLASSES[ref.target]).kind, row["missing"])
            if ref.blocks or not new:
                raise _refusal([gone])
            if _may_be_empty(ref):
                self.left_out.append(gone)
                emptied.setdefault(str(row["seq"]), {})[ref.column] = None
            else:
                self.leave(gone)
                stay.add(row["seq"])
        return [seq for seq in changes if seq not in stay], emptied

    async def absent(self, ctx: Context, plan: Plan, ids: set[UUID], *, removing: bool) -> bool:
        """Whether rows that were not found are gone for good, and may be: they are left out then.

        What is to be removed must be there, unless it goes along with something else.
        """
        if removing and not any(one.table == plan.name and _goes_along(one) for one in REFERENCES):
            return False
        there = await ctx.query_value(
            f"SELECT EXISTS (SELECT FROM {plan.name} WHERE {plan.owned('$1::uuid')} AND id = ANY($2))",
            ctx.tenant_id,
            list(ids),
        )
        if there or str(self.about) in map(str, ids):
            return False
        if not removing:
            self.left_out += (LeftOut(plan.kind, one, plan.kind, one) for one in sorted(ids))
        return True


def _refusal(gone: list[LeftOut]) -> Conflict:
    missing = {(one.missing_kind, str(one.missing_id)) for one in gone[:20]}
    return Conflict(
        MISSING,
        code="record_modified",
        resource=gone[0].resource_kind,
        ids=sorted({str(one.resource_id) for one in gone[:20]}),
        missing=[{"resourceKind": kind, "resourceId": id_} for kind, id_ in sorted(missing)],
    )


def _may_be_empty(ref: Reference) -> bool:
    return bool(sql_table(CLASSES[ref.table]).columns[ref.column].nullable)


def _goes_along(ref: Reference) -> bool:
    """Whether rows go when what they refer to is deleted."""
    return not ref.blocks and not _may_be_empty(ref)


async def _missing(
    ctx: Context, action_id: UUID, plan: Plan, image: str, changes: Mapping[int, UUID], *, new: bool
) -> list[Record]:
    """The references of images that lead nowhere: to no row, and to none that comes back in the same run.

    A row that is to be changed and is gone itself has none.
    """
    there = f" AND EXISTS (SELECT FROM {plan.name} AS t WHERE {plan.owned('$1', 't')} AND t.id = c.record_id)"
    parts = [part + ("" if new else there) for part in _leading_nowhere(plan, image)]
    if not parts:
        return []
    return await ctx.query(" UNION ALL ".join(parts), ctx.tenant_id, action_id, list(changes), list(changes.values()))


def _leading_nowhere(plan: Plan, image: str) -> Iterator[str]:
    for ref in REFERENCES:
        if ref.table != plan.name:
            continue
        value, target = f"(c.{image} ->> '{ref.column}')::uuid", plan_of(CLASSES[ref.target])
        together = " AND v.id <> ALL($4)" if ref.target == plan.name else " AND $4::uuid[] IS NOT NULL"
        yield (
            f"SELECT c.seq, c.record_id, '{ref.column}' AS lacking, v.id AS missing FROM action_changes AS c,"
            f" LATERAL (SELECT {value} AS id) AS v WHERE c.tenant_id = $1 AND c.action_id = $2 AND c.seq = ANY($3)"
            f" AND v.id IS NOT NULL{together}"
            f" AND NOT EXISTS (SELECT FROM {ref.target} AS o WHERE {target.owned('$1', 'o')} AND o.id = v.id)"
        )
