"""Time slots of an event: days and hours computed from its date, kind and options.

An installation takes whole days, as many as ``dni`` says; so does whatever has no hours. Other events take the same
hours of each of their days (BR-20).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Final, Self
from uuid import UUID

import msgspec
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bottega.business.calendar.kinds import LEAVE, Status, is_installation
from bottega.kernel.field_markers import Colour
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day
from bottega.kernel.schemas import Whole

DAY: Final = 24 * 60
MOST_DAYS: Final = 60
MOST_BYTES: Final = 8192
CANCELLED: Final = "odwolane"

TOO_LONG: Final = T(en="Options are at most 8 KB", pl="Opcje mogą zająć najwyżej 8 KB")
ENDS_FIRST: Final = T(en="The end is before the beginning", pl="Godzina zakończenia jest przed godziną rozpoczęcia")
TOO_LARGE: Final = T(en="A number that is too large", pl="Zbyt duża liczba")


Hour = Annotated[
    str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["08:30"], description="HH:MM by the clock in Warsaw.")
]


class Options(BaseModel):
    """Options of an event. Those named here are checked; whatever else a client keeps here comes back as it was."""

    model_config = ConfigDict(extra="allow")

    godzina_od: Hour | None = Field(default=None, alias="godzinaOd")
    godzina_do: Hour | None = Field(default=None, alias="godzinaDo")
    dni: Annotated[Whole, Field(ge=1, le=MOST_DAYS)] | None = None
    brygada: Annotated[str, Field(max_length=200)] | None = None
    sms_przypomnienie: Annotated[bool, Field(strict=True)] | None = Field(default=None, alias="smsPrzypomnienie")
    kolor: Annotated[str, Field(max_length=40), Colour] | None = None
    status: Status | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        try:
            size = len(msgspec.json.encode(self.stored()))
        except (OverflowError, ValueError):
            raise PydanticCustomError("number", "too large", {"text": TOO_LARGE}) from None
        if size > MOST_BYTES:
            raise PydanticCustomError("size", "too long", {"text": TOO_LONG})
        if self.godzina_od and self.godzina_do and self.godzina_do <= self.godzina_od:
            raise PydanticCustomError("hours", "order", {"text": ENDS_FIRST, "field": "godzinaDo"})
        return self

    def stored(self) -> dict[str, Any]:
        """What was sent, names as they were."""
        return self.model_dump(by_alias=True, exclude_unset=True)


@dataclass(frozen=True)
class Slot:
    """The time of somebody that an event takes: the same minutes of every day from the first to the last."""

    person_id: UUID
    first: date
    last: date
    start: int
    end: int
    # An event that is called off takes nobody's time; leave may lie on days when nobody works.
    called_off: bool = False
    is_leave: bool = False

    @property
    def whole_days(self) -> bool:
        """Whether hours do not matter."""
        return (self.start, self.end) == (0, DAY)

    def columns(self) -> dict[str, Any]:
        """The columns of an event that say when it is."""
        return {
            "pierwszy_dzien": self.first,
            "ostatni_dzien": self.last,
            "od_minuty": self.start,
            "do_minuty": self.end,
            "odwolane": self.called_off,
        }

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Slot":
        """The slot of an event with these values."""
        kind: str = event["typ"]
        options: Mapping[str, Any] = event.get("opcje") or {}
        first = local_day(event["data"])
        last = first + timedelta(days=(options.get("dni") or 1) - 1)
        start, end = _minutes(options.get("godzinaOd"), 0), _minutes(options.get("godzinaDo"), DAY)
        if is_installation(kind) or kind == LEAVE:
            start, end = 0, DAY
        called_off = options.get("status") == CANCELLED
        return cls(event["pracownik_id"], first, last, start, end, called_off, kind == LEAVE)

    @classmethod
    def stored(cls, row: Mapping[str, Any]) -> "Slot":
        """The slot of a stored event."""
        return cls(
            row["pracownik_id"],
            row["pierwszy_dzien"],
            row["ostatni_dzien"],
            row["od_minuty"],
            row["do_minuty"],
            row["odwolane"],
            row["typ"] == LEAVE,
        )


def _minutes(told: str | None, otherwise: int) -> int:
    """Minutes since midnight of ``HH:MM``."""
    return otherwise if told is None else int(told[:2]) * 60 + int(told[3:])
