"""ACLs of roles and of users: read, and replaced as a whole, as far as the caller may grant what they say.

What differs between the two is an ``AclSubject`` (``acl_operations.py``).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.permissions import ALL_ORGANIZATIONS, Acl
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.auth.features import Lack, lacks_of
from bottega.platform.auth.grant_boundary import check_acl_grant, check_organizations
from bottega.platform.auth.identity import acl_of
from bottega.platform.auth.tables import RoleAcl, UserAcl

NO_ORGANIZATION: Final = T(en="Invalid organization", pl="Nieprawidłowa organizacja")
# What nobody has said anything about.
NOTHING: Final[dict[str, Any]] = {"is_super_admin": False, "features": [], "organizations": None}
TENANT_FEATURES: Final = "directory.tenants"
TENANT_WILDCARD: Final = "directory.*"


def _tidy(features: list[str]) -> list[str]:
    return list(dict.fromkeys(feature for feature in features if feature))


Features = Annotated[list[Annotated[str, Field(max_length=128)]], Field(max_length=1000), AfterValidator(_tidy)]
Organizations = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=2000)]


class AclInput(Input):
    """What an ACL shall say."""

    is_super_admin: bool = False
    features: Features = Field(default_factory=list)
    organizations: Organizations | None = Field(default=None, description="null: all organizations.")


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


# The ACL of a role or user as it is stored; None without one.
Stored = Mapping[str, Any] | None


@dataclass(frozen=True)
class AclSubject:
    """Whose permissions an ACL holds: what differs between roles and users."""

    # ``role``: in names of logs, and before ``_id``.
    name: str
    table: type[RoleAcl | UserAcl]
    # What callers are told who make somebody a super-admin and are none.
    super_refused: T
    # The ACL of one whom the caller may look at; 404 for others.
    stored: Callable[[Context, UUID], Awaitable[Stored]]
    # One whom the caller may change, locked: ``acl`` and, if there is one, ``organization_id``; 403 or 404 for others.
    locked: Callable[[Context, UUID], Awaitable[Mapping[str, Any]]]
    # What holds without an ACL: with this an ACL that says nothing is removed. Without, an update keeps what it omits.
    otherwise: Callable[[Context, UUID], Awaitable[Acl]] | None = None

    def refuse_super(self, ctx: Context, *, wanted: bool) -> None:
        """403 for a super-admin's ACL granted by anybody else."""
        if wanted and not ctx.actor.acl.super_admin:
            raise Forbidden(self.super_refused)

    async def check(self, ctx: Context, subject_id: UUID, before: Stored, after: Stored) -> None:
        """403 if the caller may not grant what ``after`` says or, with None, what holds without an ACL.

        400 if it names organizations there are none of.
        """
        had = None if before is None else acl_of(before)
        if after is not None:
            self.refuse_super(ctx, wanted=after["is_super_admin"])
            await check_acl_grant(ctx, acl_of(after), had=had)
            await check_organizations(ctx, after["organizations"])
        elif had is not None and self.otherwise is not None:
            await check_acl_grant(ctx, await self.otherwise(ctx, subject_id), had=had)


async def shown(ctx: Context, subject: AclSubject, subject_id: UUID) -> dict[str, Any]:
    """The fields of an ``AclEntry``, and whether there is an ACL at all; the access log remembers who looked."""
    stored = await subject.stored(ctx, subject_id)
    ctx.app.access.note(ctx, f"auth.{subject.name}_acl", [subject_id], ["isSuperAdmin", "features", "organizations"])
    acl = NOTHING if stored is None else stored
    reach: list[UUID] | None = acl["organizations"]
    return {
        **{name: acl[name] for name in NOTHING},
        "organizations": None if reach is None else [str(organization) for organization in reach],
        "warnings": [] if stored is None else await lacks_of(ctx, acl_of(acl)),
        "has_custom_acl": stored is not None,
    }


async def update_acl(ctx: Context, subject: AclSubject, subject_id: UUID, data: AclInput) -> AclSaved:
    """Replace the ACL of a role or user as far as the caller may."""
    ctx.refuse_closed()
    locked = await subject.locked(ctx, subject_id)
    before: Stored = None if locked["acl"] is None else dict(locked["acl"])
    after, sanitized = _asked(ctx, data.given(), NOTHING if before is None or subject.otherwise else before)
    removed = subject.otherwise is not None and not (after["features"] or after["is_super_admin"])
    await subject.check(ctx, subject_id, before, None if removed else after)
    acl_id: UUID | None = None if before is None else before["id"]
    if acl_id is None and not removed:
        acl_id = await changes.insert(ctx, subject.table, {f"{subject.name}_id": subject_id, **after})
    elif acl_id is not None and removed:
        await changes.delete(ctx, subject.table, acl_id)
    elif acl_id is not None:
        await changes.update(ctx, subject.table, acl_id, after)
    if acl_id is not None:
        parent = (f"auth.{subject.name}", subject_id)
        ctx.describe(f"auth.{subject.name}_acl", acl_id, organization_id=locked.get("organization_id"), parent=parent)
    return AclSaved(sanitized=sanitized, warnings=await lacks_of(ctx, acl_of(after)))


def _asked(ctx: Context, given: Mapping[str, Any], kept: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """What an ACL would say after an update, ``kept`` where that says nothing; and whether features were left out."""
    after = {name: given.get(name, kept[name]) for name in NOTHING}
    sanitized = False
    if "features" in given:
        after["features"], sanitized = _without_tenant_features(ctx, given["features"])
    if "organizations" in given:
        after["organizations"] = _read_organizations(given["organizations"])
    return after, sanitized


def _without_tenant_features(ctx: Context, features: Iterable[str]) -> tuple[list[str], bool]:
    """The features, less those about tenants unless a super-admin grants them; and whether any was left out."""
    wanted = list(features)
    if ctx.actor.acl.super_admin:
        return wanted, False
    kept = [f for f in wanted if f != TENANT_WILDCARD and not f.startswith(TENANT_FEATURES)]
    return kept, len(kept) != len(wanted)


def _read_organizations(sent: list[str] | None) -> list[UUID] | None:
    """Organization ids as they were sent; None, or ``__all__`` among them, means all organizations."""
    if sent is None or ALL_ORGANIZATIONS in sent:
        return None
    try:
        return list(dict.fromkeys(UUID(text) for text in sent))
    except ValueError:
        raise InvalidInput.field("organizations", NO_ORGANIZATION, "invalid_format") from None
