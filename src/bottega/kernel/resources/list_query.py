"""Query string of a list: page, sorting, search, ids, export format, typed filters."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self, TypeVar, get_args
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    WithJsonSchema,
    create_model,
    field_validator,
)
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo
from sqlalchemy import Column, ColumnElement

from bottega.kernel import custom_fields
from bottega.kernel.aggregates import Aggregate
from bottega.kernel.resources.filter_fields import BEFORE_IT_BEGINS, Text, separated, type_of, variants_of
from bottega.kernel.resources.list_filters import Filters, declared
from bottega.kernel.resources.list_sql import LARGEST_PAGE, PAGE_SIZE
from bottega.kernel.schemas import Day, Flag, Query
from bottega.kernel.tabular.exports import FORMATS

LAST_PAGE: Final = 1_000_000_000
MOST_TOTALS: Final = 10

Page = Annotated[int, Field(ge=1, le=LAST_PAGE)]
PageSize = Annotated[int, Field(ge=-LAST_PAGE, le=LAST_PAGE), AfterValidator(lambda n: min(max(n, 1), LARGEST_PAGE))]
Names = Annotated[
    list[Text],
    BeforeValidator(separated(MOST_TOTALS)),
    Field(min_length=1, max_length=MOST_TOTALS),
    WithJsonSchema({"type": "string"}),
]


def _known_format(value: str | None) -> str | None:
    if value is not None and value.lower() not in FORMATS:
        message = "unknown export format"
        raise ValueError(message)
    return value.lower() if value else None


FileFormat = Annotated[Text | None, AfterValidator(_known_format)]


class ListQuery(Query):
    """What every list understands."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True, extra="allow")

    page: Page = Field(default=1, description="Page, from 1.")
    page_size: PageSize = Field(default=PAGE_SIZE, description="Rows a page, 1 to 100.")
    search: Text | None = Field(default=None, description="Text to find, whatever its case and diacritics.")
    sort_field: Text = Field(default="id", description="Column to sort by; unknown ones are ignored.")
    sort_dir: Text = Field(default="asc", description="asc or desc.")
    id: UUID | None = Field(default=None, description="Only this record.")
    ids: str | None = Field(default=None, max_length=40_000, description="Only these records, separated by commas.")
    with_deleted: Flag = Field(default=False, description="Deleted records too.")
    totals: Names | None = Field(
        default=None,
        description="Sums of these amounts over all rows that match, beside the page: names of columns, separated by "
        f"commas; {MOST_TOTALS} at most. A file has none.",
    )
    format: FileFormat = Field(
        default=None, description="Answer with a file of all rows: csv, json, xml, markdown or xlsx."
    )
    headings: Literal["keys", "words"] = Field(
        default="keys", description="Of a file: what people call the columns and values, in the reader's language."
    )
    export_scope: Text | None = Field(default=None, description="full: every column of every row, filters ignored.")
    full: Flag = Field(default=False, description="The same as exportScope=full.", validate_default=False)

    # Asked from inside only: what is worked out of the rows instead of showing them, and what no filter can say.
    _aggregate: Aggregate | None = PrivateAttr(default=None)
    _conditions: tuple[ColumnElement[bool], ...] = PrivateAttr(default=())

    def asking(self, aggregate: Aggregate, *conditions: ColumnElement[bool]) -> Self:
        """The same, for figures instead of rows; further conditions narrow it, whatever its list is narrowed by."""
        self._aggregate, self._conditions = aggregate, conditions
        return self

    @property
    def aggregate(self) -> Aggregate | None:
        """What is worked out of the rows instead of showing them."""
        return self._aggregate

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """What narrows it besides filters."""
        return self._conditions

    def model_post_init(self, _context: Any, /) -> None:
        """Accept the older spelling of the export scope."""
        extra = self.model_extra or {}
        if "full" in (self.export_scope, extra.get("export_scope")):
            self.full = True
        if self.format is None:
            self.full = False

    @property
    def offset(self) -> int:
        """Rows before the page."""
        return (self.page - 1) * self.page_size

    @property
    def keys(self) -> list[str]:
        """The names that were sent."""
        return sorted(self.model_fields_set)

    @property
    def wanted_ids(self) -> list[UUID] | None:
        """The records that were asked for by id; None when all are wanted."""
        if self.id is not None:
            return [self.id]
        return as_uuids([part.strip() for part in self.ids.split(",")]) if self.ids else None

    @cached_property
    def custom(self) -> dict[str, list[str]]:
        """Filters by custom fields."""
        extra = self.model_extra or {}
        return custom_fields.filters([(name, str(value)) for name, value in extra.items()]) if extra else {}

    @property
    def days(self) -> dict[str, date]:
        """The days the list is limited to."""
        return {}

    def filters(self, known: Collection[str]) -> dict[str, Any]:
        """The filters that were sent, with their values."""
        sent = [name.removeprefix("filter_") for name in self.model_fields_set if name.startswith("filter_")]
        given = {name: getattr(self, f"filter_{name}") for name in sent if name in known}
        return {name: value for name, value in given.items() if value is not None}


