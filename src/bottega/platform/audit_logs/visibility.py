"""Visibility of log entries: one's own or the tenant's, within the caller's organizations.

The filters of both logs are read here; an id that is none is a 400, one the viewer has no right to name is ignored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel import visibility
from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.resources.list_query import FileFormat
from bottega.kernel.schemas import Query
from bottega.platform.directory import tree_of

FAILED: Final = T(en="Validation failed", pl="Nieprawidłowe dane")
BAD_ID: Final = T(en="Invalid UUID", pl="Nieprawidłowy identyfikator")
TENANT_VIEW: Final = "audit_logs.view_tenant"
PAGE_SIZE: Final = 50
LARGEST_PAGE: Final = 200
LAST_PAGE: Final = 10**9
KEY_PREFIX: Final = "api_key:"
# SQL that leaves nothing out.
EVERYTHING: Final = "true"


class LogQuery(Query):
    """What both logs can be asked for; numbers and times that make no sense are ignored."""

    organization_id: str | None = Field(
        default=None, max_length=100, description="Limit results to one organization, if the caller reaches it."
    )
    actor_user_id: str | None = Field(
        default=None, max_length=100, description="Only this user's or API key's entries; for tenant viewers."
    )
    resource_kind: str | None = Field(
        default=None, max_length=200, description="Restrict to a resource kind such as `warehouse.material`."
    )
    page: str | None = Field(default=None, max_length=20, description="Page number (default 1).")
    page_size: str | None = Field(default=None, max_length=20, description="Page size, 1 to 200 (default 50).")
    limit: str | None = Field(default=None, max_length=20, description="Maximum number of records.")
    format: FileFormat = Field(
        default=None, description="Answer with a file of all entries: csv, json, xml, markdown or xlsx."
    )
    before: str | None = Field(
        default=None, max_length=60, description="Only entries made before this ISO-8601 timestamp."
    )
    after: str | None = Field(
        default=None, max_length=60, description="Only entries made after this ISO-8601 timestamp."
    )


@dataclass
class Conditions:
    """The WHERE of a look at a log: the conditions that are asked for and no others, so that indexes serve it."""

    parts: list[str] = field(default_factory=list[str])
    args: list[Any] = field(default_factory=list[Any])

    def add(self, sql: str, *values: Any) -> None:
        """Add a condition; each ``{}`` stands for a value."""
        places = [self.place(value) for value in values]
        self.parts.append(sql.format(*places))

    def place(self, value: Any) -> str:
        """The placeholder of one more value."""
        self.args.append(value)
        return f"${len(self.args)}"

    @property
    def sql(self) -> str:
        """All conditions."""
        return " AND ".join(self.parts)


async def within_view(ctx: Context, query: LogQuery, *, everybody: bool) -> Conditions:
    """The entries a viewer may see, with the filters both logs share; ``everybody`` unless an actor is named."""
    ids = read_ids({"organizationId": query.organization_id, "actorUserId": query.actor_user_id})
    where = Conditions()
    where.add("tenant_id = {}", ctx.tenant_id)
    await _add_organization(ctx, where, ids["organizationId"])
    tenant_viewer = ctx.may(TENANT_VIEW)
    if tenant_viewer and ids["actorUserId"]:
        where.add("actor_id = {}", ids["actorUserId"])
    elif not (tenant_viewer and everybody):
        where.add("actor_id = {}", ctx.actor.id)
    if query.resource_kind:
        where.add("resource_kind = {}", query.resource_kind)
    for sign, text in (("<", query.before), (">", query.after)):
        moment = read_moment(text)
        if moment is not None:
            where.add(f"created_at {sign} {{}}", moment)
    return where


def only_seen_actions(ctx: Context, where: Conditions) -> None:
    """Leave out actions on records that are hidden from the viewer (``visibility``)."""
    person = visibility.viewer(ctx)
    if person is None:
        return
    place = f"{where.place(person)}::uuid"
    for kind, record in (("resource_kind", "resource_id"), ("parent_resource_kind", "parent_resource_id")):
        hidden = visibility.any_unseen(f"action_logs.{kind}", f"action_logs.{record}", "action_logs.tenant_id", place)
        where.parts.append(f"{hidden} IS NOT TRUE")
    where.parts.append(
        "NOT EXISTS (SELECT FROM action_changes AS c WHERE c.tenant_id = action_logs.tenant_id"
        f" AND c.action_id = action_logs.id AND {visibility.any_unseen_image('c', place)})"
    )


def seen_reads(ctx: Context, where: Conditions) -> str:
    """SQL: whether a record in an entry of the access log is none that is hidden from the viewer."""
    person = visibility.viewer(ctx)
    if person is None:
        return EVERYTHING
    place = f"{where.place(person)}::uuid"
    return f"NOT {visibility.any_unseen('a.resource_kind', 'seen.record_id', 'a.tenant_id', place)}"


async def _add_organization(ctx: Context, where: Conditions, wanted: UUID | None) -> None:
    scope = ctx.scope
    if wanted is not None and await _reaches(ctx, wanted):
        where.add("organization_id = {}", wanted)
        return
    if scope.visible is None:
        return
    # What concerns the tenant as a whole is for those no organization confines, and for whoever did it.
    whole = "true" if scope.allowed is None else f"actor_id = {where.place(ctx.actor.id)}"
    where.add(f"(organization_id = ANY({{}}) OR organization_id IS NULL AND {whole})", list(scope.visible))


async def _reaches(ctx: Context, organization_id: UUID) -> bool:
    if ctx.scope.allowed is not None:
        return organization_id in ctx.scope.allowed
    return organization_id in (await tree_of(ctx.app, ctx.tenant_id)).nodes


def read_ids(sent: Mapping[str, str | None]) -> dict[str, UUID | None]:
    """Ids by query name, an API key's with or without its prefix; 400 naming every one that is malformed."""
    found: dict[str, UUID | None] = {}
    wrong: list[dict[str, Any]] = []
    for name, text in sent.items():
        try:
            found[name] = UUID(text.removeprefix(KEY_PREFIX)) if text else None
        except ValueError:
            wrong.append({"code": "invalid_format", "format": "UUID", "path": [name], "message": BAD_ID})
    if wrong:
        raise Invalid(FAILED, details=wrong)
    return found


def read_moment(text: str | None) -> datetime | None:
    """A point in time, in UTC unless it says otherwise; None if it is none."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def clamped(text: str | None, default: int, largest: int) -> int:
    """A whole number between 1 and the largest one; the default if it is no number."""
    try:
        return min(max(int(text or ""), 1), largest)
    except ValueError:
        return default
