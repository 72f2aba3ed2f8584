"""Validation of a field definition's kind and configuration, with defaults."""

import math
import re
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input
from bottega.platform.entities.entity_ids import EntityId, FieldKey
from bottega.platform.entities.rules import LONGEST_PATTERN, pattern
from bottega.platform.entities.written_values import WRITTEN, as_stored, instant

Kind = Literal[
    "text",
    "multiline",
    "integer",
    "float",
    "boolean",
    "select",
    "currency",
    "relation",
    "attachment",
    "dictionary",
    "date",
    "datetime",
    "phone",
]
MOST_DEFINITIONS: Final = 1000
CURRENCY_OPTIONS: Final = "/api/currencies/currencies/options"
DICTIONARY_REQUIRED: Final = T(en="Choose the dictionary of a dictionary field", pl="Wybierz słownik pola słownikowego")
_LARGEST: Final = 65_536
_BAD_PATTERN: Final = T(en="This pattern cannot be used", pl="Tego wzorca nie można użyć")
BAD_PARAM: Final = T(en="The parameter of this rule must be a number", pl="Parametr tej reguły musi być liczbą")
BAD_DATE_PARAM: Final = T(
    en="For a date the parameter of this rule must be a day or a moment, such as 2026-11-30",
    pl="Dla daty parametr tej reguły musi być dniem lub chwilą, np. 2026-11-30",
)
COMPARISONS: Final = frozenset({"lt", "lte", "gt", "gte"})
DATED: Final = frozenset({"date", "datetime"})
_BAD_CODE: Final = T(en="Use small letters, digits, - and _", pl="Użyj małych liter, cyfr, łącznika lub podkreślenia")
_TOO_LARGE: Final = T(en="The configuration is too large", pl="Konfiguracja jest zbyt duża")


class Part(BaseModel):
    """A part of a definition, in the names that clients use."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True)


def _code(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]+", value):
        raise PydanticCustomError("code", "bad code", {"text": _BAD_CODE})
    return value


def _address(value: str) -> str:
    """An absolute address that a browser may ask, or one of this installation."""
    if not value.startswith("/") or value.startswith(("//", "/\\")):
        AnyHttpUrl(value)
    return value


def refused_param(kind: Kind, rule: "Rule") -> T | None:
    """Why a comparison cannot be made with values of a kind; None when it can."""
    if rule.rule not in COMPARISONS:
        return None
    if kind in DATED:
        return None if instant(rule.param) else BAD_DATE_PARAM
    return None if _is_number(rule.param) else BAD_PARAM


def _is_number(value: object) -> bool:
    """Whether a bound can be compared with: a number, or one written as text, that is not infinite."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(float(value))
    except (ValueError, OverflowError):
        return False


Code = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_code)]
Address = Annotated[str, Field(max_length=2000), AfterValidator(_address)]


class Rule(Part):
    """A rule that values must meet, and what to say when they do not."""

    rule: Literal["required", "date", "integer", "float", "lt", "lte", "gt", "gte", "eq", "ne", "regex"]
    param: str | bool | int | float | None = None
    message: Annotated[str, StringConstraints(min_length=1, max_length=500)]

    @model_validator(mode="after")
    def fits(self) -> "Rule":
        """A pattern must be one that can be matched in linear time, a bound must be a number."""
        if self.rule == "regex":
            text = self.param
            if not isinstance(text, str) or len(text) > LONGEST_PATTERN or pattern(text) is None:
                raise PydanticCustomError("pattern", "bad pattern", {"text": _BAD_PATTERN, "field": "param"})
        elif self.rule in COMPARISONS and not (_is_number(self.param) or instant(self.param)):
            raise PydanticCustomError("param", "bad param", {"text": BAD_PARAM, "field": "param"})
        return self


class Group(Part):
    """Fields that stand together."""

    code: Code
    title: str | None = Field(default=None, max_length=200)
    hint: str | None = Field(default=None, max_length=500)


