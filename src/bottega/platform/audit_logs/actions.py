"""The action log: list of commands, newest first, with record images before and after."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.field_markers import KindOfRecord, Of
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.items import Item
from bottega.kernel.schemas import Schema, Stamp, boolean_token
from bottega.kernel.writes.audit_tables import ExecutionState
from bottega.kernel.writes.undo import IRREVERSIBLE
from bottega.platform.audit_logs.display_names import names_for
from bottega.platform.audit_logs.files import FILES, Found, file_of_log, page_of_log
from bottega.platform.audit_logs.images import images_of
from bottega.platform.audit_logs.module import module
from bottega.platform.audit_logs.related import entries_about, naming
from bottega.platform.audit_logs.visibility import Conditions, LogQuery, only_seen_actions, within_view

_INVALID: Final = {400: "Invalid filter values"}
# Of an entry in a file: what it says, but not the token that would undo it.
COLUMNS: Final = (
    "createdAt",
    "actorUserName",
    "actionLabel",
    "commandId",
    "executionState",
    "organizationName",
    "resourceKind",
    "resourceId",
    "parentResourceKind",
    "parentResourceId",
    "changes",
    "snapshotBefore",
    "snapshotAfter",
    "context",
    "actorUserId",
    "organizationId",
    "id",
)
_HIDDEN: Final[dict[str, Any]] = {"snapshotBefore": None, "snapshotAfter": None, "changes": None, "changeLabels": None}


class ActionQuery(LogQuery):
    """Filters of the action log."""

    resource_id: str | None = Field(default=None, max_length=200, description="Filter by resource ID.")
    include_related: str | None = Field(
        default=None,
        max_length=20,
        description="When `true`, also returns changes to records that belong to the named one or name it.",
    )
    action_type: str | None = Field(
        default=None,
        max_length=200,
        description="Only commands of these types, separated by commas: the last word of `commandId`, such as `create`,"
        " `update`, `delete` or `import`.",
    )
    undoable_only: str | None = Field(
        default=None, max_length=20, description="When `true`, only undoable actions are returned."
    )


class Action(Schema):
    """Somebody changed something."""

    id: UUID
    command_id: str
    action_label: str | None
    execution_state: ExecutionState
    actor_user_id: Annotated[UUID, Of("auth:user")] | None
    actor_user_name: str | None
    tenant_id: UUID | None
    tenant_name: str | None
    organization_id: UUID | None
    organization_name: str | None
    resource_kind: Annotated[str, KindOfRecord] | None
    resource_id: str | None
    parent_resource_kind: Annotated[str, KindOfRecord] | None
    parent_resource_id: str | None
    undo_token: UUID | None = Field(description="Only for those who may use it.")
    undo_hint: str | None = Field(description="What to do instead, where undo cannot help.")
    created_at: Stamp
    updated_at: Stamp
    snapshot_before: dict[str, Any] | None
    snapshot_after: dict[str, Any] | None
    changes: dict[str, Any] | None = Field(description="`{field: {from, to}}`; custom fields as `cf_<key>`.")
    change_labels: dict[str, str] | None = Field(
        description="What people call the fields of `changes`, in the caller's language, by field: a custom field by"
        " the label of its definition. Those that have no word are left out."
    )
    context: dict[str, Any] | None


class ActionPage(Schema):
    """A page of the action log."""

    items: list[Action]
    can_view_tenant: bool
    page: int
    page_size: int
    total: int
    total_pages: int


@module.get(
    "/audit-logs/actions",
    "audit_logs.view_self",
    name="actions.list",
    answer=ActionPage,
    answers=_INVALID,
    other_media=FILES,
)
async def list_actions(ctx: Context, query: ActionQuery) -> Any:
    """Fetch action logs.

    The caller's own changes, newest first; tenant viewers see everybody's. Snapshots are shown to those who may see
    such records. Pages have `pageSize` entries, or `limit` where that is sent alone; with `format` a file of all of
    them.
    """
    where = await _where(ctx, query)
    found = Found(f"SELECT * FROM action_logs WHERE {where.sql}", "id DESC", where.args)
    shown = partial(_entries, ctx, query)
    if query.format:
        return file_of_log(ctx, query, found, shown, name="actions", columns=COLUMNS)
    return await page_of_log(ctx, query, found, shown, query.page_size or query.limit)


async def _entries(ctx: Context, query: ActionQuery, rows: Sequence[Record]) -> list[Item]:
    names = await names_for(ctx, rows)
    images = await images_of(ctx, rows, kind=query.resource_kind, record=query.resource_id)
    return [{**_entry(ctx, row), **names.of(row), **images.get(row["id"], _HIDDEN)} for row in rows]


async def _where(ctx: Context, query: ActionQuery) -> Conditions:
    related = boolean_token(query.include_related) is True and query.resource_kind and query.resource_id
    if related:
        where = await within_view(ctx, query.model_copy(update={"resource_kind": None}), everybody=True)
        kind, record = where.place(query.resource_kind), where.place(query.resource_id)
        about = entries_about(kind, record, related=True)
        where.add(f"({about}{naming(query.resource_kind, record)})")
    else:
        where = await within_view(ctx, query, everybody=True)
        if query.resource_id:
            record = where.place(query.resource_id)
            kind = where.place(query.resource_kind) if query.resource_kind else None
            where.add(f"resource_id = {record}" if kind is None else entries_about(kind, record))
    only_seen_actions(ctx, where)
    types = [word.strip().lower() for word in (query.action_type or "").split(",") if word.strip()]
    if types:
        where.add("split_part(command_id, '.', -1) = ANY({}::text[])", types)
    if boolean_token(query.undoable_only) is True:
        where.add("undo_token IS NOT NULL AND execution_state = 'done'")
    return where


def _entry(ctx: Context, row: Record) -> dict[str, Any]:
    same = ("id", "command_id", "action_label", "execution_state", "resource_kind", "resource_id", "context")
    wire = {
        "command_id": "commandId",
        "action_label": "actionLabel",
        "execution_state": "executionState",
        "resource_kind": "resourceKind",
        "resource_id": "resourceId",
    }
    entry = {wire.get(name, name): row[name] for name in same}
    own = row["actor_id"] == ctx.actor.id
    usable = ctx.may("audit_logs.undo_self") and (own or ctx.may("audit_logs.undo_tenant"))
    operation = ctx.app.command(row["command_id"])
    irreversible = operation is not None and not operation.undoable
    hint = (operation.instead or IRREVERSIBLE) if operation is not None and irreversible else None
    return {
        **entry,
        "parentResourceKind": row["parent_resource_kind"],
        "parentResourceId": row["parent_resource_id"],
        "undoToken": row["undo_token"] if usable else None,
        "undoHint": hint(ctx.locale) if hint else None,
        "createdAt": milliseconds(row["created_at"]),
        "updatedAt": milliseconds(row["updated_at"]),
    }
