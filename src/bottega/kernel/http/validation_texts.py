"""Sentences for validation errors: one for every error type of pydantic.

The keys are pydantic's kinds of errors (https://docs.pydantic.dev/latest/errors/validation_errors/). Bounds are
filled in as people write them; a kind that names none of these is a fault that no client can help.
"""

from typing import Final

from bottega.kernel.i18n import T
from bottega.kernel.number_formats import Counted

# What a value of another JSON type should have been, in the words of the reference's validation layer.
EXPECTED: Final = {
    "string_type": "string",
    "string_sub_type": "string",
    "bytes_type": "string",
    "uuid_type": "string",
    "url_type": "string",
    "json_type": "string",
    "int_type": "number",
    "int_parsing": "number",
    "int_parsing_size": "number",
    "int_from_float": "integer",
    "float_type": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "fraction_type": "number",
    "fraction_parsing": "number",
    "complex_type": "number",
    "complex_str_parsing": "number",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "list_type": "array",
    "tuple_type": "array",
    "set_type": "array",
    "frozen_set_type": "array",
    "deque_type": "array",
    "iterable_type": "array",
    "dict_type": "object",
    "frozen_dict_type": "object",
    "ordered_dict_type": "object",
    "counter_type": "object",
    "mapping_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "dataclass_type": "object",
    "dataclass_exact_type": "object",
    "named_tuple_type": "object",
    "arguments_type": "object",
    "date_type": "date",
    "datetime_type": "date",
    "time_type": "string",
    "time_delta_type": "string",
}
# A text of the wrong form, and how the reference calls the form.
FORMATS: Final = {
    "uuid_parsing": "UUID",
    "uuid_version": "UUID",
    "email": "email address",
    "url_parsing": "URL",
    "url_scheme": "URL",
    "url_syntax_violation": "URL",
    "url_too_long": "URL",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "datetime_parsing": "date",
    "datetime_object_invalid": "date",
    "datetime_from_date_parsing": "date",
    "timezone_naive": "date",
    "timezone_aware": "date",
    "timezone_offset": "date",
    "time_parsing": "time",
    "time_delta_parsing": "duration",
    "string_pattern_mismatch": "format",
    "string_unicode": "text",
    "string_not_ascii": "text",
    "bytes_invalid_encoding": "text",
    "json_invalid": "JSON",
}
VALUES: Final = frozenset({"enum", "literal_error", "union_tag_invalid", "union_tag_not_found", "none_required"})

REQUIRED: Final = T(en="This field is required", pl="To pole jest wymagane")
EMPTY: Final = T(en="This field must not be empty", pl="To pole nie może być puste")
NOT_EMPTY_LIST: Final = T(en="The list must not be empty", pl="Lista nie może być pusta")
COMMA: Final = T(
    en="Write the number with a dot instead of the comma: {number}",
    pl="W liczbie użyj kropki zamiast przecinka: {number}",
)
LIKE: Final = T(en="Write it like this: {example}", pl="Zapisz to w ten sposób: {example}")
CHOICE: Final = T(en="Choose one of these values: {options}", pl="Wybierz jedną z wartości: {options}")
UNKNOWN_FIELD: Final = T(en="There is no field of this name", pl="Nie ma pola o tej nazwie")
OTHER: Final = T(en="This value is not allowed here", pl="Tej wartości nie można tu podać")
UNSTORABLE: Final = T(
    en="Text contains characters that cannot be stored", pl="Tekst zawiera znaki, których nie można zapisać"
)

_TEXT: Final = T(en="Enter a text", pl="Podaj tekst")
_NUMBER: Final = T(en="Enter a number, for example 12.50", pl="Podaj liczbę, na przykład 12.50")
_WHOLE: Final = T(en="Enter a whole number", pl="Podaj liczbę całkowitą")
_HUGE: Final = T(en="This number is too large", pl="Ta liczba jest za duża")
_DAY: Final = T(en="Enter a date, for example 2026-11-30", pl="Podaj datę, na przykład 2026-11-30")
_MOMENT: Final = T(
    en="Enter a date and a time, for example 2026-11-30T14:30:00+01:00",
    pl="Podaj datę i godzinę, na przykład 2026-11-30T14:30:00+01:00",
)
_ZONE: Final = T(
    en="Enter the time with its zone, for example 2026-11-30T14:30:00+01:00",
    pl="Podaj czas ze strefą, na przykład 2026-11-30T14:30:00+01:00",
)
_LOCAL: Final = T(
    en="Enter the time without a zone, for example 2026-11-30T14:30:00",
    pl="Podaj czas bez strefy, na przykład 2026-11-30T14:30:00",
)
_HOUR: Final = T(
    en="Enter a time between 00:00 and 23:59, for example 14:30",
    pl="Podaj godzinę od 00:00 do 23:59, na przykład 14:30",
)
_WEB: Final = T(
    en="Enter a web address, for example https://example.com", pl="Podaj adres strony, na przykład https://example.com"
)
_ID: Final = T(en="This is not a valid identifier (UUID)", pl="To nie jest poprawny identyfikator (UUID)")
_DURATION: Final = T(en="Enter a duration, for example PT1H30M", pl="Podaj czas trwania, na przykład PT1H30M")
_LETTERS: Final = T(
    en="Use only letters without accents, digits and signs", pl="Użyj tylko liter bez ogonków, cyfr i znaków"
)

