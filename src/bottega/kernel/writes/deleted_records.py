"""Changes of a record that was deleted meanwhile: 409 instead of 404, for callers who could have seen the record.

Only whoever sends the version they have seen (``targets.VERSION_HEADER``) is told, and only what they knew already:
the last image of the record must be one of their organizations and in their view. For everybody else it stays a 404.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel import visibility
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import Table
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.operation import Operation
from bottega.kernel.writes.plans import Plan, plan_of
from bottega.kernel.writes.preconditions import Where, find_live, version_of

GONE: Final = T(
    en="The record was deleted in the meantime; what you changed was not saved",
    pl="Rekord został w międzyczasie usunięty; zmiany nie zostały zapisane",
)
METHODS: Final = frozenset({"PUT", "PATCH", "DELETE"})
# Whatever a record was deleted by is its last change; an undone creation leaves the image it took away.
_LAST: Final = """
SELECT c.before, c.after, a.organization_id, a.tenant_id, a.actor_id, a.execution_state,
    CASE WHEN a.execution_state = 'undone' THEN a.updated_at ELSE a.created_at END AS at{hidden}
FROM action_changes AS c JOIN action_logs AS a ON a.tenant_id = c.tenant_id AND a.id = c.action_id
WHERE c.tenant_id = $1 AND c.record_id = $2 AND c.table_name = $3 ORDER BY c.seq DESC LIMIT 1
"""
# Told ``action``, the entry of the action log, and ``told``, what the refusal says: the module that keeps the log adds
# ``deletedBy`` where the caller may know.
DELETED: Final = "action_log.record_gone"


async def explain_missing(ctx: Context, operation: Operation, arguments: Mapping[str, Any]) -> None:
    """Refuse a change with what became of the record it names; nothing if the 404 is all the caller may know.

    Raises:
        Conflict: The record was deleted after the caller has seen it.
    """
    table: type[Table] | None = operation.table
    record_id = _named(arguments)
    if table is None or record_id is None or (version := version_of(ctx)) is None:
        return
    action = await _last_action(ctx, table, record_id)
    if action is None or await find_live(ctx, table, record_id, Where()) is not None:
        return
    told: dict[str, Any] = {"deletedAt": milliseconds(action["at"])}
    # Who had a creation undone stands in no entry: that of the creation names its author.
    if action["execution_state"] != "undone":
        await ctx.tell(DELETED, action=action, told=told)
    raise Conflict(GONE, code="record_gone", expectedUpdatedAt=milliseconds(version), **told)


def _named(arguments: Mapping[str, Any]) -> UUID | None:
    """The record that a request is about: the id in its body, else the last one in its path."""
    data = arguments.get("data")
    sent = getattr(data, "id", None) or getattr(data, "record_id", None)
    for one in (sent, *reversed([value for name, value in arguments.items() if name not in ("data", "query")])):
        try:
            return one if isinstance(one, UUID) else UUID(one)
        except (ValueError, TypeError, AttributeError):
            continue
    return None


async def _last_action(ctx: Context, table: type[Table], record_id: UUID) -> Record | None:
    """What was done last to a record that is in the caller's view, by its image then."""
    plan = plan_of(table)
    viewer = visibility.viewer_of(ctx, table)
    hidden = "" if viewer is None else f", {visibility.any_unseen_image('c', '$4')} AS hidden"
    further = [] if viewer is None else [viewer]
    action = await ctx.query_one(_LAST.format(hidden=hidden), ctx.tenant_id, record_id, plan.name, *further)
    if action is None or (viewer is not None and action["hidden"]):
        return None
    image: Mapping[str, Any] = action["before"] or action["after"]
    if not _within_view(ctx, plan, image) or await visibility.is_closed(ctx, table, image):
        return None
    return action


def _within_view(ctx: Context, plan: Plan, image: Mapping[str, Any]) -> bool:
    """Rows that are of no organization by their nature are the whole tenant's."""
    if "organization_id" not in plan.columns:
        return True
    home = image.get("organization_id")
    return ctx.scope.sees(UUID(home) if home else None)
