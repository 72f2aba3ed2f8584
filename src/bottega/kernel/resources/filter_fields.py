"""Fields of a query string for the variants of a list's filters: types, descriptions, and what excludes what."""

import csv
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, cast
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError, PydanticKnownError
from pydantic_core.core_schema import ValidationInfo
from sqlalchemy import BigInteger, Column

from bottega.kernel.i18n import T
from bottega.kernel.resources.list_filters import Filter, Part
from bottega.kernel.schemas import Day, Exact, Flag, Real, Whole

MOST_VALUES: Final = 200
# Digits that no column has more of; what has more PostgreSQL cannot compare with.
_MOST_DIGITS: Final = 60

BEFORE_IT_BEGINS: Final = T(en="The period ends before it begins", pl="Okres kończy się, zanim się zacznie")
_BELOW: Final = T(en="The upper bound is below the lower one", pl="Górna granica jest niższa od dolnej")
_ONE_VALUE: Final = T(
    en="Ask for a single value or for this, not for both", pl="Podaj pojedynczą wartość albo to, nie jedno i drugie"
)
_NO_VALUE: Final = T(
    en="Rows without a value have none to compare: leave out the other conditions of this field",
    pl="W wierszach bez wartości nie ma czego porównać: pomiń pozostałe warunki tego pola",
)
_UNREADABLE: Final = T(
    en="Separate the values with commas; a value with a comma stands in double quotes",
    pl="Oddziel wartości przecinkami; wartość z przecinkiem podaj w cudzysłowie prostym",
)

_Check = Callable[[Any, ValidationInfo], Any]

Text = Annotated[str, Field(max_length=500)]
_TYPES: Final = ((bool, Flag), (UUID, UUID), (float, Real), (date, Day), (str, Text))
_DESCRIPTIONS: Final[Mapping[Part, str]] = {
    "in": f"Only with one of these, separated by commas; at most {MOST_VALUES}.",
    "not": "Only with another value than this, or with none.",
    "empty": "Only without a value, or only with one.",
    "from": "Only with this or more.",
    "to": "Only with this or less.",
}
_OF_DAYS: Final[Mapping[Part, str]] = {
    "from": "Only from this day in Warsaw on.",
    "to": "Only up to this day in Warsaw.",
}


def type_of(column: Column[Any]) -> Any:
    """The type of a value that a column is compared with."""
    python: Any = column.type.python_type
    if issubclass(python, int) and not issubclass(python, bool):
        bits = 63 if isinstance(column.type, BigInteger) else 31
        return Annotated[Whole, Field(ge=-(2**bits), lt=2**bits)]
    if issubclass(python, Decimal):
        return Annotated[Exact, Field(max_digits=_MOST_DIGITS)]
    return next((chosen for known, chosen in _TYPES if issubclass(python, known)), Text)


def several(kind: Any, most: int) -> Any:
    """The type of values in one parameter, separated by commas; a value with a comma stands in double quotes."""
    many = Field(min_length=1, max_length=most)
    return Annotated[list[kind], BeforeValidator(separated(most)), many, WithJsonSchema({"type": "string"})]


def separated(most: int) -> Callable[[Any], Any]:
    """Takes the values in a text apart, which stand between commas, and refuses more than ``most``."""

    def split(sent: Any) -> Any:
        # A parameter that is repeated is a list of texts.
        texts = cast("list[str]", sent if isinstance(sent, list) else [str(sent)])
        try:
            rows = [*csv.reader(texts, skipinitialspace=True)]
        except csv.Error:
            raise PydanticCustomError("values", "unreadable", {"text": _UNREADABLE}) from None
        parts = [stripped for row in rows for part in row if (stripped := part.strip())]
        if len(parts) > most:
            # At once, for there may be as many faults in them.
            known = {"field_type": "List", "max_length": most, "actual_length": len(parts)}
            raise PydanticKnownError("too_long", known)
        return list(dict.fromkeys(parts))

    return split


def variants_of(one: Filter, name: str, wire: str, plain: tuple[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields of a filter's variants, by name: ``filter_<name>_in``, in a query ``<wire>In``.

    ``plain`` are name and type of the field that asks for one value.
    """
    equal, kind = plain
    place = f"filter_{name}"
    day = issubclass(one.column.type.python_type, date)
    order = _ordered(f"{place}_from", BEFORE_IT_BEGINS if day else _BELOW)
    single = AfterValidator(_apart(_ONE_VALUE, equal))
    others = [equal, *(f"{place}_{part}" for part in one.parts if part != "empty")]
    types: dict[Part, Any] = {
        "in": Annotated[several(kind, MOST_VALUES), single],
        "not": Annotated[kind, single],
        "from": kind,
        "to": Annotated[kind, AfterValidator(order)],
        "empty": Annotated[Flag, AfterValidator(_if_true(_apart(_NO_VALUE, *others)))],
    }
    said = {**_DESCRIPTIONS, **(_OF_DAYS if day else {})}
    return {
        f"{place}_{part}": (
            types[part] | None,
            Field(
                default=None,
                alias=f"{wire}{part.title()}",
                description=said[part],
                json_schema_extra={"x-filter": wire, "x-variant": part},
            ),
        )
        for part in types
        if part in one.parts
    }


def _apart(text: T, *others: str) -> _Check:
    """Refuses a value beside any of the other fields, with which it would mean nothing."""

    def check(value: Any, seen: ValidationInfo) -> Any:
        if any(seen.data.get(other) is not None for other in others):
            raise PydanticCustomError("contradiction", "contradiction", {"text": text})
        return value

    return check


def _if_true(check: _Check) -> _Check:
    return lambda value, seen: check(value, seen) if value else value


def _ordered(first: str, text: T) -> _Check:
    """Refuses an upper bound that is below the lower one."""

    def check(value: Any, seen: ValidationInfo) -> Any:
        lowest = seen.data.get(first)
        if lowest is not None and value < lowest:
            raise PydanticCustomError("range", "order", {"text": text})
        return value

    return check