# By what was expected; a kind of its own in ``KINDS`` says it better.
TYPES: Final = {
    "string": _TEXT,
    "number": _NUMBER,
    "integer": _WHOLE,
    "boolean": T(en="Answer true or false", pl="Podaj true (tak) albo false (nie)"),
    "array": T(en="Send a list of values", pl="Podaj listę wartości"),
    "object": T(en="Send several fields with their names", pl="Podaj kilka pól wraz z ich nazwami"),
    "date": _DAY,
}
KINDS: Final = {
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _HUGE,
    "uuid_type": _ID,
    "uuid_parsing": _ID,
    "uuid_version": _ID,
    "url_type": _WEB,
    "url_parsing": _WEB,
    "url_scheme": _WEB,
    "url_syntax_violation": _WEB,
    "url_too_long": T(en="This web address is too long", pl="Ten adres strony jest za długi"),
    "email": T(
        en="Enter a valid e-mail address, for example anna@example.com",
        pl="Podaj poprawny adres e-mail, na przykład anna@example.com",
    ),
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "date_past": T(en="Enter a date in the past", pl="Podaj datę z przeszłości"),
    "date_future": T(en="Enter a date in the future", pl="Podaj datę z przyszłości"),
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_past": T(en="Enter a time in the past", pl="Podaj chwilę z przeszłości"),
    "datetime_future": T(en="Enter a time in the future", pl="Podaj chwilę z przyszłości"),
    "timezone_aware": _ZONE,
    "timezone_offset": _ZONE,
    "timezone_naive": _LOCAL,
    "time_type": _HOUR,
    "time_parsing": _HOUR,
    "time_delta_type": _DURATION,
    "time_delta_parsing": _DURATION,
    "string_pattern_mismatch": T(en="This is not written in the expected way", pl="Ten zapis jest niepoprawny"),
    "string_unicode": UNSTORABLE,
    "bytes_invalid_encoding": UNSTORABLE,
    "string_not_ascii": _LETTERS,
    "json_invalid": T(en="This is not valid JSON", pl="To nie jest poprawny JSON"),
    "none_required": T(en="Leave this field empty", pl="Pozostaw to pole puste"),
    "recursion_loop": T(en="This value contains itself", pl="Ta wartość zawiera samą siebie"),
}

_CHARACTERS: Final = Counted(("character", "characters"), ("znak", "znaki", "znaków"))
_ITEMS: Final = Counted(("item", "items"), ("pozycję", "pozycje", "pozycji"))
_DIGITS: Final = Counted(("digit", "digits"), ("cyfrę", "cyfry", "cyfr"))
_BEFORE: Final = Counted(
    ("digit before the decimal point", "digits before the decimal point"),
    ("cyfrę przed przecinkiem", "cyfry przed przecinkiem", "cyfr przed przecinkiem"),
)
_DECIMALS: Final = Counted(
    ("decimal place", "decimal places"), ("miejsce po przecinku", "miejsca po przecinku", "miejsc po przecinku")
)
_SHORT: Final = T(en="Enter at least {bound}", pl="Podaj co najmniej {bound}")
_LONG: Final = T(en="Enter at most {bound}", pl="Podaj najwyżej {bound}")
_FEW: Final = T(en="Give at least {bound}", pl="Podaj co najmniej {bound}")
_MANY: Final = T(en="Give at most {bound}", pl="Podaj najwyżej {bound}")
Wording = tuple[T, str, Counted | None]
# The sentence, the name of the bound among pydantic's details, and what is counted; None for a number or a day.
TOO_SMALL: Final[dict[str, Wording]] = {
    "greater_than": (T(en="Enter more than {bound}", pl="Podaj więcej niż {bound}"), "gt", None),
    "greater_than_equal": (T(en="Enter {bound} or more", pl="Podaj co najmniej {bound}"), "ge", None),
    "string_too_short": (_SHORT, "min_length", _CHARACTERS),
    "bytes_too_short": (_SHORT, "min_length", _CHARACTERS),
    "too_short": (_FEW, "min_length", _ITEMS),
}
TOO_BIG: Final[dict[str, Wording]] = {
    "less_than": (T(en="Enter less than {bound}", pl="Podaj mniej niż {bound}"), "lt", None),
    "less_than_equal": (T(en="Enter {bound} or less", pl="Podaj najwyżej {bound}"), "le", None),
    "string_too_long": (_LONG, "max_length", _CHARACTERS),
    "bytes_too_long": (_LONG, "max_length", _CHARACTERS),
    "too_long": (_MANY, "max_length", _ITEMS),
    "decimal_max_digits": (_LONG, "max_digits", _DIGITS),
    "decimal_max_places": (_LONG, "decimal_places", _DECIMALS),
    "decimal_whole_digits": (_LONG, "whole_digits", _BEFORE),
}
MULTIPLE: Final = T(en="Enter a multiple of {bound}", pl="Podaj wielokrotność {bound}")
# Days are compared in other words than numbers.
DAYS: Final = {
    "greater_than": T(en="Enter a date after {bound}", pl="Podaj datę późniejszą niż {bound}"),
    "greater_than_equal": T(en="Enter a date from {bound} on", pl="Podaj datę nie wcześniejszą niż {bound}"),
    "less_than": T(en="Enter a date before {bound}", pl="Podaj datę wcześniejszą niż {bound}"),
    "less_than_equal": T(en="Enter a date up to {bound}", pl="Podaj datę nie późniejszą niż {bound}"),
}
# Before an English sentence about a value of another type: what interfaces made for the reference look for.
REFERENCE: Final = "Invalid input: expected {expected}, received {received}. "
