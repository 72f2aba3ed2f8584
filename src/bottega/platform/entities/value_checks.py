"""Validation of custom field values by kind and rules of their definition.

On a change only what was sent is checked: what is stored already passed, and a field that is not sent is not missing.
"""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast
from uuid import UUID

import nh3

from bottega.kernel import custom_fields, visibility
from bottega.kernel.context import Context
from bottega.kernel.custom_fields import BAD_VALUE, FAILED, Known
from bottega.kernel.database.tables import sql_table
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.schemas import boolean_token
from bottega.platform.dictionaries import resolve
from bottega.platform.entities.catalog import catalog_of
from bottega.platform.entities.effective_fields import FieldDefinition, Fields
from bottega.platform.entities.entity_ids import own_table
from bottega.platform.entities.module import module
from bottega.platform.entities.rules import blank, broken
from bottega.platform.entities.tables import CustomRecord
from bottega.platform.entities.written_values import WRITTEN, as_stored

REQUIRED: Final = T(en="This field is required", pl="To pole jest wymagane")
NOT_AN_OPTION: Final = T(en="Choose one of the options", pl="Wybierz jedną z opcji")
NOT_IN_DICTIONARY: Final = T(en="The dictionary has no such value", pl="Słownik nie ma takiej wartości")
NO_RECORD: Final = T(en="There is no such record", pl="Nie ma takiego rekordu")
_RICH: Final = "htmlRichText"
_WHOLE: Final = re.compile(r"[+-]?\d{1,19}")


class _Wrong(Exception):
    def __init__(self, message: T) -> None:
        super().__init__(message.en)
        self.message = message


class TenantDefinitions:
    """What the kernel asks about custom fields, answered from the tenant's catalog."""

    async def known(self, ctx: Context, entity: str) -> Known:
        """The fields of an entity where the caller is."""
        return (await catalog_of(ctx)).of_records(entity, ctx.scope.organization_id).listed

    async def check(
        self, ctx: Context, entity: str, values: Mapping[str, Any], *, new: bool, organization_id: UUID | None
    ) -> Mapping[str, Any]:
        """The values as they are to be stored; 400 with a sentence for every wrong field."""
        place = organization_id or ctx.scope.organization_id
        known = (await catalog_of(ctx)).of_records(entity, place)
        if not known.listed:
            return values
        return await _check(ctx, known, values, new=new)


module.defines_fields(TenantDefinitions())


async def _check(ctx: Context, known: Fields, values: Mapping[str, Any], *, new: bool) -> dict[str, Any]:
    # Values of removed fields are neither checked nor taken.
    stored = {key: value for key, value in values.items() if key not in known.hidden}
    wrong: dict[str, T | str] = {}
    for definition in known.shown.values():
        key = definition.key
        if key not in stored:
            if not new:
                continue
            stored[key] = await _default(ctx, definition)
        stored[key], message = await _examined(ctx, definition, stored[key])
        if message is not None:
            wrong[f"cf_{key}"] = message
        elif stored[key] is None and key not in values:
            del stored[key]
    if wrong:
        labels = {f"cf_{key}": one.label for key, one in known.listed.items() if f"cf_{key}" in wrong and one.label}
        raise Invalid(FAILED, fields=wrong, fieldLabels=labels)
    await _seal(ctx, known, stored)
    return stored


async def _default(ctx: Context, definition: FieldDefinition) -> Any:
    """What a new record holds that says nothing: the field's default, else that of its dictionary."""
    default = definition.config.get("defaultValue")
    if default is None and definition.kind == "dictionary":
        dictionary = await resolve(ctx, definition.config["dictionaryId"])
        entry = dictionary.default if dictionary is not None else None
        return entry.value if entry is not None else None
    return default


async def _examined(ctx: Context, definition: FieldDefinition, value: Any) -> tuple[Any, T | str | None]:
    """A value as it is stored, and what is wrong with it."""
    try:
        value = await _accepted(ctx, definition, value)
    except _Wrong as refusal:
        return value, refusal.message
    message = broken(definition.rules, value)
    if message is None and definition.config.get("required") and blank(value):
        message = REQUIRED
    return value, message


