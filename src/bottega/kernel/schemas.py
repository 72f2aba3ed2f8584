"""Base classes and field types of Pydantic models: camelCase, all errors reported at once.

``Input`` reads requests and ignores keys it does not know; ``Schema`` describes answers. ``partial`` turns the
input of a create into that of an update: every field may be left out, and only nullable ones may be null.
"""

from copy import copy
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Annotated, Any, get_args
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, create_model
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError, PydanticUndefined

from bottega.kernel.field_markers import Amount
from bottega.kernel.i18n import T
from bottega.kernel.local_time import LOCAL_ZONE
from bottega.kernel.moments import milliseconds

OUT_OF_TIME = T(en="A date between 1900 and 2200", pl="Data od roku 1900 do 2200")


class Schema(BaseModel):
    """The shape of an answer, or a part of one."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, ser_json_inf_nan="null")


class Input(BaseModel):
    """The shape of a request body."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True)

    def given(self) -> dict[str, Any]:
        """The values that were sent, by column name."""
        return {name: getattr(self, name) for name in self.model_fields_set if name in type(self).model_fields}


class Query(BaseModel):
    """The shape of a query string."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True)


class Scoped(Input):
    """A new row of the caller's organization; both ids may be left out, and must be in the caller's scope when sent."""

    organization_id: UUID | None = None
    tenant_id: UUID | None = None


class Id(Input):
    """The id of the record a request is about."""

    id: UUID


def _not_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "Input should be a valid number")
    return value


def _warsaw_day(value: Any) -> Any:
    """The calendar day of an instant in Warsaw: both midnight UTC and local midnight mean that day."""
    if isinstance(value, str) and len(value) > 10:  # noqa: PLR2004 - longer than YYYY-MM-DD
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        try:
            return moment.astimezone(LOCAL_ZONE).date() if moment.tzinfo else moment.date()
        except OverflowError:
            return value
    return value


def _text_or_moment(value: Any) -> Any:
    """A moment is written as text: a bare number could mean seconds or milliseconds."""
    if isinstance(value, str | datetime):
        return value
    raise PydanticCustomError("datetime_type", "Input should be a valid datetime")


def _warsaw_moment(value: datetime) -> datetime:
    moment = value.replace(tzinfo=LOCAL_ZONE) if value.tzinfo is None else value
    if not 1900 <= moment.year <= 2200:  # noqa: PLR2004 - as every day of ours
        raise PydanticCustomError("moment", "out of time", {"text": OUT_OF_TIME})
    return moment


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


# ``null`` and an empty text clear the field.
Blankable = BeforeValidator(_blank_is_none)
Whole = Annotated[int, BeforeValidator(_not_bool)]
Exact = Annotated[Decimal, BeforeValidator(_not_bool), Field(allow_inf_nan=False)]
Real = Annotated[float, BeforeValidator(_not_bool), Field(allow_inf_nan=False)]
Money = Annotated[
    Decimal, BeforeValidator(_not_bool), Field(max_digits=12, decimal_places=2, allow_inf_nan=False), Amount
]
Day = Annotated[date, BeforeValidator(_warsaw_day), Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
# A point in time; without an offset it is read as that of Warsaw.
Moment = Annotated[datetime, BeforeValidator(_text_or_moment), AfterValidator(_warsaw_moment)]
Stamp = Annotated[
    datetime, PlainSerializer(milliseconds, return_type=str), Field(json_schema_extra={"format": "date-time"})
]
Password = Annotated[str, Field(min_length=1, max_length=256, json_schema_extra={"format": "password"})]

_TRUE = frozenset({"1", "true", "yes", "y", "on", "enable", "enabled"})
_FALSE = frozenset({"0", "false", "no", "n", "off", "disable", "disabled"})


def today() -> date:
    """The day it is in Warsaw."""
    return datetime.now(LOCAL_ZONE).date()


def midnight(day: date) -> datetime:
    """The moment a day begins in Warsaw."""
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE)


def boolean_token(value: Any) -> Any:
    """The tokens that mean yes and no in a query string."""
    if isinstance(value, str):
        token = value.strip().lower()
        if token in _TRUE:
            return True
        if token in _FALSE:
            return False
    return value


Flag = Annotated[bool, BeforeValidator(boolean_token)]


def email_of(value: str) -> str:
    """An e-mail address, in any alphabet (RFC 5321 §4.1.2, RFC 6531), without quoted parts and without a final dot.

    Raises:
        PydanticCustomError: It is none.
    """
    local, at, domain = value.rpartition("@")
    labels = domain.split(".")
    fine = (
        at
        and 0 < len(local) <= 64  # noqa: PLR2004 - RFC 5321 §4.5.3.1
        and len(value) <= 254  # noqa: PLR2004 - the same
        and not any(c.isspace() or c in '<>,;"\\' for c in value)
        and not local.startswith(".")
        and not local.endswith(".")
        and ".." not in local
        and len(labels) > 1
        and all(_is_label(label) for label in labels)
    )
    if not fine:
        raise PydanticCustomError("email", "Invalid email address")
    return value


def _is_label(label: str) -> bool:
    """Whether a part of a domain may be one: no dash at its ends (RFC 1123 §2.1)."""
    return 0 < len(label) <= 63 and not label.startswith("-") and not label.endswith("-")  # noqa: PLR2004 - RFC 1035


Email = Annotated[str, AfterValidator(email_of), Field(json_schema_extra={"format": "email"})]


@cache
def partial(model: type[Input]) -> type[Input]:
    """The input of an update: an id, and any of the fields of a create."""
    fields: dict[str, Any] = {"id": (UUID, ...)}
    for name, field in model.model_fields.items():
        if name in ("organization_id", "tenant_id"):
            fields[name] = (UUID | None, Field(default_factory=lambda: None))
            continue
        optional = copy(field)
        optional.default = PydanticUndefined
        optional.default_factory = _nothing
        fields[name] = (field.annotation, optional)
    return create_model(f"{model.__name__.removesuffix('Input')}Update", __base__=Input, **fields)


def _nothing() -> None:
    """A field that was left out has no value; ``given`` does not report it."""


def nullable(annotation: Any) -> bool:
    """Whether a field may be null."""
    return type(None) in get_args(annotation)


def dump(value: Any) -> Any:
    """A model as plain values, wire names; anything else unchanged."""
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True, exclude_none=False)
    return value


@lru_cache(maxsize=4096)
def wire_name(column: str) -> str:
    """CamelCase of a column name; remembered, for pages with many rows ask for the same few hundreds of times."""
    return to_camel(column)


def snake_name(wire: str) -> str:
    """The column a wire name, camel or snake, stands for."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in wire)


def unstorable(text: str) -> bool:
    """Whether PostgreSQL cannot store a text."""
    return "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text)
