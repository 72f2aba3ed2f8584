"""Principals of schedules: a command runs as the user or key that set it last, with the rights of that moment."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Scope
from bottega.kernel.permissions import Acl
from bottega.platform.api_keys import principal_of_key
from bottega.platform.auth import principal_of, resolve
from bottega.platform.directory import tree_of


def answering(actor: Actor) -> dict[str, Any]:
    """The columns that name an actor as the one who answers for what a schedule runs."""
    return {"runs_as_kind": actor.kind, "runs_as_id": actor.id, "runs_as_tenant_id": actor.tenant_id}


async def principal(app: Application, schedule: Mapping[str, Any]) -> tuple[Actor, Scope] | None:
    """The actor of a schedule in its tenant, and in its organization if it has one; None when they are gone.

    A person from another tenant acts only where they could: as a super-admin.
    """
    tenant_id, organization_id = schedule["tenant_id"], schedule["organization_id"]
    kind, home = schedule["runs_as_kind"], schedule["runs_as_tenant_id"]
    if kind not in ("user", "api_key"):
        return await _module(app, tenant_id, organization_id)
    find = principal_of if kind == "user" else principal_of_key
    if home == tenant_id:
        return await find(app, tenant_id, schedule["runs_as_id"], organization_id)
    found = await find(app, home, schedule["runs_as_id"])
    if found is None or not found[0].acl.super_admin:
        return None
    tree = await tree_of(app, tenant_id)
    return found[0], resolve(found[0], tenant_id, tree, str(organization_id or ""))


async def _module(app: Application, tenant_id: UUID, organization_id: UUID | None) -> tuple[Actor, Scope]:
    """Schedules that modules register are nobody's: they may do everything there is in their scope, and no more."""
    reach = None if organization_id is None else frozenset({organization_id})
    acl = Acl(features=frozenset({"*"}), organizations=reach)
    actor = Actor("system", UUID(int=0), tenant_id, organization_id, label="scheduler", acl=acl)
    return actor, resolve(actor, tenant_id, await tree_of(app, tenant_id), str(organization_id or ""))
