"""Shapes of requests and answers about global toggles."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from bottega.kernel.field_markers import Of
from bottega.kernel.resources.list_query import FileFormat, Page, PageSize, Text
from bottega.kernel.resources.schemas import Page as PageOf
from bottega.kernel.schemas import Flag, Input, Query, Schema, Stamp
from bottega.platform.feature_toggles.tables import ToggleType

Identifier = Annotated[
    str,
    Field(
        min_length=1,
        max_length=150,
        pattern=r"^[a-z][a-z0-9_.-]*$",
        description="A lowercase letter, then lowercase letters, digits, `_`, `.` and `-`.",
    ),
]


class TogglesQuery(Query):
    """Which toggles."""

    page: Page = Field(default=1, description="Page, from 1.")
    page_size: PageSize = Field(default=50, description="Rows a page, 1 to 100.")
    search: Text | None = Field(
        default=None, description="Part of the identifier, the name, the description or the category."
    )
    type: ToggleType | None = Field(default=None, description="Only those of this type.")
    category: Text | None = Field(default=None, description="Part of the category.")
    name: Text | None = Field(default=None, description="Part of the name.")
    identifier: Text | None = Field(default=None, description="Part of the identifier.")
    sort_field: Literal["id", "category", "identifier", "name", "createdAt", "updatedAt", "type"] = Field(
        default="id", description="What to sort by."
    )
    sort_dir: Literal["asc", "desc"] = Field(default="asc", description="asc or desc.")
    format: FileFormat = Field(
        default=None, description="Answer with a file of all rows: csv, json, xml, markdown or xlsx."
    )
    export_scope: Text | None = Field(default=None, description="full: every row, filters ignored.")
    full: Flag = Field(default=False, description="The same as exportScope=full.")


class ToggleItem(Schema):
    """A toggle in the list."""

    id: UUID
    identifier: str
    name: str
    description: str | None
    category: str | None
    type: ToggleType
    default_value: Any
    created_at: Stamp = Field(alias="created_at")
    updated_at: Stamp = Field(alias="updated_at")


class TogglePage(PageOf):
    """A page of toggles."""

    items: list[ToggleItem]


class ToggleDetail(Schema):
    """A toggle; `default_state` says of a switch whether it is on."""

    id: UUID
    identifier: str
    name: str
    description: str | None
    category: str | None
    type: ToggleType
    default_value: Any
    default_state: bool = Field(alias="default_state")
    created_at: Stamp
    updated_at: Stamp


class ToggleOverride(Schema):
    """The value of a toggle in the selected tenant; the id is empty where it is not overridden."""

    id: str
    value: Any
    tenant_name: str
    tenant_id: UUID
    toggle_type: ToggleType


class ToggleInput(Input):
    """A toggle."""

    identifier: Identifier
    name: str = Field(min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=2000)
    category: str | None = Field(default=None, max_length=100)
    type: ToggleType
    default_value: Any = Field(
        default=None, description="Of the type; left out: false, an empty text, 0 or an empty object."
    )


class ToggleId(Input):
    """Which toggle to delete."""

    id: UUID | None = None


class ToggleChanged(Schema):
    """The toggle."""

    id: Annotated[UUID, Of("feature_toggles:toggle")]
