"""Field types of customers: clearable texts, moments, colours, percentages, ids of people, companies and tags."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.field_markers import Colour, Of, Unit
from bottega.kernel.i18n import T

BAD_COLOR: Final = T(
    en="Color must be a valid six-digit hex code like #3366ff",
    pl="Kolor musi być sześciocyfrowym kodem szesnastkowym, na przykład #3366ff",
)
OUT_OF_TIME: Final = T(en="A date between 1900 and 2200", pl="Data od roku 1900 do 2200")
_COLOR: Final = re.compile(r"#[0-9a-f]{6}")


def _moment(value: datetime) -> datetime:
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value
    if not 1900 <= moment.year <= 2200:  # noqa: PLR2004 - as every date of ours
        raise PydanticCustomError("moment", "out of time", {"text": OUT_OF_TIME})
    return moment


def _color(value: str) -> str:
    color = value.lower()
    if not _COLOR.fullmatch(color):
        raise PydanticCustomError("color", "bad color", {"text": BAD_COLOR})
    return color


def _whole(value: Any) -> Any:
    """A number is no text here, and 55.0 is 55."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Moment = Annotated[datetime, AfterValidator(_moment)]
Color = Annotated[str, AfterValidator(_color), Field(description="#rrggbb"), Colour]
Percent = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=0, le=100), Unit("%")]
OF_PERSON: Final = Of("customers:customer_person_profile")
OF_COMPANY: Final = Of("customers:customer_company_profile")
PersonId = Annotated[UUID, OF_PERSON]
CompanyId = Annotated[UUID, OF_COMPANY]
TagId = Annotated[UUID, Of("customers:tag")]
