"""``bottega staff``: dictionaries of types of activities and of addresses."""

from typing import Annotated
from uuid import UUID

import typer

from bottega.business.staff.dictionaries import seed_activity_types as activity_types
from bottega.business.staff.dictionaries import seed_address_types as address_types
from bottega.kernel.application import Application
from bottega.kernel.command_context import command_context

staff = typer.Typer(help="Teams and their members.")
groups = {"staff": staff}
Tenant = Annotated[UUID, typer.Option("--tenant", help="The tenant.")]
Organization = Annotated[UUID, typer.Option("--org", help="The organization.")]


@staff.command("seed-activity-types")
def seed_activity_types(ctx: typer.Context, tenant: Tenant, org: Organization) -> None:
    """Give a tenant the dictionary of types of activities, unless it has one."""

    async def run(app: Application) -> bool:
        async with app.acting(tenant, org) as acting:
            return await activity_types(acting, org)

    command = command_context(ctx)
    command.console.say(f"Dictionaries made: {int(command.run(run))}")


@staff.command("seed-address-types")
def seed_address_types(ctx: typer.Context, tenant: Tenant, org: Organization) -> None:
    """Give a tenant the dictionary of types of addresses, unless it has one."""

    async def run(app: Application) -> bool:
        async with app.acting(tenant, org) as acting:
            return await address_types(acting, org)

    command = command_context(ctx)
    command.console.say(f"Dictionaries made: {int(command.run(run))}")
