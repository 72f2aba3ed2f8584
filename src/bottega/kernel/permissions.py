"""Permission checks: features with wildcards, and the organizations a grant covers.

One predicate for each question, used everywhere. ``a.b.*`` covers ``a.b`` and everything below it; ``*`` covers all. An
organization list of ``None`` means all organizations; an empty list means none, never "no restriction".
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

ALL_ORGANIZATIONS = "__all__"
# A caller that asks for invented features must not fill memory.
MOST_KNOWN = 2000


def covers(granted: str, required: str) -> bool:
    """Whether one granted feature, perhaps a wildcard, covers a required one."""
    if granted in ("*", required):
        return True
    if granted.endswith(".*"):
        stem = granted[:-2]
        return required == stem or required.startswith(f"{stem}.")
    return False


def covering(required: str) -> list[str]:
    """Every grant that ``covers`` a required feature."""
    parts = required.split(".")
    return ["*", required, *(".".join([*parts[:n], "*"]) for n in range(1, len(parts) + 1))]


@dataclass(frozen=True)
class Acl:
    """What a principal may do in a tenant; ``organizations`` is None for all of them."""

    super_admin: bool = False
    features: frozenset[str] = frozenset()
    organizations: frozenset[UUID] | None = frozenset()
    _known: dict[str, bool] = field(default_factory=dict[str, bool], compare=False, repr=False)

    def allows(self, feature: str) -> bool:
        """Whether the feature is granted, whatever the organization."""
        known = self._known.get(feature)
        if known is None:
            known = self.super_admin or any(covers(granted, feature) for granted in self.features)
            if len(self._known) < MOST_KNOWN:
                self._known[feature] = known
        return known

    def allows_all(self, features: Iterable[str], organization: UUID | None) -> bool:
        """Whether every feature is granted in an organization; an empty requirement always is."""
        wanted = tuple(features)
        if not wanted or self.super_admin:
            return True
        if organization is not None and not self.reaches(organization):
            return False
        return all(self.allows(feature) for feature in wanted)

    def reaches(self, organization: UUID | None) -> bool:
        """Whether the grant extends to an organization; to "no organization" only when it is unrestricted."""
        if self.super_admin or self.organizations is None:
            return True
        return organization is not None and organization in self.organizations

    def covers_grant(self, feature: str) -> bool:
        """Whether somebody with this ACL may hand a feature, or a wildcard, to others."""
        return self.super_admin or any(covers(granted, feature) for granted in self.features)


NOTHING = Acl()
EVERYTHING = Acl(super_admin=True, features=frozenset({"*"}), organizations=None)


def merge(acls: Collection[Acl]) -> Acl:
    """The union of grants; one unrestricted organization list makes the union unrestricted."""
    if any(acl.super_admin for acl in acls):
        return EVERYTHING
    features = frozenset[str]().union(*(acl.features for acl in acls))
    reach = [acl.organizations for acl in acls]
    organizations = None if None in reach else frozenset[UUID]().union(*(r for r in reach if r is not None))
    return Acl(features=features, organizations=organizations)
