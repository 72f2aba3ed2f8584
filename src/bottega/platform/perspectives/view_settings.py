"""Settings of a saved view, within bounds: columns, filters, order, rows a page, search."""

from typing import Annotated, Any, Final

import msgspec
from pydantic import AfterValidator, Field, SerializerFunctionWrapHandler, model_serializer
from pydantic_core import PydanticCustomError

from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Whole, snake_name

MOST_COLUMNS: Final = 120
MOST_FILTERS: Final = 60
MOST_SORTED: Final = 20
# Characters of all filters together, written as JSON: hundreds of chosen values fit.
MOST_OF_FILTERS: Final = 20_000
TOO_MUCH: Final = T(
    en="The filters of a view are longer than {most} characters", pl="Filtry widoku są dłuższe niż {most} znaków"
)


def _short(filters: dict[str, Any]) -> dict[str, Any]:
    if len(msgspec.json.encode(filters).decode()) > MOST_OF_FILTERS:
        raise PydanticCustomError("too_long", "too long", {"text": TOO_MUCH.given(most=MOST_OF_FILTERS)})
    return filters


Column = Annotated[str, Field(min_length=1, max_length=200)]
Filters = Annotated[dict[Column, Any], Field(max_length=MOST_FILTERS), AfterValidator(_short)]


class Sorting(Input):
    """A column that rows are sorted by."""

    id: Column = Field(description="The column.")
    desc: bool = Field(default=False, description="From the greatest to the least.")


class ViewSettings(Input):
    """A view: everything may be left out; what nobody knows is not kept."""

    column_order: Annotated[list[Column], Field(max_length=MOST_COLUMNS)] = Field(default_factory=list)
    column_visibility: Annotated[dict[Column, bool], Field(max_length=MOST_COLUMNS)] = Field(default_factory=dict)
    filters: Filters = Field(default_factory=dict)
    sorting: Annotated[list[Sorting], Field(max_length=MOST_SORTED)] = Field(default_factory=list)
    page_size: Annotated[Whole, Field(ge=1, le=500)] = 50
    search_value: Annotated[str, Field(max_length=200)] = ""

    @model_serializer(mode="wrap")
    def _said(self, whole: SerializerFunctionWrapHandler):  # noqa: ANN202 - a type here would hide the fields from the documentation
        """Only what was said: what was left out follows the table as it is, not as it was."""
        return {key: value for key, value in whole(self).items() if snake_name(key) in self.model_fields_set}

    def stored(self) -> dict[str, Any]:
        """What is kept of it, by wire names."""
        return self.model_dump(by_alias=True)
