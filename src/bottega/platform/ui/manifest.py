"""The manifest: every screen the caller may open, with its fields and actions, in the caller's language."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from bottega import __version__
from bottega.kernel import masking
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Forbidden
from bottega.kernel.http.pipeline import authorize
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import complete
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.operation import Operation
from bottega.kernel.schemas import snake_name
from bottega.platform.entities import FormField, definitions_version, form_fields
from bottega.platform.ui.module import module
from bottega.platform.ui.screen_fields import Described, described
from bottega.platform.ui.screen_templates import Template, templates_of, way_to

Json = dict[str, Any]

# Manifests of so many callers who differ are kept a process; one is a few hundred kilobytes.
MOST_KEPT: Final = 64
# Nobody else may keep it, and it never changes under its tag.
KEPT_FOR_GOOD: Final = "private, max-age=31536000, immutable"
# Kinds of custom fields as screens call them; the others have one name in both.
_CUSTOM_KINDS: Final = {
    "multiline": "long",
    "float": "decimal",
    "boolean": "flag",
    "select": "choice",
    "dictionary": "choice",
    "currency": "choice",
    "relation": "ref",
    "date": "day",
    "datetime": "moment",
    "attachment": "file",
}
_SEVERAL: Final = {"choice": "choices", "ref": "refs", "text": "texts"}
# Custom fields describe themselves: no schema of theirs refers to another.
_ALONE: Final = Described({"components": {"schemas": {}}, "paths": {}})


@module.get("/manifest/{tag}", name="manifest.read", answer=dict[str, Any], answers={200: "Screens by module and name"})
async def read_manifest(ctx: Context, tag: str) -> Reply:
    """Describe the screens the caller may open.

    What each is called, which fields it has and what they are called, which operations and actions are the caller's,
    custom fields included. `GET /ui/boot` says the tag of the present one, which may be kept for good; with any other
    tag the answer is the present one, not to be kept.
    """
    present, content = await manifest_of(ctx)
    return Reply(content, headers={"cache-control": KEPT_FOR_GOOD} if tag == present else {})


async def manifest_of(ctx: Context) -> tuple[str, bytes]:
    """The caller's manifest as JSON, and its tag: a hash of everything it depends on, and so of itself."""
    kept: dict[Any, tuple[str, bytes]] = ctx.app.once("ui.manifests", dict[Any, tuple[str, bytes]])
    place = await _depends_on(ctx)
    found = kept.get(place)
    if found is None:
        content = msgspec.json.encode({"screens": await screens_of(ctx)})
        tag = hashlib.sha256(f"{__version__} {ctx.tenant_id} ".encode() + content).hexdigest()[:24]
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)))
        found = kept[place] = (tag, content)
    return found


async def _depends_on(ctx: Context) -> Any:
    """What two callers must have in common to be shown the same."""
    templates = await templates_of(ctx.app, complete(ctx.locale))
    keys = await sealing.keys_of(ctx)
    sealed = tuple(
        sealing.is_wanted(keys, table, name)
        for one in templates.values()
        for table in one.tables
        for name in sealing.sealed_names(table)
    )
    acl, place = ctx.actor.acl, ctx.scope.organization_id
    reaches = place is None or acl.reaches(place)
    granted = (acl.super_admin, frozenset(acl.features), reaches, masking.lacking(ctx))
    return complete(ctx.locale), ctx.tenant_id, place, ctx.scope.closed, granted, await definitions_version(ctx), sealed


async def screens_of(ctx: Context) -> dict[str, Json]:
    """The screens the caller may open, by ``module.screen``."""
    templates = await templates_of(ctx.app, complete(ctx.locale))
    keys = await sealing.keys_of(ctx)
    open_to = {key: one for key, one in templates.items() if may(ctx, one.listed)}
    return {key: await _screen(ctx, one, keys, open_to) for key, one in open_to.items()}


def may(ctx: Context, operation: Operation) -> bool:
    """Whether an operation would let the caller in."""
    try:
        authorize(ctx, operation)
    except Forbidden:
        return False
    return True


async def _screen(ctx: Context, one: Template, keys: TenantKeys, open_to: Mapping[str, Template]) -> Json:
    can = {verb: way_to(verb, found, one.listed.path) for verb, found in one.operations.items() if may(ctx, found)}
    # Whoever sees the records is let in; what it does asks for the one or the other.
    if not can.keys() & {"update", "delete"}:
        can.pop("bulk", None)
    hides = masking.lacking(ctx) is not None and not any(table.participants for table in one.tables)
    left = (_field(one, field, can, keys) for field in one.fields if not (hides and _tells_amount(one, field)))
    fields = [field for field in left if field is not None]
    if masking.lacking(ctx) is not None:
        # Amounts of one's own are shown to some who are told no sums.
        fields = [{key: value for key, value in field.items() if key != "total"} for field in fields]
    shown: Json = {**one.shown, "can": can, "fields": fields}
    if one.screen.entity:
        fields.extend(_custom(field, can) for field in await form_fields(ctx, one.screen.entity))
    actions = [action.shown for action in one.actions if may(ctx, action.operation)]
    if actions:
        shown["actions"] = actions
    if children := [{"screen": key, "by": by} for key, by in one.children.items() if key in open_to]:
        shown["children"] = children
    return shown


def _tells_amount(one: Template, field: Json) -> bool:
    """Whether a field is an amount of money, or tells one: in lists it is empty for who sees none."""
    name = snake_name(field["name"])
    return field["kind"] == "money" or any(name in masking.amounts_of(table) for table in one.tables)


def _field(one: Template, field: Json, can: Mapping[str, Any], keys: TenantKeys) -> Json | None:
    """A field as the caller has it: without forms that are not theirs, and none at all where nothing is left."""
    left = {key: value for key, value in field.items() if key not in ("create", "update") or key in can}
    if not left.keys() & {"list", "record", "create", "update", "filter"}:
        return None
    name = snake_name(field["name"])
    if any(name in sealing.sealed_names(table) and sealing.is_wanted(keys, table, name) for table in one.tables):
        left["sealed"] = True
    return left


def _custom(field: FormField, can: Mapping[str, Any]) -> Json:
    """A custom field, described as any other."""
    kind = _CUSTOM_KINDS.get(field.kind, field.kind)
    shown: Json = {"name": field.name, **described(_ALONE, field.name, field.schema), "custom": True}
    shown["kind"] = _SEVERAL.get(kind, kind) if field.several else kind
    if field.relation:
        shown["of"] = field.relation
    if field.options:
        shown["options"] = field.options
    if field.listed:
        shown["list"] = True
    if field.filtered:
        shown["filter"] = ["eq"]
    if field.edited:
        shown |= {verb: True for verb in ("create", "update") if verb in can}
        if field.required and "create" in shown:
            shown["create"] = "required"
    if field.fieldset:
        shown["fieldset"] = field.fieldset
    return shown
