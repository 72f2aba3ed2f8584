"""Bodies of requests about availability."""

from datetime import date, time
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from bottega.kernel.field_markers import Long, Of
from bottega.kernel.i18n import T
from bottega.kernel.resources.filter_fields import MOST_VALUES, separated
from bottega.kernel.schemas import Day, Input, Scoped, Whole
from bottega.platform.planner.days_off import MOST_DAYS
from bottega.platform.planner.exdates import ExDates
from bottega.platform.planner.rule_text import checked
from bottega.platform.planner.tables import Kind, SubjectType
from bottega.platform.planner.time_zones import Zone

MOST_WINDOWS: Final = 100
MOST_RULES: Final = 1000
END_OF_DAY: Final = "24:00"

ENDS_FIRST: Final = T(en="The window ends before it begins", pl="Przedział kończy się, zanim się zacznie")
DATE_REQUIRED: Final = T(en="Date is required.", pl="Podaj datę.")
TOO_MANY: Final = T(
    en="Windows on so many days make more than {most} rules; send fewer days at once",
    pl="Tyle przedziałów w tylu dniach to ponad {most} reguł; prześlij mniej dni naraz",
).given(most=MOST_RULES)

_SAMPLE: Final = "DTSTART:20260105T080000Z\nDURATION:PT8H\nRRULE:FREQ=WEEKLY;BYDAY=MO"
Note = Annotated[str, Field(max_length=200), Long]
Reason = Annotated[str, Field(min_length=1, max_length=150)]
ReasonId = Annotated[UUID, Of("dictionaries:entry")]
RuleText = Annotated[str, Field(min_length=1, max_length=1000, examples=[_SAMPLE]), AfterValidator(checked)]
# In a query string: separated by commas.
SubjectIds = Annotated[
    list[UUID],
    BeforeValidator(separated(MOST_VALUES)),
    Field(min_length=1, max_length=MOST_VALUES),
    WithJsonSchema({"type": "string"}),
]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["08:00"])]
EndHour = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", examples=["16:00"])]


class RuleInput(Scoped):
    """When a subject is available, or is not."""

    subject_type: SubjectType
    subject_id: UUID
    timezone: Zone
    rrule: RuleText = Field(
        description="Three lines: `DTSTART:20260105T080000Z`, `DURATION:PT8H`, `RRULE:FREQ=WEEKLY;BYDAY=MO`. Days and "
        "hours are those of the clock in `timezone`."
    )
    exdates: ExDates = Field(default=[], description="Days and moments (ISO 8601) on which it does not apply.")
    kind: Kind = "availability"
    note: Note | None = None
    unavailability_reason_entry_id: ReasonId | None = None
    unavailability_reason_value: Reason | None = None


class Hours(Input):
    """A window of a day, by the clock; it ends at 24:00 at the latest."""

    start: Hour
    end: EndHour

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            raise PydanticCustomError("hours", "order", {"text": ENDS_FIRST, "field": "end"})
        return self

    @property
    def begins(self) -> time:
        """When it begins."""
        return time.fromisoformat(self.start)

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return _minutes(self.end) - _minutes(self.start)


def _minutes(hour: str) -> int:
    return int(hour[:2]) * 60 + int(hour[3:])


class WeeklyHours(Hours):
    """A window of every week."""

    weekday: Annotated[Whole, Field(ge=0, le=6, description="0 for Sunday.")]


class WeeklyInput(Scoped):
    """The hours of a week, in place of those there are."""

    subject_type: SubjectType
    subject_id: UUID
    timezone: Zone
    windows: list[WeeklyHours] = Field(default=[], max_length=MOST_WINDOWS)


class DatesInput(Scoped):
    """The hours of some days, in place of those there are."""

    subject_type: SubjectType
    subject_id: UUID
    timezone: Zone
    date: Day | None = Field(default=None, description="The day, where `dates` names none.")
    dates: Annotated[list[Day], Field(max_length=MOST_DAYS)] | None = None
    windows: list[Hours] = Field(default=[], max_length=MOST_WINDOWS)
    is_available: bool = Field(default=True, description="Where `kind` does not say so.")
    kind: Kind | None = None
    note: Note | None = None
    unavailability_reason_entry_id: ReasonId | None = None
    unavailability_reason_value: Reason | None = None

    @model_validator(mode="after")
    def _names_days(self) -> Self:
        if not self.days:
            raise PydanticCustomError("date", "required", {"text": DATE_REQUIRED, "field": "date"})
        if self.is_availability and len(self.days) * len(self.windows) > MOST_RULES:
            raise PydanticCustomError("windows", "many", {"text": TOO_MANY, "field": "windows"})
        return self

    @property
    def days(self) -> "list[date]":
        """The days, each once, in their order."""
        return sorted({*(self.dates or ([self.date] if self.date else []))})

    @property
    def is_availability(self) -> bool:
        """Whether the subject is available on these days."""
        return self.is_available if self.kind is None else self.kind == "availability"
