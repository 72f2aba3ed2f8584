"""Custom fields: values a tenant adds to any record, in the row's ``custom`` column, by keys it defines.

This file knows how the values travel (``cf_<key>``, ``customFields`` and their kin), not what is defined: a module
that keeps definitions registers a ``Definitions`` with the application; without one any well-formed key may hold
any plain value.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T

if TYPE_CHECKING:
    from bottega.kernel.context import Context

KEPT_AS: Final = "kernel.fields"
MOST_KEYS: Final = 128
LONGEST_TEXT: Final = 100_000
_KEY: Final = re.compile(r"[a-z0-9_]{1,100}")
_BAGS: Final = ("customFields", "customValues", "custom_fields")

FAILED: Final = T(en="Validation failed", pl="Nieprawidłowe dane")
BAD_KEY: Final = T(en="Unknown custom field", pl="Nieznane pole dodatkowe")
BAD_VALUE: Final = T(en="Invalid value", pl="Nieprawidłowa wartość")
TOO_MANY: Final = T(en="Too many custom fields", pl="Zbyt wiele pól dodatkowych")


class Definitions(Protocol):
    """What a module that defines custom fields provides."""

    async def check(
        self, ctx: "Context", entity: str, values: Mapping[str, Any], *, new: bool
    ) -> Mapping[str, Any]:
        """The values as they are to be stored; raises ``Invalid`` with ``fields`` when a rule is broken."""
        ...


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


async def checked(ctx: "Context", entity: str, values: Mapping[str, Any], *, new: bool) -> dict[str, Any]:
    """The values a row stores; 400 with a message a field when one is wrong."""
    definitions: Definitions | None = ctx.app.kept.get(KEPT_AS)
    if not values and definitions is None:
        return {}
    if len(values) > MOST_KEYS:
        raise Invalid(TOO_MANY)
    wrong: dict[str, T] = {}
    for key, value in values.items():
        if not _KEY.fullmatch(key):
            wrong[f"cf_{key[:100]}"] = BAD_KEY
        elif not _plain(value):
            wrong[f"cf_{key}"] = BAD_VALUE
    if wrong:
        raise Invalid(FAILED, fields=wrong)
    if definitions is not None:
        values = await definitions.check(ctx, entity, values, new=new)
    return dict(values)


def _plain(value: Any) -> bool:
    """Scalars and lists of scalars, of bearable size."""
    match value:
        case None | bool() | float():
            return True
        case int():
            return abs(value) < 2**63
        case str():
            return len(value) <= LONGEST_TEXT and "\x00" not in value
        case list():
            items = cast("list[Any]", value)
            return len(items) <= 1000 and all(_plain(item) and not isinstance(item, list) for item in items)  # noqa: PLR2004 - a bearable list
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
