"""Features: the catalogue of permissions with their dependencies, and those the caller has."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import Field, model_validator

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.feature_needs import missing_of, needs_of
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.kernel.permissions import Acl
from bottega.kernel.schemas import Input, Schema
from bottega.platform.auth.module import module

# Told when somebody asks what can be granted: modules add what a tenant has besides (``found``).
TENANT_FEATURES: Final = "auth.tenant_features"
OF_NO_USE: Final = T(
    en="“{feature}” is of no use without {missing}", pl="Uprawnienie „{feature}” niczego nie daje bez: {missing}"
)

_QUOTED: Final = T(en="“{title}”", pl="„{title}”")


@dataclass(frozen=True)
class TenantFeature:
    """A feature that exists in one tenant only, and those it needs."""

    id: str
    title: T
    module: str
    needs: tuple[str, ...] = ()


class FeatureCheck(Input):
    """The features somebody wants to know about; what is no list counts as an empty one."""

    features: Annotated[list[Annotated[str, Field(max_length=128)]], Field(max_length=50, default_factory=list)]

    @model_validator(mode="before")
    @classmethod
    def _tolerate(cls, values: Any) -> Any:
        if isinstance(values, dict) and isinstance(values.get("features"), list):  # pyright: ignore[reportUnknownMemberType] - JSON
            return values  # pyright: ignore[reportUnknownVariableType] - likewise
        return {}


class Granted(Schema):
    """Which of them the caller holds."""

    ok: bool = Field(description="All of them.")
    granted: list[str]
    user_id: str


class Feature(Schema):
    """Something that can be granted."""

    id: str
    title: str
    module: str
    requires: list[str] = Field(description="The features without which it is of no use.")


class Lack(Schema):
    """A granted feature that is of no use yet."""

    feature: str
    missing: list[str] = Field(description="The features it needs and the permissions do not hold.")
    message: str


class FeatureModule(Schema):
    """An enabled module."""

    id: str
    title: str


class Catalogue(Schema):
    """Everything that can be granted."""

    items: list[Feature]
    modules: list[FeatureModule]


@module.post("/feature-check", status=200, lenient=True, answers={200: "Evaluation result"}, name="features.check")
async def check_features(ctx: Context, data: FeatureCheck) -> Granted:
    """Check feature grants for the current user.

    Evaluates which of the requested features are available to the signed-in user within the active tenant /
    organization context.
    """
    wanted = list(dict.fromkeys(data.features))
    known = set(_known(ctx))
    if not known.issuperset(wanted):
        known.update(one.id for one in await tenant_features(ctx))
    granted = [feature for feature in wanted if _holds(ctx, feature, known)]
    return Granted(ok=len(granted) == len(wanted), granted=granted, user_id=ctx.actor.subject)


async def tenant_features(ctx: Context) -> list[TenantFeature]:
    """What can be granted in the caller's tenant besides what modules declare."""
    found: list[TenantFeature] = []
    await ctx.tell(TENANT_FEATURES, found=found)
    return found


def _holds(ctx: Context, feature: str, known: Collection[str]) -> bool:
    acl = ctx.actor.acl
    if not acl.allows_all((feature,), ctx.scope.organization_id):
        return False
    # A wildcard does not grant what no installed module offers; its own name, or the super flag, does.
    return feature in known or acl.super_admin or feature in acl.features


def _needs(app: Application) -> Mapping[str, tuple[str, ...]]:
    return app.once("auth.feature_needs", lambda: needs_of(app.modules))


async def lacks_of(ctx: Context, acl: Acl) -> list[Lack]:
    """What permissions grant in vain, because what it needs is not among them."""
    titles = {name: title(ctx.locale) for name, (title, _module) in _known(ctx).items()}
    own = await tenant_features(ctx)
    titles |= {one.id: one.title(ctx.locale) for one in own}
    needs = {**_needs(ctx.app), **{one.id: one.needs for one in own}}
    lacks: list[Lack] = []
    for feature, missing in missing_of(acl, needs):
        named = ", ".join(_QUOTED(ctx.locale, title=titles[one]) for one in missing)
        message = OF_NO_USE(ctx.locale, feature=titles[feature], missing=named)
        lacks.append(Lack(feature=feature, missing=list(missing), message=message))
    return lacks


def _known(ctx: Context) -> Mapping[str, tuple[T, Module]]:
    return ctx.app.once("auth.features", lambda: dict(ctx.app.features))


@module.get("/features", "auth.acl.manage", answers={200: "Aggregated feature catalog"}, name="features.list")
async def list_features(ctx: Context) -> Catalogue:
    """List declared feature flags.

    Returns all static features contributed by the enabled modules along with their module source, and with the
    features each of them needs to be of use (`requires`).
    """
    needs = _needs(ctx.app)
    items = [
        Feature(id=name, title=title(ctx.locale), module=owner.name, requires=list(needs[name]))
        for name, (title, owner) in _known(ctx).items()
    ]
    items += [
        Feature(id=one.id, title=one.title(ctx.locale), module=one.module, requires=list(one.needs))
        for one in await tenant_features(ctx)
    ]
    modules = [FeatureModule(id=each.name, title=each.title(ctx.locale)) for each in ctx.app.modules]
    return Catalogue(items=sorted(items, key=lambda item: (item.module, item.id)), modules=modules)
