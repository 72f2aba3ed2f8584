"""Request and response schemas of schedules."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from bottega.kernel.field_markers import Long, Suggest
from bottega.kernel.resources.filter_fields import Text
from bottega.kernel.resources.list_query import Page
from bottega.kernel.resources.schemas import Page as PageOf
from bottega.kernel.schemas import Input, Query, Schema, Scoped, Stamp, boolean_token
from bottega.kernel.time_zones import ZoneName


def _known_token(value: Any) -> Any:
    """A token that means neither yes nor no asks for nothing."""
    token = boolean_token(value)
    return token if isinstance(token, bool) else None


Scope = Literal["system", "tenant", "organization"]
ScheduleKind = Literal["cron", "interval"]
Target = Literal["queue", "command"]
Source = Literal["user", "module"]
Sort = Literal["name", "nextRunAt", "lastRunAt", "createdAt"]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Description = Annotated[str, Field(max_length=500), Long]
Value = Annotated[str, Field(min_length=1, max_length=200)]
Zone = Annotated[ZoneName, Suggest("scheduler:timezones")]
Queue = Annotated[str, Field(max_length=200), Suggest("scheduler:queues")]
Command = Annotated[str, Field(max_length=200), Suggest("scheduler:commands")]
Feature = Annotated[str, Field(max_length=200), Suggest("scheduler:features")]


class ScheduleQuery(Query):
    """Which schedules."""

    page: Page = Field(default=1, description="Page, from 1.")
    page_size: Annotated[int, Field(ge=1, le=100)] = Field(default=20, description="Rows a page, 1 to 100.")
    id: UUID | None = Field(default=None, description="Only this schedule.")
    search: Text | None = Field(default=None, description="Part of the name or of the description.")
    scope_type: Scope | None = Field(default=None, description="Only those of this scope.")
    is_enabled: Annotated[bool | None, BeforeValidator(_known_token)] = Field(
        default=None, description="Only those that are on, or only those that are off."
    )
    source_type: Source | None = Field(default=None, description="Only those of people, or only those of modules.")
    source_module: Text | None = Field(default=None, description="Only those of this module.")
    sort: Sort | None = Field(default=None, description="The same as `sortField`.")
    order: Literal["asc", "desc"] | None = Field(default=None, description="The same as `sortDir`.")
    sort_field: Sort | None = Field(default=None, description="What to sort by; the oldest first if left out.")
    sort_dir: Literal["asc", "desc"] | None = Field(default=None, description="asc or desc.")


class ScheduleItem(Schema):
    """A schedule as it is listed."""

    id: UUID
    name: str
    description: str | None
    scope_type: Scope
    organization_id: UUID | None
    tenant_id: UUID | None
    schedule_type: ScheduleKind
    schedule_value: str
    timezone: str
    target_type: Target
    target_queue: str | None
    target_command: str | None
    target_payload: dict[str, Any] | None
    require_feature: str | None
    is_enabled: bool
    last_run_at: Stamp | None
    next_run_at: Stamp | None
    source_type: Source
    source_module: str | None
    created_at: Stamp
    updated_at: Stamp


class SchedulePage(PageOf):
    """A page of schedules."""

    items: list[ScheduleItem]


class ScheduleInput(Input):
    """What can be changed of a schedule."""

    name: Name
    description: Description | None = None
    schedule_type: ScheduleKind
    schedule_value: Value = Field(
        description='For `cron` five fields ("0 0 * * *"), for `interval` a number and a unit ("15m", "2h", "1d").'
    )
    timezone: Zone = Field(default="UTC", description="IANA name of the time zone that a cron expression means.")
    target_type: Target
    target_queue: Queue | None = Field(default=None, description="The queue that a job is put into.")
    target_command: Command | None = Field(
        default=None, description="The command that is run, as whoever said so last, with the rights they have then."
    )
    target_payload: dict[str, Any] | None = Field(default=None, description="What the job or the command is given.")
    require_feature: Feature | None = Field(
        default=None, description="It only runs while some role of the tenant grants this feature."
    )
    is_enabled: bool = Field(default=True, description="Whether it runs by the clock.")


class NewSchedule(ScheduleInput, Scoped):
    """A new schedule; scope and source cannot change later."""

    scope_type: Scope = Field(
        description="Whose it is: one organization's, the tenant's, or, for super-admins, the whole installation's."
    )
    source_type: Source = "user"
    source_module: Annotated[str, Field(max_length=200)] | None = None


class ScheduleId(Input):
    """Which schedule."""

    id: UUID | None = None