async def refusal_of(ctx: Context, definition: FieldDefinition, value: Any) -> T | str | None:
    """Why a field does not take a value; None when it does."""
    if not custom_fields.plain(value):
        return BAD_VALUE
    return (await _examined(ctx, definition, value))[1]


async def _seal(ctx: Context, known: Fields, stored: dict[str, Any]) -> None:
    secret = [one for one in known.shown.values() if one.sealed and stored.get(one.key) is not None]
    if secret:
        keys = await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id)
        for one in secret:
            stored[one.key] = custom_fields.sealed(keys, one.entity_id, one.key, stored[one.key])


async def _accepted(ctx: Context, definition: FieldDefinition, value: Any) -> Any:
    """A value of the field's kind, or one made of it without loss."""
    if value is None or (value == "" and definition.kind not in ("text", "multiline")):
        return None
    if isinstance(value, list):
        items = cast("list[Any]", value)
        if not (definition.multi or definition.kind == "attachment"):
            raise _Wrong(BAD_VALUE)
        return [await _one(ctx, definition, item) for item in items if item is not None]
    one = await _one(ctx, definition, value)
    return [one] if definition.multi else one


async def _one(ctx: Context, definition: FieldDefinition, value: Any) -> Any:
    if definition.kind in _SCALARS:
        return _SCALARS[definition.kind](value)
    if definition.kind in WRITTEN:
        stored, refusal = as_stored(definition.kind, value)
        if stored is None:
            raise _Wrong(refusal)
        return stored
    text = _text(value)
    match definition.kind:
        case "multiline" if definition.config.get("editor") == _RICH:
            return nh3.clean(text)
        case "select":
            _check_option(definition, text)
        case "dictionary":
            dictionary = await resolve(ctx, definition.config["dictionaryId"])
            if dictionary is not None and dictionary.find(text) is None:
                raise _Wrong(NOT_IN_DICTIONARY)
        case "relation":
            await _check_relation(ctx, definition, text)
        case _:
            pass
    return text


def _check_option(definition: FieldDefinition, text: str) -> None:
    options = definition.config.get("options")
    if options and "optionsUrl" not in definition.config and text not in [one["value"] for one in options]:
        raise _Wrong(NOT_AN_OPTION)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        raise _Wrong(BAD_VALUE)
    return value if isinstance(value, str) else str(value)


def _whole(value: Any) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**63:
        raise _Wrong(BAD_VALUE)
    return value


def _number(value: Any) -> int | float:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise _Wrong(BAD_VALUE) from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _Wrong(BAD_VALUE)
    return value


def _truth(value: Any) -> bool:
    token = boolean_token(value)
    if not isinstance(token, bool):
        raise _Wrong(BAD_VALUE)
    return token


_SCALARS: Final[Mapping[str, Callable[[Any], Any]]] = {"integer": _whole, "float": _number, "boolean": _truth}


async def _check_relation(ctx: Context, definition: FieldDefinition, text: str) -> None:
    """A relation points at a live record in the caller's view; where the kind of record is unknown, at anything."""
    related = definition.config.get("relatedEntityId")
    if related is None:
        return
    table = own_table(related)
    invented = table is None
    if table is None:
        if (await catalog_of(ctx)).entity(related, ctx.scope.organization_id) is None:
            return
        table = CustomRecord
    try:
        record_id = UUID(text)
    except ValueError:
        raise _Wrong(NO_RECORD) from None
    columns, visible = sql_table(table).columns, ctx.scope.visible
    live = " AND deleted_at IS NULL" if "deleted_at" in columns else ""
    here = "organization_id = ANY($3)" if "organization_id" in columns else "true"
    kind = " AND entity_id = $4" if invented else ""
    found = await ctx.query_value(
        f"SELECT EXISTS (SELECT FROM {table.__tablename__} WHERE {table.owner} = $1 AND id = $2{live}"
        f" AND ($3::uuid[] IS NULL OR {here}){kind})",
        ctx.tenant_id,
        record_id,
        None if visible is None else list(visible),
        *([related] if invented else []),
    )
    if not found or await visibility.unseen(ctx, table, [record_id]):
        raise _Wrong(NO_RECORD)
