"""Rules of undo and redo for availability: write access, and rule sets that are still there."""

from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.writes.undo_rules import IN_VAIN, Putting, permits, verifies
from bottega.platform.planner.rules import ABSENCE
from bottega.platform.planner.tables import Rule, RuleSet
from bottega.platform.planner.write_access import require_write

_OWN: Final = frozenset({Rule.__tablename__, RuleSet.__tablename__})
_ORPHANS: Final = (
    "SELECT EXISTS (SELECT FROM planner_availability_rules AS r JOIN planner_availability_rule_sets AS s"
    " ON s.tenant_id = r.tenant_id AND s.id = r.subject_id WHERE r.tenant_id = $1 AND r.id = ANY($2)"
    " AND r.subject_type = 'ruleset' AND r.deleted_at IS NULL AND s.deleted_at IS NOT NULL)"
)


@permits(Rule)
async def may_put_back(ctx: Context, putting: Putting) -> None:
    """403 unless the caller may write the rules, as they were and as they will be.

    Rules that another module wrote with records of its own, such as days of leave, come and go with those.
    """
    if not putting.along.keys() <= _OWN:
        return
    for change in putting.changes:
        for row in change.versions:
            await require_write(ctx, row["subject_type"], row["subject_id"], absence=row["kind"] == ABSENCE)


@verifies(Rule)
async def have_their_rule_set(ctx: Context, ids: set[UUID]) -> None:
    """409 for rules of a rule set that was deleted meanwhile."""
    if await ctx.query_value(_ORPHANS, ctx.tenant_id, list(ids)):
        raise Conflict(IN_VAIN, code="record_modified")
