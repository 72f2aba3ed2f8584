"""Changes of feature toggles by the operator of the installation, recorded in the oldest tenant or the one named."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.startup_errors import StartError
from bottega.kernel.writes import changes
from bottega.platform.directory import find_tenants
from bottega.platform.feature_toggles.administration import change_toggle, create_toggle, ensure_toggle, set_override
from bottega.platform.feature_toggles.tables import Toggle, ToggleType
from bottega.platform.feature_toggles.toggle_shapes import ToggleInput
from bottega.platform.feature_toggles.values import parsed

Change = Callable[[Application, str, Mapping[str, Any], UUID | None], Awaitable[None]]

DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "feature_toggles_ui": {
        "name": "Feature Toggles UI",
        "category": "feature_toggles",
        "type": "boolean",
        "default_value": True,
        "description": "Enables the administration of toggles.",
    },
    "marketing_banner_text": {
        "name": "Marketing Banner Text",
        "category": "storefront",
        "type": "string",
        "default_value": "Free shipping on orders over $50",
        "description": "The text of the banner.",
    },
    "order_review_threshold": {
        "name": "Order Review Threshold",
        "category": "sales",
        "type": "number",
        "default_value": 2500,
        "description": "Orders above it are reviewed by hand.",
    },
    "support_contact_settings": {
        "name": "Support Contact Settings",
        "category": "support",
        "type": "json",
        "default_value": {"email": "support@example.com", "phone": "+1-555-0123", "hours": "Mon-Fri 9am-5pm"},
        "description": "How support is reached.",
    },
}


async def seed_defaults(app: Application) -> list[str]:
    """Make the default toggles that are not there; answers which."""
    async with app.acting(await _home(app)) as ctx:
        return [identifier for identifier, values in DEFAULTS.items() if await ensure_toggle(ctx, identifier, **values)]


async def _create(app: Application, identifier: str, values: Mapping[str, Any], _tenant: UUID | None) -> None:
    kinds = ToggleType.__args__
    if values["type"] not in kinds:
        raise StartError(f"The type is one of {', '.join(kinds)}.")
    written = values["default_value"]
    default = None if written is None else parsed(values["type"], written)
    data = ToggleInput.model_validate({**values, "identifier": identifier, "default_value": default})
    async with app.acting(await _home(app)) as ctx:
        await create_toggle(ctx, data.model_dump())


async def _update(app: Application, identifier: str, values: Mapping[str, Any], _tenant: UUID | None) -> None:
    async with app.acting(await _home(app)) as ctx:
        row = await _named(ctx, identifier)
        changed = dict(values)
        if "default_value" in changed:
            changed["default_value"] = parsed(row["type"], changed["default_value"])
        await change_toggle(ctx, row["id"], changed)


async def _delete(app: Application, identifier: str, _values: Mapping[str, Any], _tenant: UUID | None) -> None:
    async with app.acting(await _home(app)) as ctx:
        await changes.delete(ctx, Toggle, (await _named(ctx, identifier))["id"])


async def _override(app: Application, identifier: str, values: Mapping[str, Any], tenant: UUID | None) -> None:
    if not await find_tenants(app, tenant_id=tenant, limit=1) or tenant is None:
        raise StartError(f"There is no tenant {tenant}.")
    async with app.acting(tenant) as ctx:
        row = await _named(ctx, identifier)
        await set_override(ctx, row["id"], parsed(row["type"], values["value"]))


CHANGES: Final[Mapping[str, Change]] = {"create": _create, "update": _update, "delete": _delete, "override": _override}


async def _home(app: Application) -> UUID:
    """Whose history keeps what the operator changes for the whole installation."""
    found = await find_tenants(app, limit=1)
    if not found:
        raise StartError("There is no tenant yet: run `bottega init` first.")
    return found[0]


async def _named(ctx: Context, identifier: str) -> Record:
    row = await ctx.query_one("SELECT id, type FROM feature_toggles_toggles WHERE identifier = $1", identifier)
    if row is None:
        raise StartError(f"There is no toggle {identifier}.")
    return row
