"""Lookup of the schedule that a record of another module is to follow."""

from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.writes.preconditions import hold
from bottega.platform.planner.tables import RuleSet


async def require_rule_set(ctx: Context, rule_set_id: UUID | None, *, field: str) -> None:
    """Make sure that a rule set is there, in the caller's view, and stays until the command ends; None is fine.

    Raises:
        InvalidInput: It is not; ``field`` (camelCase) is to blame.
    """
    if rule_set_id is not None:
        await hold(ctx, RuleSet, rule_set_id, field=field)
