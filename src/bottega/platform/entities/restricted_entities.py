"""Custom entities with access control of their own.

A restricted entity asks for ``entities.records.<module>.<entity>.view`` or ``….manage`` besides the permission for
records. The tenant's own word is enough: restricted in one organization is restricted in all of them, or a narrower
declaration would open what a wider one closed.
"""

from collections.abc import Mapping
from typing import Any, Final

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.visibility import closes
from bottega.kernel.writes.undo_rules import Putting, permits
from bottega.platform.auth import TENANT_FEATURES, TenantFeature
from bottega.platform.entities.catalog import Catalog, catalog_of
from bottega.platform.entities.module import module
from bottega.platform.entities.tables import CustomEntity, CustomRecord

VIEW: Final = "entities.records.view"
MANAGE: Final = "entities.records.manage"
_VIEWING: Final = T(en="View records: {label}", pl="Podgląd rekordów: {label}")
_MANAGING: Final = T(en="Manage records: {label}", pl="Zarządzanie rekordami: {label}")


def features_of(entity_id: str) -> tuple[str, str]:
    """What it takes to view, and to manage, the records of a restricted entity."""
    stem = f"entities.records.{entity_id.replace(':', '.')}"
    return f"{stem}.view", f"{stem}.manage"


def may_view(ctx: Context, catalog: Catalog, entity_id: str) -> bool:
    """Whether the caller may view the records of an entity, as far as it is restricted."""
    return not catalog.is_restricted(entity_id) or ctx.may(features_of(entity_id)[0])


def require_access(ctx: Context, catalog: Catalog, entity_id: str, *, manage: bool = False) -> None:
    """403 without the entity's own permission, where it is restricted."""
    needed = features_of(entity_id)[manage]
    if catalog.is_restricted(entity_id) and not ctx.may(needed):
        raise Forbidden(requiredFeatures=[needed])


def refuse_opening(ctx: Context, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
    """403 to lift a restriction for whoever does not hold what it asks for: they would let themselves in."""
    was, remains = (one is not None and one["is_restricted"] for one in (before, after))
    if not was or before is None or remains:
        return
    needed = features_of(before["entity_id"])
    if not ctx.may(*needed):
        raise Forbidden(requiredFeatures=list(needed))


@permits(CustomEntity)
async def entities_stay_restricted(ctx: Context, putting: Putting) -> None:
    """Undo lifts no restriction either."""
    for change in putting.changes:
        refuse_opening(ctx, change.before, change.after)


@permits(CustomRecord)
async def records_of_restricted_entities(ctx: Context, putting: Putting) -> None:
    """Records are put back by whoever may manage records of their entity."""
    catalog = await catalog_of(ctx)
    for entity_id in putting.of("entity_id"):
        require_access(ctx, catalog, entity_id, manage=True)


@closes(CustomRecord)
async def closed_in_logs(ctx: Context, row: Mapping[str, Any]) -> bool:
    """Logs show no record that the list would not show."""
    return not may_view(ctx, await catalog_of(ctx), row["entity_id"])


@module.within(TENANT_FEATURES)
async def offer_features(ctx: Context, found: list[TenantFeature]) -> None:
    """The permissions that restricted entities ask for, so that roles can be given them."""
    catalog = await catalog_of(ctx)
    for entity_id in catalog.restricted:
        view, manage = features_of(entity_id)
        label = _label_of(catalog, entity_id)
        found.append(TenantFeature(view, _VIEWING.given(label=label), module.name, (VIEW,)))
        found.append(TenantFeature(manage, _MANAGING.given(label=label), module.name, (MANAGE, view)))


def _label_of(catalog: Catalog, entity_id: str) -> str:
    return next(one.label for one in catalog.entities[entity_id] if one.is_restricted)
