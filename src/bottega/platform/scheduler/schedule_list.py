"""The list of schedules: those in view, and the product's own among those of the system."""

from typing import Any, Final

from bottega.kernel.context import Context
from bottega.kernel.database.computed_pages import read
from bottega.kernel.database.pools import Record
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.page_envelope import page_of
from bottega.platform.scheduler.access import IN_VIEW, whose
from bottega.platform.scheduler.module import module
from bottega.platform.scheduler.product_schedules import ROWS, as_rows
from bottega.platform.scheduler.schedule_schemas import ScheduleItem, SchedulePage, ScheduleQuery
from bottega.platform.scheduler.tables import Schedule

_REASON: Final = "schedules of the system belong to all tenants, and statements name whose others are"
_STORED: Final = f"""
SELECT id, name, description, scope_type, organization_id,
  CASE WHEN scope_type <> 'system' THEN tenant_id END AS tenant_id, schedule_type, schedule_value, timezone,
  target_type, target_queue, target_command, target_payload, require_feature, is_enabled, last_run_at, next_run_at,
  source_type, source_module, created_at, updated_at
FROM scheduler_jobs WHERE {IN_VIEW}
"""
_SORTS: Final = {
    "name": "sort_key(name)",
    "nextRunAt": "next_run_at",
    "lastRunAt": "last_run_at",
    "createdAt": "created_at",
}
_MOMENTS: Final = ("last_run_at", "next_run_at", "created_at", "updated_at")


@module.get(
    "/jobs",
    "scheduler.jobs.view",
    name="jobs.list",
    # Payloads and results are about anything: nothing for who sees only some records, or no amounts.
    whole=True,
    answer=SchedulePage,
    table=Schedule,
)
async def list_schedules(ctx: Context, query: ScheduleQuery) -> dict[str, Any]:
    """List schedules.

    Those of the selected organizations, of the tenant and of the system; among the last are the product's own recurring
    jobs, which nobody can change.
    """
    sql, args = _statement(ctx, query)
    direction = "DESC" if (query.sort_dir or query.order) == "desc" else "ASC"
    chosen = query.sort_field or query.sort
    order = f"{_SORTS[chosen]} {direction} NULLS LAST, id" if chosen else f"id {direction}"
    async with ctx.database.across_tenants(_REASON) as connection:
        rows, total = await read(connection.fetch, sql, *args, order=order, page=query.page, size=query.page_size)
    return page_of([_item(row) for row in rows], total, page=query.page, size=query.page_size)


def _statement(ctx: Context, query: ScheduleQuery) -> tuple[str, list[Any]]:
    args: list[Any] = [*whose(ctx), as_rows(ctx.app, ctx.locale)]
    wanted: list[tuple[str, Any]] = [
        ("id = {}", query.id),
        ("position(fold({0}) IN fold(name || E'\\n' || coalesce(description, ''))) > 0", query.search),
        ("scope_type = {}", query.scope_type),
        ("is_enabled = {}", query.is_enabled),
        ("source_type = {}", query.source_type),
        ("source_module = {}", query.source_module),
    ]
    where: list[str] = []
    for condition, value in wanted:
        if value is not None:
            args.append(value)
            where.append(condition.format(f"${len(args)}"))
    filters = f" WHERE {' AND '.join(where)}" if where else ""
    return f"SELECT * FROM ({_STORED} UNION ALL {ROWS.format(jobs='$3')}) AS found{filters}", args


def _item(row: Record) -> dict[str, Any]:
    values = dict(row)
    for name in _MOMENTS:
        values[name] = milliseconds(values[name]) if values[name] else None
    return {field.alias or name: values[name] for name, field in ScheduleItem.model_fields.items()}