class Option(Part):
    """A value to choose, and what it is called."""

    value: str = Field(max_length=500)
    label: str = Field(default="", max_length=500)


def _option(value: Any) -> Any:
    """Options may be bare texts and numbers; numbers are kept as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return {"value": value, "label": value} if isinstance(value, str) else value


class Config(Part):
    """The configuration of a field; keys of the screen's own are kept as they are."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, str_strip_whitespace=True, extra="allow")

    label: str | None = Field(default=None, max_length=200)
    description: str | None = Field(default=None, max_length=2000)
    options: list[Annotated[Option, BeforeValidator(_option)]] | None = Field(default=None, max_length=1000)
    options_url: Address | None = None
    multi: bool = False
    filterable: bool = False
    form_editable: bool = True
    list_visible: bool = True
    editor: str | None = Field(default=None, max_length=50)
    input: str | None = Field(default=None, max_length=50)
    priority: float = Field(default=0, allow_inf_nan=False)
    encrypted: bool = False
    required: bool = False
    default_value: Any = None
    related_entity_id: EntityId | None = None
    dictionary_id: Annotated[UUID, Of("dictionaries:dictionary")] | None = None
    dictionary_inline_create: bool | None = None
    validation: list[Rule] | None = Field(default=None, max_length=32)
    fieldset: Code | None = None
    group: Group | None = None
    max_attachment_size_mb: float | None = Field(default=None, gt=0, le=10_000)
    accept_extensions: list[Annotated[str, Field(max_length=20)]] | None = Field(default=None, max_length=100)
    partition_code: str | None = Field(default=None, max_length=100)

    @model_validator(mode="after")
    def bearable(self) -> "Config":
        """What the screen adds must not fill the database."""
        if len(msgspec.json.encode([self.model_extra, self.default_value])) > _LARGEST:
            raise PydanticCustomError("large", "too large", {"text": _TOO_LARGE})
        return self


class FieldInput(Input):
    """A field of an entity."""

    key: FieldKey
    kind: Kind
    config_json: Config = Field(default_factory=Config)
    is_active: bool = True


class DefinitionInput(FieldInput):
    """A custom field of an entity."""

    entity_id: EntityId


class Fieldset(Part):
    """A part of a form."""

    code: Code
    label: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    icon: str | None = Field(default=None, max_length=100)
    description: str | None = Field(default=None, max_length=2000)
    groups: list[Group] = Field(default_factory=list[Group], max_length=50)


class BatchInput(Input):
    """Fields of an entity, in the order they are to be shown in; those left out stay as they are."""

    entity_id: EntityId
    definitions: list[FieldInput] = Field(max_length=MOST_DEFINITIONS)
    fieldsets: list[Fieldset] | None = Field(default=None, max_length=20)
    single_fieldset_per_record: bool | None = None


def stored_config(field: FieldInput, priority: int | None = None) -> dict[str, Any]:
    """The configuration as it is stored: defaults filled in, what its kind decides decided."""
    given = field.config_json
    config = given.model_dump(mode="json", by_alias=True, exclude_none=True)
    config["label"] = given.label or field.key
    if priority is not None:
        config["priority"] = priority
    if isinstance(config["priority"], float) and config["priority"].is_integer():
        config["priority"] = int(config["priority"])
    if field.kind in WRITTEN and isinstance(given.default_value, str):
        # What is no value of the kind is refused when the definition is saved.
        config["defaultValue"] = as_stored(field.kind, given.default_value)[0] or given.default_value
    if field.kind == "currency":
        config.pop("options", None)
        config["optionsUrl"] = CURRENCY_OPTIONS
    elif field.kind == "dictionary":
        config.setdefault("dictionaryInlineCreate", True)
        config["optionsUrl"] = f"/api/dictionaries/{given.dictionary_id}/entries"
    return config
