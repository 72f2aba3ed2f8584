"""``bottega auth …``: accounts and roles from the command line."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

import typer

from bottega.kernel.application import Application
from bottega.kernel.command_context import command_context
from bottega.platform import directory
from bottega.platform.auth import admin_commands

auth = typer.Typer(help="Accounts and roles.")
groups = {"auth": auth}

Email = Annotated[str, typer.Option(help="Address to sign in with.")]
Password = Annotated[
    str, typer.Option(help="Asked for when left out.", prompt=True, hide_input=True, confirmation_prompt=True)
]
Tenant = Annotated[UUID | None, typer.Option("--tenantId", help="Only of this tenant.")]
Organization = Annotated[UUID | None, typer.Option("--organizationId", help="Only of this organization.")]


@auth.callback()
def about() -> None:
    """Accounts and roles."""


@auth.command("add-user")
def add_user(
    ctx: typer.Context,
    email: Email,
    organization: Annotated[UUID, typer.Option("--organizationId", help="Where they belong.")],
    password: Password,
    roles: Annotated[str, typer.Option(help="Names or ids of roles, separated by commas.")] = "",
) -> None:
    """Add a user to an organization; the password policy applies."""
    wanted = [name.strip() for name in roles.split(",") if name.strip()]
    user_id = _run(ctx, lambda app: admin_commands.enrol(app, email, password, organization, wanted))
    typer.echo(f"{email} was added: {user_id}")


@auth.command("set-password")
def set_password(ctx: typer.Context, email: Email, password: Password, tenant: Tenant = None) -> None:
    """Replace a user's password and sign them out everywhere."""
    _run(ctx, lambda app: admin_commands.replace_password(app, email, password, tenant))
    typer.echo(f"{email} has a new password and is signed out everywhere")


@auth.command("list-users")
def list_users(ctx: typer.Context, organization: Organization = None, tenant: Tenant = None) -> None:
    """List users with their roles."""
    for user in _run(ctx, lambda app: admin_commands.users(app, tenant_id=tenant, organization_id=organization)):
        place = f"tenant={user.tenant_id} organization={user.organization_id}"
        typer.echo(f"{user.id} {user.email} {place} {user.roles}")


@auth.command("list-orgs")
def list_organizations(ctx: typer.Context) -> None:
    """List the organizations of all tenants."""
    for row in _run(ctx, directory.list_organizations):
        typer.echo(f"{row['id']} {row['name']} tenant={row['tenant_id']}{_state(row)}")


@auth.command("list-tenants")
def list_tenants(ctx: typer.Context) -> None:
    """List all tenants."""
    for row in _run(ctx, directory.list_tenants):
        typer.echo(f"{row['id']} {row['name']}{_state(row)}")


@auth.command("seed-roles")
def seed_roles(
    ctx: typer.Context,
    tenant: Tenant = None,
    *,
    restore: Annotated[bool, typer.Option(help="Also what somebody took away or declined.")] = False,
) -> None:
    """Give tenants the default roles they lack and what newer versions offer them; takes nothing away."""
    seeded = _run(ctx, lambda app: admin_commands.seed_roles(app, tenant, restore=restore))
    for one in seeded:
        what = "added" if one.added else ", ".join(one.features)
        typer.echo(f"{one.role} tenant={one.tenant_id}: {what}")
    typer.echo(f"{len(seeded)} roles were added or extended")


def _state(row: dict[str, Any]) -> str:
    return "" if row["is_active"] else " (inactive)"


def _run(ctx: typer.Context, work: Callable[[Application], Awaitable[Any]]) -> Any:
    return command_context(ctx).run(work)
