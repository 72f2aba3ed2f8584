"""Custom fields: values of fields that a tenant defines, stored as JSON in a row's ``custom`` column.

This file knows how the values travel (``cf_<key>``, ``customFields`` and their kin), not what is defined: a module
that keeps definitions provides a ``Definitions``; a key without a definition may hold any plain value.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, cast
from uuid import UUID

import msgspec
import structlog

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.keys.tenant_keys import DecryptionFailed, TenantKeys, looks_sealed
from bottega.kernel.schemas import boolean_token

if TYPE_CHECKING:
    from bottega.kernel.context import Context

log = structlog.get_logger()
INDEXED: Final = "indexed"  # how a list marks filters by fields that the index knows
MOST_KEYS: Final = 128
LONGEST_TEXT: Final = 100_000
_KEY: Final = re.compile(r"[a-z0-9_]{1,100}")
_BAGS: Final = ("customFields", "customValues", "custom_fields")

FAILED: Final = T(en="Validation failed", pl="Nieprawidłowe dane")
BAD_KEY: Final = T(en="Unknown custom field", pl="Nieznane pole dodatkowe")
BAD_VALUE: Final = T(en="Invalid value", pl="Nieprawidłowa wartość")
TOO_MANY: Final = T(en="Too many custom fields", pl="Zbyt wiele pól dodatkowych")


@dataclass(frozen=True)
class Field:
    """What lists need to know of a defined field; values of a ``gone`` one are kept, but not shown."""

    key: str
    kind: Literal["text", "number", "boolean"] = "text"
    label: str = ""
    # Its kind as it was defined: ``select``, ``relation``.
    defined_as: str = ""
    # Where it is defined, when that is not where it is looked for: a person has the fields of all customers.
    entity: str = ""
    many: bool = False
    # Lists are often filtered by it: its values are looked up in an index.
    filterable: bool = False
    sealed: bool = False
    gone: bool = False
    # Of two definitions of one key the one of which more is said counts, then that with the lower priority.
    richness: int = 0
    priority: float = 0
    # What people see of the values to choose from, as headings are compared, and what is stored.
    choices: Mapping[str, str] = dataclass_field(default_factory=dict[str, str], compare=False)
    # How a text that somebody looks for is stored, where that is not as it was written; None for what is no value.
    reads: Callable[[str], str | None] | None = dataclass_field(default=None, compare=False)


class Known(dict[str, Field]):
    """The fields of an entity by key, in the order of their priority.

    Nothing of it changes once it is made, and it stands for itself: what is made with it is remembered by it.
    """

    __hash__ = object.__hash__  # pyright: ignore[reportAssignmentType] - a dict has none

    def __eq__(self, other: object) -> bool:
        """Whether they are one and the same: a definition that changes makes others of them."""
        return self is other

    @cached_property
    def sealed(self) -> bool:
        """Whether values of any may be encrypted."""
        return any(field.sealed and not field.gone for field in self.values())

    def shown(
        self, keys: TenantKeys | None, entity: str, custom: Mapping[str, Any], prefix: str = "cf_"
    ) -> dict[str, Any]:
        """Stored custom values as people read them, by ``prefix`` and key; see ``settle``."""
        found = {prefix + key: value for key, value in custom.items() if key not in self}
        for key, field in self.items():
            if key not in custom or field.gone:
                continue
            value = custom[key]
            if field.sealed and keys is not None:
                value = unsealed(keys, field.entity or entity, key, value)
            if value is not None or not field.sealed:
                found[prefix + key] = value
        return found


class Definitions(Protocol):
    """What a module that defines custom fields provides."""

    async def check(
        self, ctx: "Context", entity: str, values: Mapping[str, Any], *, new: bool, organization_id: UUID | None
    ) -> Mapping[str, Any]:
        """The values as they are to be stored; raises ``Invalid`` with ``fields`` when a rule is broken."""
        ...

    async def known(self, ctx: "Context", entity: str) -> Known:
        """The fields of an entity in the caller's view, in the order of their priority."""
        ...


NOTHING: Final = Known()


async def known(ctx: "Context", entity: str) -> Known:
    """The defined fields of an entity by key."""
    definitions = ctx.app.field_definitions
    return await definitions.known(ctx, entity) if definitions else NOTHING


def sent(body: Any) -> dict[str, Any]:
    """The custom values of a request body, whichever way they were sent; later forms win over earlier ones."""
    if not isinstance(body, dict):
        return {}
    found: dict[str, Any] = {}
    for name, value in cast("dict[str, Any]", body).items():
        if name.startswith(("cf_", "cf:")):
            found[name[3:]] = value
        elif name in _BAGS:
            found.update(_bag(value))
    return found


