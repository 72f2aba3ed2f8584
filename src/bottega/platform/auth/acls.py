"""Validation of ACLs, and the part of a requested ACL that the caller may grant."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.permissions import ALL_ORGANIZATIONS, Acl
from bottega.kernel.schemas import Schema
from bottega.platform.auth.features import Lack, lacks_of
from bottega.platform.auth.grant_boundary import check_acl_grant, check_organizations
from bottega.platform.auth.identity import acl_of

NO_ORGANIZATION: Final = T(en="Invalid organization", pl="Nieprawidłowa organizacja")
# What nobody has said anything about.
NOTHING: Final[dict[str, Any]] = {"is_super_admin": False, "features": [], "organizations": None}
TENANT_FEATURES: Final = "directory.tenants"
TENANT_WILDCARD: Final = "directory.*"


def _tidy(features: list[str]) -> list[str]:
    return list(dict.fromkeys(feature for feature in features if feature))


Features = Annotated[list[Annotated[str, Field(max_length=128)]], Field(max_length=1000), AfterValidator(_tidy)]
Organizations = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=2000)]


class AclEntry(Schema):
    """What an ACL says."""

    is_super_admin: bool
    features: list[str]
    organizations: list[str] | None = Field(description="null: all organizations.")
    warnings: list[Lack] = Field(description="What it grants in vain, for want of a feature.")


class AclSaved(Schema):
    """The permissions are stored; ``sanitized`` when some were left out."""

    ok: bool = True
    sanitized: bool = Field(description="Features only a super administrator may grant were left out.")
    warnings: list[Lack] = Field(description="What was granted and is of no use without a feature that was not.")


def without_tenant_features(ctx: Context, features: Iterable[str]) -> tuple[list[str], bool]:
    """The features, less those about tenants unless a super-admin grants them; and whether any was left out."""
    wanted = list(features)
    if ctx.actor.acl.super_admin:
        return wanted, False
    kept = [f for f in wanted if f != TENANT_WILDCARD and not f.startswith(TENANT_FEATURES)]
    return kept, len(kept) != len(wanted)


def read_organizations(sent: list[str] | None) -> list[UUID] | None:
    """Organization ids as they were sent; None, or ``__all__`` among them, means all organizations."""
    if sent is None or ALL_ORGANIZATIONS in sent:
        return None
    try:
        return list(dict.fromkeys(UUID(text) for text in sent))
    except ValueError:
        raise InvalidInput.field("organizations", NO_ORGANIZATION, "invalid_format") from None


async def shown(ctx: Context, kind: str, subject_id: UUID, stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields of an ``AclEntry``, of a role or user that may have no ACL; the access log remembers who looked."""
    ctx.app.access.note(ctx, kind, [subject_id], ["isSuperAdmin", "features", "organizations"])
    acl = NOTHING if stored is None else stored
    reach: list[UUID] | None = acl["organizations"]
    return {
        **{name: acl[name] for name in NOTHING},
        "organizations": None if reach is None else [str(organization) for organization in reach],
        "warnings": [] if stored is None else await lacks_of(ctx, acl_of(acl)),
    }


def asked(ctx: Context, given: Mapping[str, Any], kept: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """What an ACL would say after an update, ``kept`` where that says nothing; and whether features were left out."""
    after = {name: given.get(name, kept[name]) for name in NOTHING}
    sanitized = False
    if "features" in given:
        after["features"], sanitized = without_tenant_features(ctx, given["features"])
    if "organizations" in given:
        after["organizations"] = read_organizations(given["organizations"])
    return after, sanitized


async def check_change(ctx: Context, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    """403 if the caller may not grant what an ACL would say, 400 if it names organizations there are none of."""
    had: Acl | None = acl_of(before) if before is not None else None
    await check_acl_grant(ctx, acl_of(after), had=had)
    await check_organizations(ctx, after["organizations"])
