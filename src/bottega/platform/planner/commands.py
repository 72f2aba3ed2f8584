"""``bottega planner``: default reasons of unavailability, and example schedules."""

from typing import Annotated
from uuid import UUID

import typer

from bottega.kernel.application import Application
from bottega.kernel.command_context import command_context
from bottega.platform.planner.examples import seed_schedules
from bottega.platform.planner.reasons import seed_reasons

planner = typer.Typer(help="Availability of people and resources.")
groups = {"planner": planner}
Tenant = Annotated[UUID, typer.Option("--tenant", help="The tenant.")]
Organization = Annotated[UUID, typer.Option("--org", help="The organization.")]


@planner.command("seed-availability-rulesets")
def seed_availability_rulesets(ctx: typer.Context, tenant: Tenant, org: Organization) -> None:
    """Give an organization the example schedules, as far as it has none of their names."""

    async def run(app: Application) -> int:
        async with app.acting(tenant, org) as acting:
            return await seed_schedules(acting, org)

    command = command_context(ctx)
    command.console.say(f"Rules made: {command.run(run)}")


@planner.command("seed-unavailability-reasons")
def seed_unavailability_reasons(ctx: typer.Context, tenant: Tenant, org: Organization) -> None:
    """Give a tenant the dictionaries of reasons, as far as it does not have them."""

    async def run(app: Application) -> int:
        async with app.acting(tenant, org) as acting:
            return await seed_reasons(acting, org)

    command = command_context(ctx)
    command.console.say(f"Dictionaries made: {command.run(run)}")