def _bag(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {name.removeprefix("cf_"): item for name, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        pairs = [cast("dict[str, Any]", item) for item in cast("list[Any]", value) if isinstance(item, dict)]
        return {str(item["key"]).removeprefix("cf_"): item.get("value") for item in pairs if "key" in item}
    return {}


async def checked(
    ctx: "Context", entity: str, values: Mapping[str, Any], *, new: bool, organization_id: UUID | None = None
) -> dict[str, Any]:
    """The values a row of an organization stores; 400 with a message a field when one is wrong."""
    definitions = ctx.app.field_definitions
    if not values and definitions is None:
        return {}
    if len(values) > MOST_KEYS:
        raise Invalid.of_field("customFields", TOO_MANY)
    wrong: dict[str, T] = {}
    for key, value in values.items():
        if not _KEY.fullmatch(key):
            wrong[f"cf_{key[:100]}"] = BAD_KEY
        elif not plain(value):
            wrong[f"cf_{key}"] = BAD_VALUE
    if wrong:
        raise Invalid(FAILED, fields=wrong)
    if definitions is not None:
        values = await definitions.check(ctx, entity, values, new=new, organization_id=organization_id)
    return dict(values)


def plain(value: Any) -> bool:
    """Whether a value can be kept at all: scalars and lists of scalars, of bearable size."""
    match value:
        case None | bool():
            return True
        case float():
            return math.isfinite(value)
        case int():
            return abs(value) < 2**63
        case str():
            return len(value) <= LONGEST_TEXT and "\x00" not in value
        case list():
            items = cast("list[Any]", value)
            return len(items) <= 1000 and all(plain(item) and not isinstance(item, list) for item in items)  # noqa: PLR2004 - a bearable list
        case _:
            return False


def shown(custom: Mapping[str, Any]) -> dict[str, Any]:
    """The keys a list item shows: ``cf_<key>``."""
    return {f"cf_{key}": value for key, value in custom.items()}


def filters(query: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The custom-field filters of a query string: ``cf_<key>=v`` and ``cf_<key>In=a,b``, as key → accepted values."""
    found: dict[str, list[str]] = {}
    for name, value in query:
        if not name.startswith("cf_"):
            continue
        many = name.endswith("In")
        key = name[3:-2] if many else name[3:]
        if _KEY.fullmatch(key) and len(found) < MOST_KEYS:
            found[key] = [part.strip() for part in value.split(",")] if many else [value]
    return found


def documents(key: str, accepted: Sequence[str], field: Field | None) -> list[dict[str, Any]]:
    """What ``custom`` must contain one of to pass a filter: typed by the field, or every reading when it has none."""
    found: list[dict[str, Any]] = []
    for text in accepted:
        for value in _readings(text, field):
            found.append({key: value})
            if field is None or field.many:
                found.append({key: [value]})
    return found


def _readings(text: str, field: Field | None) -> list[Any]:
    match field.kind if field else None:
        case "text" if field is not None and field.reads is not None:
            read = field.reads(text)
            return [] if read is None else [read]
        case "text":
            return [text]
        case "number":
            return _numbers(text)
        case "boolean":
            token = boolean_token(text)
            return [token] if isinstance(token, bool) else []
        case _:
            spoken = {"true": [True], "false": [False]}.get(text.lower(), [])
            return [text, *_numbers(text), *spoken]


def _numbers(text: str) -> list[int | float]:
    try:
        number = float(text)
    except ValueError:
        return []
    if not math.isfinite(number):
        return []
    return [int(number) if number.is_integer() and abs(number) < 2**53 else number]


def filter_marker(field: Field | None) -> str:
    """How a list is filtered by a field: by the index when it is made for that."""
    return INDEXED if field is not None and field.filterable else "plain"


def sort_marker(field: Field | None) -> str:
    """How a list is sorted by a field: text by the alphabet, anything else as JSON has it."""
    return "cf:text" if field is not None and field.kind == "text" and not field.many else "cf:"


async def settle(ctx: "Context", entity: str, items: Sequence[dict[str, Any]], prefix: str = "cf_") -> None:
    """Make items what people read, in place: encrypted values are opened, removed fields left out, the rest in order.

    The order is that of the definitions; values that nobody defined stand before them.
    """
    defined = await known(ctx, entity)
    keys = await keys_of(ctx, defined)
    for item in items:
        custom = {name[len(prefix) :]: item.pop(name) for name in tuple(item) if name.startswith(prefix)}
        item.update(defined.shown(keys, entity, custom, prefix))


async def keys_of(ctx: "Context", defined: Known) -> TenantKeys | None:
    """The tenant's keys, where values of these fields may be encrypted."""
    return await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id) if defined.sealed else None


def sealed(keys: TenantKeys, entity: str, key: str, value: Any) -> Any:
    """A value as an encrypted field stores it; None stays None, because it removes the value."""
    forged = isinstance(value, str) and looks_sealed(value)
    if value is None or not (keys.enabled or forged):
        return value
    return keys.seal(msgspec.json.encode(value).decode(), f"{entity}.{key}")


def unsealed(keys: TenantKeys, entity: str, key: str, value: Any) -> Any:
    """The value behind what an encrypted field stores; what was stored before it was encrypted is shown as it is.

    None for what only looks encrypted: a text of that shape, sent where the field was not defined, opens with no key.
    """
    if not (isinstance(value, str) and looks_sealed(value)):
        return value
    try:
        return msgspec.json.decode(keys.open(value, f"{entity}.{key}"))
    except DecryptionFailed as error:
        log.warning("fields.value_does_not_open", entity=entity, key=key, error=error)
        return None
