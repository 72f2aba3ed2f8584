"""The access log: reads of records, one entry per record."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Final
from uuid import UUID, uuid5

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.field_markers import KindOfRecord, Of
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.items import Item
from bottega.kernel.schemas import Schema, Stamp
from bottega.kernel.writes.audit_tables import AccessType
from bottega.platform.audit_logs.display_names import names_for
from bottega.platform.audit_logs.files import FILES, Found, file_of_log, page_of_log
from bottega.platform.audit_logs.module import module
from bottega.platform.audit_logs.visibility import EVERYTHING, LogQuery, seen_reads, within_view

_READS: Final = "access_logs AS a, LATERAL unnest(resource_ids) WITH ORDINALITY AS seen (record_id, place)"
_INVALID: Final = {400: "Invalid filters supplied"}
COLUMNS: Final = (
    "createdAt",
    "actorUserName",
    "accessType",
    "resourceKind",
    "resourceId",
    "organizationName",
    "fields",
    "context",
    "actorUserId",
    "organizationId",
    "id",
)


class AccessQuery(LogQuery):
    """Filters of the access log."""

    access_type: str | None = Field(
        default=None, max_length=60, description="Access type filter, e.g. `read` or `export`."
    )


class Access(Schema):
    """Somebody saw a record."""

    id: UUID
    resource_kind: Annotated[str, KindOfRecord]
    resource_id: str
    access_type: AccessType
    actor_user_id: Annotated[UUID, Of("auth:user")] | None
    actor_user_name: str | None
    tenant_id: UUID | None
    tenant_name: str | None
    organization_id: UUID | None
    organization_name: str | None
    fields: list[str]
    context: dict[str, Any] | None
    created_at: Stamp


class AccessPage(Schema):
    """A page of the access log."""

    items: list[Access]
    can_view_tenant: bool
    page: int
    page_size: int
    total: int
    total_pages: int


@module.get(
    "/audit-logs/access",
    "audit_logs.view_self",
    name="access.list",
    answer=AccessPage,
    answers=_INVALID,
    other_media=FILES,
)
async def list_access(ctx: Context, query: AccessQuery) -> Any:
    """Retrieve access logs.

    The caller's own reads, newest first, one entry a record. Tenant viewers may name another actor, or an organization
    they reach. Reads are kept for hours only, those of users and roles for days. With `format` a file of all of them.
    """
    found, shown = await _found(ctx, query), partial(_entries, ctx)
    if query.format:
        return file_of_log(ctx, query, found, shown, name="access", columns=COLUMNS)
    return await page_of_log(ctx, query, found, shown, query.page_size)


async def _found(ctx: Context, query: AccessQuery) -> Found:
    where = await within_view(ctx, query, everybody=False)
    if query.access_type:
        where.add("access_type = {}", query.access_type)
    seen = seen_reads(ctx, where)
    sql = (
        "SELECT tenant_id, organization_id, actor_id, a.id, resource_kind, access_type, fields, context, created_at,"
        f" seen.record_id, seen.place FROM {_READS} WHERE {where.sql} AND {seen}"
    )
    counted = f"SELECT coalesce(sum(cardinality(resource_ids)), 0)::bigint FROM access_logs WHERE {where.sql}"
    return Found(sql, "created_at DESC, id DESC, place", where.args, counted if seen == EVERYTHING else "")


async def _entries(ctx: Context, rows: Sequence[Record]) -> list[Item]:
    names = await names_for(ctx, rows)
    return [{**_entry(row), **names.of(row)} for row in rows]


def _entry(row: Record) -> dict[str, Any]:
    record: UUID = row["record_id"]
    return {
        # Always the same for the same read of the same record, though no row has it.
        "id": uuid5(row["id"], str(record)),
        "resourceKind": row["resource_kind"],
        "resourceId": str(record),
        "accessType": row["access_type"],
        "fields": row["fields"],
        "context": row["context"],
        "createdAt": milliseconds(row["created_at"]),
    }
