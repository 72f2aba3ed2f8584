"""Content of notifications that clients create: fields, their limits, and the links and commands they may name."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput
from bottega.kernel.field_markers import Icon, Long
from bottega.kernel.i18n import T
from bottega.kernel.notification_types import Severity, Variant
from bottega.kernel.schemas import Flag, Input, Moment
from bottega.platform.notifications.fan_out import Content

MOST_ACTIONS: Final = 10
MOST_VARIABLES: Final = 50
NOT_OURS: Final = T(
    en="Href must be a same-origin relative path starting with /",
    pl="Odnośnik musi być ścieżką tej aplikacji, która zaczyna się od /",
)
NO_TITLE: Final = T(en="Either titleKey or title must be provided", pl="Podaj tytuł albo jego klucz")
FOREIGN_COMMAND: Final = T(
    en="Notifications of this type declare no such command", pl="Powiadomienia tego typu nie mają takiego polecenia"
)


def own_path(value: str) -> str:
    """A path of this site, whatever a browser makes of it: no other host, no backslash, no control character.

    Raises:
        PydanticCustomError: It is none.
    """
    # Browsers read a backslash as a slash, and leave tabs and line ends out (WHATWG URL Standard).
    if not value.startswith("/") or value.startswith("//") or "\\" in value or not value.isprintable():
        raise PydanticCustomError("href", "no path of this site", {"text": NOT_OURS})
    return value


Href = Annotated[str, Field(max_length=2000), AfterValidator(own_path)]
Key = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(max_length=100)]
Variables = Annotated[
    dict[Annotated[str, Field(min_length=1, max_length=100)], Annotated[str, Field(max_length=1000)]],
    Field(max_length=MOST_VARIABLES),
]


class ActionInput(Input):
    """Something the reader can do; a command is one that a declared type of the notification's name has."""

    id: str = Field(min_length=1, max_length=100)
    label: str = Field(min_length=1, max_length=200)
    label_key: Key | None = None
    variant: Variant | None = None
    icon: Annotated[Name | None, Icon] = None
    command_id: Annotated[str, Field(max_length=200)] | None = None
    href: Href | None = None
    confirm_required: Flag | None = None
    confirm_message: Text | None = None


class ContentInput(Input):
    """What a notification says, and what it is about."""

    type: str = Field(min_length=1, max_length=100, description="The kind, such as `shop.order.late`.")
    title_key: Key | None = None
    body_key: Key | None = None
    title_variables: Variables | None = None
    body_variables: Variables | None = None
    title: str | None = Field(default=None, min_length=1, max_length=500)
    body: Annotated[Text | None, Long] = None
    icon: Annotated[Name | None, Icon] = None
    severity: Severity = "info"
    actions: list[ActionInput] | None = Field(default=None, max_length=MOST_ACTIONS)
    primary_action_id: Name | None = None
    source_module: Name | None = None
    source_entity_type: Name | None = None
    source_entity_id: UUID | None = None
    link_href: Href | None = None
    group_key: Annotated[str, Field(max_length=200)] | None = None
    expires_at: Moment | None = None

    @model_validator(mode="after")
    def _titled(self) -> "ContentInput":
        if not (self.title or self.title_key):
            raise PydanticCustomError("title", "no title", {"text": NO_TITLE, "field": "title"})
        return self


def content_of(ctx: Context, data: ContentInput) -> Content:
    """What is stored.

    Raises:
        InvalidInput: An action has a command that no declared type of this name has.
    """
    _refuse_foreign_commands(ctx, data)
    return Content(
        type=data.type,
        title=data.title or data.title_key or "",
        body=data.body,
        title_key=data.title_key,
        body_key=data.body_key,
        title_variables=data.title_variables,
        body_variables=data.body_variables,
        icon=data.icon,
        severity=data.severity,
        action_data=_actions(data),
        source_module=data.source_module,
        source_entity_type=data.source_entity_type,
        source_entity_id=data.source_entity_id,
        link_href=data.link_href,
        group_key=data.group_key or None,
        expires_at=data.expires_at,
    )


def _actions(data: ContentInput) -> dict[str, Any] | None:
    if data.actions is None:
        return None
    actions = [one.model_dump(by_alias=True, exclude_none=True) for one in data.actions]
    return {"actions": actions, "primaryActionId": data.primary_action_id}


def _refuse_foreign_commands(ctx: Context, data: ContentInput) -> None:
    """Who may create notifications must not have commands run by others that they chose."""
    declared = ctx.app.notification_types.get(data.type)
    known = {(one.id, one.command) for one in declared.actions} if declared else set[tuple[str, str]]()
    issues = [
        {"code": "custom", "path": ["actions", place, "commandId"], "message": FOREIGN_COMMAND}
        for place, one in enumerate(data.actions or ())
        if one.command_id and (one.id, one.command_id) not in known
    ]
    if issues:
        raise InvalidInput(issues)
