"""Request and response schemas of API keys."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Page
from bottega.kernel.schemas import Input, Query, Schema, Stamp

OVER: Final = T(en="The expiry must be in the future", pl="Termin ważności musi być w przyszłości")
PAGE_SIZE: Final = 20
LARGEST_PAGE: Final = 200
LAST_PAGE: Final = 10**9


def _moment(value: Any) -> Any:
    """A date or an ISO moment; nothing, and an empty text, mean never."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise PydanticCustomError("datetime_type", "Input should be a date")
    return value


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:
        raise PydanticCustomError("datetime_parsing", "Input should be a date") from None


def _in_the_future(value: datetime | None) -> datetime | None:
    """A key that is over already would be shown once, stored, and never work."""
    if value is not None and value <= datetime.now(UTC):
        raise PydanticCustomError("custom", "The expiry must be in the future", {"text": OVER})
    return value


def _number(default: int, largest: int) -> BeforeValidator:
    """A whole number from a text, brought into bounds; anything else is the default."""

    def read(value: Any) -> Any:
        try:
            return str(min(max(int(value), 1), largest))
        except (ValueError, TypeError):
            return str(default)

    return BeforeValidator(read)


Expiry = Annotated[datetime | None, BeforeValidator(_moment), AfterValidator(_in_utc), AfterValidator(_in_the_future)]
RoleName = Annotated[str, Field(min_length=1, max_length=200)]


class KeysQuery(Query):
    """What to list."""

    page: Annotated[str, _number(1, LAST_PAGE)] = Field(default="1", description="Page, from 1.")
    page_size: Annotated[str, _number(PAGE_SIZE, LARGEST_PAGE)] = Field(
        default=str(PAGE_SIZE), description="Rows a page, 1 to 200."
    )
    search: str | None = Field(default=None, max_length=500, description="Part of the name or of the prefix.")


class KeyId(Query):
    """Which key to revoke."""

    # Required, but its absence is said in the operation's own words.
    model_config = ConfigDict(json_schema_extra={"required": ["id"]})

    id: str = Field(default="", max_length=200, description="API key identifier to delete.")


class KeyRole(Schema):
    """A role of a key; without a name it is gone, and grants nothing."""

    id: UUID
    name: str | None


class KeyItem(Schema):
    """A key as it is listed: never with its secret."""

    id: UUID
    name: str
    description: str | None
    key_prefix: str
    organization_id: UUID | None
    organization_name: str | None
    created_at: Stamp
    last_used_at: Stamp | None
    expires_at: Stamp | None
    roles: list[KeyRole]


class KeyPage(Page):
    """A page of keys, newest first."""

    items: list[KeyItem]


class KeyInput(Input):
    """A new key."""

    name: str = Field(min_length=1, max_length=120, description="What it is for.")
    description: str | None = Field(default=None, max_length=1000)
    tenant_id: UUID | None = Field(default=None, description="The caller's; another for super-admins.")
    organization_id: UUID | None = Field(
        default=None, description="The organization it is confined to; the selected one unless told otherwise."
    )
    roles: list[RoleName] = Field(
        default_factory=list[RoleName], max_length=50, description="Ids or names of the roles it acts with."
    )
    expires_at: Expiry = Field(default=None, description="When it ends; never if left out.")


class CreatedKey(Schema):
    """The new key, and its secret, which is shown only now."""

    id: UUID
    name: str
    key_prefix: str
    secret: str
    tenant_id: UUID | None
    organization_id: UUID | None
    roles: list[KeyRole]


class Revoked(Schema):
    """The key is revoked."""

    success: bool = True
