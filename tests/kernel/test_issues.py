"""What is wrong with a request is said in sentences, in both languages, with figures as people write them."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import pytest
from pydantic import (
    AfterValidator,
    AnyUrl,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PastDate,
    ValidationError,
    create_model,
)
from pydantic_core import PydanticCustomError, PydanticKnownError, core_schema
from pydantic_core._pydantic_core import list_all_errors

from bottega.kernel.http.validation_errors import describe
from bottega.kernel.i18n import T
from bottega.kernel.number_formats import Counted, choices, day, number
from bottega.kernel.schemas import Day, Email, Exact, Flag, Moment, Money, Whole

GAP = "\N{NO-BREAK SPACE}"
NOBODY_SAYS = re.compile(
    r"Decimal|datetime|dict|NoneType|None|True|False|class|instance|UUID object|pydantic|Input should|[<>]=?|[{}_]|\^|'"
)


class Colour(Enum):
    """A closed set."""

    RED = "red"
    GREEN = "green"
    BLUE = "blue"


def wrong(kind: Any, value: Any, locale: str) -> dict[str, Any]:
    """The one issue of a field of some type that was sent a value."""
    model = create_model("Sent", field=(kind, ...))
    with pytest.raises(ValidationError) as refused:
        model.model_validate({} if value is LEFT_OUT else {"field": value})
    [issue] = describe(refused.value, locale, model)
    assert issue["path"] == ["field"]
    return issue


LEFT_OUT = object()
TYPED = "invalid_type"
CASES: list[tuple[Any, Any, str, str, str]] = [
    # Nothing, or as good as nothing.
    (str, LEFT_OUT, TYPED, "expected string, received undefined. This field is required", "To pole jest wymagane"),
    (Money, LEFT_OUT, TYPED, "expected number, received undefined. This field is required", "To pole jest wymagane"),
    (
        Literal["a", "b"],
        LEFT_OUT,
        TYPED,
        "expected string, received undefined. This field is required",
        "To pole jest wymagane",
    ),
    (str, None, TYPED, "expected string, received null. This field must not be empty", "To pole nie może być puste"),
    (Money, "", TYPED, "expected number, received string. This field must not be empty", "To pole nie może być puste"),
    (
        Annotated[str, Field(min_length=1)],
        "",
        "too_small",
        "This field must not be empty",
        "To pole nie może być puste",
    ),
    (UUID, "", "invalid_format", "This field must not be empty", "To pole nie może być puste"),
    (
        Annotated[list[int], Field(min_length=1)],
        [],
        "too_small",
        "The list must not be empty",
        "Lista nie może być pusta",
    ),
    # Too short and too long.
    (
        Annotated[str, Field(min_length=3)],
        "ab",
        "too_small",
        "Enter at least 3 characters",
        "Podaj co najmniej 3 znaki",
    ),
    (Annotated[str, Field(max_length=1)], "ab", "too_big", "Enter at most 1 character", "Podaj najwyżej 1 znak"),
    (Annotated[str, Field(max_length=5)], "abcdef", "too_big", "Enter at most 5 characters", "Podaj najwyżej 5 znaków"),
    (
        Annotated[str, Field(max_length=12)],
        "a" * 13,
        "too_big",
        "Enter at most 12 characters",
        "Podaj najwyżej 12 znaków",
    ),
    (
        Annotated[str, Field(max_length=22)],
        "a" * 23,
        "too_big",
        "Enter at most 22 characters",
        "Podaj najwyżej 22 znaki",
    ),
    (
        Annotated[str, Field(max_length=2000)],
        "a" * 2001,
        "too_big",
        "Enter at most 2,000 characters",
        f"Podaj najwyżej 2{GAP}000 znaków",
    ),
    (
        Annotated[list[int], Field(min_length=2)],
        [1],
        "too_small",
        "Give at least 2 items",
        "Podaj co najmniej 2 pozycje",
    ),
    (
        Annotated[list[int], Field(max_length=50)],
        [1] * 51,
        "too_big",
        "Give at most 50 items",
        "Podaj najwyżej 50 pozycji",
    ),
    (Annotated[list[int], Field(max_length=1)], [1, 2], "too_big", "Give at most 1 item", "Podaj najwyżej 1 pozycję"),
    # Numbers.
    (
        Annotated[Money, Field(le=Decimal("9999999.99"))],
        "10000000",
        "too_big",
        "Enter 9,999,999.99 or less",
        f"Podaj najwyżej 9{GAP}999{GAP}999,99",
    ),
    (Annotated[Money, Field(ge=Decimal("0.01"))], 0, "too_small", "Enter 0.01 or more", "Podaj co najmniej 0,01"),
    (Annotated[Money, Field(gt=0)], 0, "too_small", "Enter more than 0", "Podaj więcej niż 0"),
    (Annotated[float, Field(lt=2.5)], 2.5, "too_big", "Enter less than 2.5", "Podaj mniej niż 2,5"),
    (Annotated[Whole, Field(ge=-10)], -11, "too_small", "Enter -10 or more", "Podaj co najmniej -10"),
    (Annotated[int, Field(multiple_of=5)], 7, "not_multiple_of", "Enter a multiple of 5", "Podaj wielokrotność 5"),
    (Money, "250.001", "too_big", "Enter at most 2 decimal places", "Podaj najwyżej 2 miejsca po przecinku"),
    (
        Annotated[Decimal, Field(decimal_places=1)],
        "1.25",
        "too_big",
        "Enter at most 1 decimal place",
        "Podaj najwyżej 1 miejsce po przecinku",
    ),
    (Annotated[Decimal, Field(max_digits=3)], "1.234", "too_big", "Enter at most 3 digits", "Podaj najwyżej 3 cyfry"),
    (
        Money,
        "12345678901",
        "too_big",
        "Enter at most 10 digits before the decimal point",
        "Podaj najwyżej 10 cyfr przed przecinkiem",
    ),
    (
        Money,
        "12,50",
        TYPED,
        "expected number, received string. Write the number with a dot instead of the comma: 12.50",
        "W liczbie użyj kropki zamiast przecinka: 12.50",
    ),
    (
        Exact,
        f"1{GAP}250,5",
        TYPED,
        "expected number, received string. Write the number with a dot instead of the comma: 1250.5",
        "W liczbie użyj kropki zamiast przecinka: 1250.5",
    ),
    (
        Money,
        "dużo",
        TYPED,
        "expected number, received string. Enter a number, for example 12.50",
        "Podaj liczbę, na przykład 12.50",
    ),
    (
        Money,
        True,
        TYPED,
        "expected number, received boolean. Enter a number, for example 12.50",
        "Podaj liczbę, na przykład 12.50",
    ),
    (Whole, "12,5", TYPED, "expected number, received string. Enter a whole number", "Podaj liczbę całkowitą"),
    (Whole, 1.5, TYPED, "expected integer, received number. Enter a whole number", "Podaj liczbę całkowitą"),
    (Whole, "9" * 5000, TYPED, "expected number, received string. This number is too large", "Ta liczba jest za duża"),
    (
        Exact,
        "NaN",
        TYPED,
        "expected number, received string. Enter a number, for example 12.50",
        "Podaj liczbę, na przykład 12.50",
    ),
    # Choices.
    (
        Literal["kuchnia", "szafa", "inne"],
        "kuhcnia",
        "invalid_value",
        "Choose one of these values: kuchnia, szafa or inne",
        "Wybierz jedną z wartości: kuchnia, szafa lub inne",
    ),
    (
        Literal["Wpłata końcowa", "or"],
        "x",
        "invalid_value",
        "Choose one of these values: Wpłata końcowa or or",
        "Wybierz jedną z wartości: Wpłata końcowa lub or",
    ),
    (
        Literal["it's", "one"],
        "x",
        "invalid_value",
        "Choose one of these values: it's or one",
        "Wybierz jedną z wartości: it's lub one",
    ),
    (Literal[1, 2], 3, "invalid_value", "Choose one of these values: 1 or 2", "Wybierz jedną z wartości: 1 lub 2"),
    (
        Colour,
        "black",
        "invalid_value",
        "Choose one of these values: red, green or blue",
        "Wybierz jedną z wartości: red, green lub blue",
    ),
    (Literal["only"], "x", "invalid_value", "Choose one of these values: only", "Wybierz jedną z wartości: only"),
    (
        Flag,
        "perhaps",
        TYPED,
        "expected boolean, received string. Answer true or false",
        "Podaj true (tak) albo false (nie)",
    ),
    # Texts of a form.
    (UUID, "x", "invalid_format", "This is not a valid identifier (UUID)", "To nie jest poprawny identyfikator (UUID)"),
    (
        UUID,
        5,
        TYPED,
        "expected string, received number. This is not a valid identifier (UUID)",
        "To nie jest poprawny identyfikator (UUID)",
    ),
    (
        Email,
        "nobody",
        "invalid_format",
        "Enter a valid e-mail address, for example anna@example.com",
        "Podaj poprawny adres e-mail, na przykład anna@example.com",
    ),
    (
        AnyUrl,
        "x",
        "invalid_format",
        "Enter a web address, for example https://example.com",
        "Podaj adres strony, na przykład https://example.com",
    ),
    (
        Annotated[str, Field(pattern=r"^\d\d:\d\d$", examples=["08:30"])],
        "8",
        "invalid_format",
        "Write it like this: 08:30",
        "Zapisz to w ten sposób: 08:30",
    ),
    (
        Annotated[str, Field(pattern=r"^\d\d:\d\d$", examples=["08:30"])] | None,
        "8",
        "invalid_format",
        "Write it like this: 08:30",
        "Zapisz to w ten sposób: 08:30",
    ),
    (
        Annotated[str, Field(pattern=r"^\d+$")],
        "x",
        "invalid_format",
        "This is not written in the expected way",
        "Ten zapis jest niepoprawny",
    ),
    # Days and hours.
    (Day, "30.11.2026", "invalid_format", "Enter a date, for example 2026-11-30", "Podaj datę, na przykład 2026-11-30"),
    (Day, "2026-02-29", "invalid_format", "Enter a date, for example 2026-11-30", "Podaj datę, na przykład 2026-11-30"),
    (
        Day,
        [],
        TYPED,
        "expected date, received array. Enter a date, for example 2026-11-30",
        "Podaj datę, na przykład 2026-11-30",
    ),
    (Day, "1899-12-31", "too_small", "Enter a date from 1900-01-01 on", "Podaj datę nie wcześniejszą niż 01.01.1900"),
    (Day, "2201-01-01", "too_big", "Enter a date up to 2200-01-01", "Podaj datę nie późniejszą niż 01.01.2200"),
    (PastDate, "2999-01-01", "custom", "Enter a date in the past", "Podaj datę z przeszłości"),
    (
        Moment,
        "yesterday",
        "invalid_format",
        "Enter a date and a time, for example 2026-11-30T14:30:00+01:00",
        "Podaj datę i godzinę, na przykład 2026-11-30T14:30:00+01:00",
    ),
    (
        AwareDatetime,
        "2026-11-30T14:30:00",
        "invalid_format",
        "Enter the time with its zone, for example 2026-11-30T14:30:00+01:00",
        "Podaj czas ze strefą, na przykład 2026-11-30T14:30:00+01:00",
    ),
    (
        time,
        "25:00",
        "invalid_format",
        "Enter a time between 00:00 and 23:59, for example 14:30",
        "Podaj godzinę od 00:00 do 23:59, na przykład 14:30",
    ),
    # Other shapes.
    (str, 5, TYPED, "expected string, received number. Enter a text", "Podaj tekst"),
    (list[str], "x", TYPED, "expected array, received string. Send a list of values", "Podaj listę wartości"),
    (
        dict[str, str],
        [],
        TYPED,
        "expected object, received array. Send several fields with their names",
        "Podaj kilka pól wraz z ich nazwami",
    ),
]


@pytest.mark.parametrize(("kind", "value", "code", "english", "polish"), CASES)
def test_a_wrong_value_is_told_in_a_sentence_what_to_send_instead(
    kind: Any, value: Any, code: str, english: str, polish: str
) -> None:
    told = wrong(kind, value, "en")
    begins = "Invalid input: " if code == TYPED else ""
    assert (told["code"], told["message"]) == (code, begins + english)
    assert wrong(kind, value, "pl")["message"] == polish
    # Languages that have no texts of their own speak English.
    assert wrong(kind, value, "de")["message"] == told["message"]


def test_a_field_that_is_too_much_is_named() -> None:
    class Strict(BaseModel):
        model_config = ConfigDict(extra="forbid")

    with pytest.raises(ValidationError) as refused:
        Strict.model_validate({"colour": "red"})
    assert describe(refused.value, "pl", Strict) == [
        {"code": "unrecognized_keys", "path": ["colour"], "message": "Nie ma pola o tej nazwie"}
    ]


def test_a_missing_field_deep_in_a_list_knows_its_type() -> None:
    class Line(BaseModel):
        amount: Money
        name: str

    class Order(BaseModel):
        lines: list[Line]

    with pytest.raises(ValidationError) as refused:
        Order.model_validate({"lines": [{"name": "a", "amount": 1}, {}]})
    assert [(one["path"], one["expected"]) for one in describe(refused.value, "en", Order)] == [
        (["lines", 1, "amount"], "number"),
        (["lines", 1, "name"], "string"),
    ]


# Details that pydantic fills in, as its own examples leave them empty.
DETAILS = {"expected": "'a' or 'b'", "actual_length": 3, "class_name": "Person", "error": "Decimal('1')"}


@pytest.mark.parametrize("kind", sorted(get_args(core_schema.ErrorType)))
@pytest.mark.parametrize("locale", ["en", "pl"])
def test_no_kind_of_failure_speaks_python(kind: str, locale: str) -> None:
    [context] = [one.get("example_context") for one in list_all_errors() if one["type"] == kind]
    filled = {name: DETAILS.get(name, value) for name, value in (context or {}).items()} or None

    def refuse(_value: Any) -> Any:
        raise PydanticKnownError(kind, filled)  # type: ignore[arg-type]

    schema = core_schema.no_info_plain_validator_function(refuse)

    class Anything:
        __get_pydantic_core_schema__ = classmethod(lambda _cls, _source, _handler: schema)

    message = wrong(Anything, object(), locale)["message"]
    assert len(message.split()) >= 2
    assert not NOBODY_SAYS.search(message)
    assert ("Invalid" in message) <= (locale == "en")


def test_a_sentence_of_our_own_is_said_as_it_is() -> None:
    def refuse(_value: str) -> str:
        raise PydanticCustomError("any", "any", {"text": T(en="Not today", pl="Nie dziś"), "code": "own"})

    assert wrong(Annotated[str, AfterValidator(refuse)], "x", "pl") == {
        "code": "own",
        "path": ["field"],
        "message": "Nie dziś",
    }


def test_figures_are_written_as_people_write_them() -> None:
    assert number(Decimal("-1234567.50"), "pl") == f"-1{GAP}234{GAP}567,5"
    assert number(Decimal("1E+3"), "en") == "1,000"
    assert number(0.1, "pl") == "0,1"
    assert day(date(2026, 2, 1), "pl") == "01.02.2026"
    assert day(datetime(2026, 2, 1, 8, 5, tzinfo=UTC), "en") == "2026-02-01 08:05"
    assert choices(["a", "b"], "pl") == "a lub b"
    assert choices([], "pl") == ""
    boxes = Counted(("box", "boxes"), ("kasa", "kasy", "kas"))
    counted = [boxes(n, "pl") for n in (0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 102, 112)]
    assert counted == [
        "0 kas",
        "1 kasa",
        "2 kasy",
        "4 kasy",
        "5 kas",
        "11 kas",
        "12 kas",
        "14 kas",
        "21 kas",
        "22 kasy",
        "25 kas",
        "102 kasy",
        "112 kas",
    ]
    assert (boxes(1, "en"), boxes(0, "en")) == ("1 box", "0 boxes")