class Period(Query):
    """Some days in Warsaw, both ends included."""

    date_from: Day | None = Field(default=None, description="Nothing before this day in Warsaw.")
    date_to: Day | None = Field(default=None, description="Nothing after this day in Warsaw.")

    @field_validator("date_to")
    @classmethod
    def _not_before_it_begins(cls, value: date | None, seen: ValidationInfo) -> date | None:
        first: date | None = seen.data.get("date_from")
        if value is not None and first is not None and value < first:
            raise PydanticCustomError("period", "order", {"text": BEFORE_IT_BEGINS})
        return value

    @property
    def days(self) -> dict[str, date]:
        """The ends that were sent."""
        ends = {"date_from": self.date_from, "date_to": self.date_to}
        return {name: day for name, day in ends.items() if day is not None}


class PeriodQuery(Period, ListQuery):
    """What a list with days understands."""


Q = TypeVar("Q", bound=ListQuery)


def list_query(name: str, filters: Filters, *, days: bool = False) -> type[ListQuery]:
    """The query of a list with these filters; a filter keeps its wire name. With ``days`` it takes a period too."""
    base = PeriodQuery if days else ListQuery
    typed: dict[str, Any] = {}
    for wire, one in declared(filters).items():
        if "eq" in one.variants:
            said = Field(default=None, alias=wire, description=f"Only rows with this {wire}.")
            typed[f"filter_{wire}"] = (type_of(one.column) | None, said)
    taken = {*_wires(base.model_fields), *filters}
    return create_model(f"{name}Query", __base__=base, **typed, **_free_variants(filters, base.model_fields, taken))


def with_variants(*sources: Filters) -> Callable[[type[Q]], type[Q]]:
    """The query with parameters for the variants of the filters of its lists, as far as it has none of these names.

    Values have the type of the field that asks for one value: ``filter_<name>``, or ``<name>``.
    """

    def add(query: type[Q]) -> type[Q]:
        taken = _wires(query.model_fields)
        free: dict[str, Any] = {}
        for filters in sources:
            free |= _free_variants(filters, query.model_fields, taken)
        return create_model(query.__name__, __base__=query, __module__=query.__module__, __doc__=query.__doc__, **free)

    return add


def _free_variants(filters: Filters, known: Mapping[str, FieldInfo], taken: Collection[str]) -> dict[str, Any]:
    """The fields for variants of filters of a query with these fields, less those whose names are ``taken``."""
    found: dict[str, Any] = {}
    for name, one in declared(filters).items():
        equal = next((field for field in (f"filter_{name}", name) if field in known), f"filter_{name}")
        kind, wire = _asked_by(known.get(equal), one.column, name)
        found |= variants_of(one, name, wire, (equal, kind))
    return {name: field for name, field in found.items() if field[1].alias not in taken}


def _wires(fields: Mapping[str, FieldInfo]) -> set[str]:
    """The names that a query string has for fields."""
    return {field.alias or to_camel(name) for name, field in fields.items()}


def _asked_by(field: FieldInfo | None, column: Column[Any], name: str) -> tuple[Any, str]:
    """The type of one value, and the name that a query string has for the filter."""
    if field is None:
        return type_of(column), name
    kinds = [part for part in get_args(field.annotation) if part is not type(None)]
    return (kinds[0] if len(kinds) == 1 else field.annotation), field.alias or name


def as_uuids(values: Sequence[str]) -> list[UUID]:
    """The well-formed ids among the values."""
    found: list[UUID] = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
