"""Staff of a studio: one member a role of the product, those of the demo and those every tenant begins with."""

from dataclasses import dataclass
from typing import Any, Final

from bottega.demo.people import OWNER, ROLES, add_roles
from bottega.kernel.application import Application
from bottega.kernel.operation import Operation
from bottega.kernel.permissions import covers
from bottega.platform.auth.tenant_setup import DEFAULT_ROLES, found_tenant
from callers import Caller, introduce

NAMES: Final = (*ROLES, OWNER, *DEFAULT_ROLES)


@dataclass(frozen=True)
class Member:
    """Somebody with one of the roles, and what that role grants."""

    caller: Caller
    features: frozenset[str]
    super_admin: bool

    def holds(self, operation: Operation) -> bool:
        """Whether the role grants all that an operation asks for."""
        if operation.roles and not self.super_admin:
            return False
        return self.super_admin or all(
            any(covers(granted, wanted) for granted in self.features) for wanted in operation.features
        )


async def members_of(app: Application, asgi: Any, *more: str) -> dict[str, Member]:
    """One member of staff a role, in a tenant of their own; ``more`` is what each may do besides."""
    home = await found_tenant(app, "Studio of roles")
    async with app.acting(home.tenant_id, home.organization_id) as ctx:
        roles = {**home.roles, **await add_roles(ctx, home.organization_id)}
    found: dict[str, Member] = {}
    for name in NAMES:
        person = await introduce(app, asgi, home, *more, role_id=roles[name])
        async with app.database.tenant(home.tenant_id) as connection:
            acl = await connection.fetchrow(
                "SELECT features, is_super_admin FROM auth_role_acls WHERE tenant_id = $1 AND role_id = $2",
                home.tenant_id,
                roles[name],
            )
        found[name] = Member(person, frozenset(acl["features"]) | set(more), acl["is_super_admin"])
    return found
