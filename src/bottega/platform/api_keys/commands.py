"""``bottega api_keys add``: creates an API key and prints its secret once."""

import asyncio
from datetime import UTC, datetime
from importlib import import_module
from typing import Annotated, Any
from uuid import UUID

import typer

from bottega.kernel.errors import Problem
from bottega.kernel.i18n import DEFAULT_LOCALE
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.startup_errors import StartError
from bottega.kernel.text.folding import composed
from bottega.platform.api_keys.create_command import CannotAdd, Order, add_key
from bottega.platform.api_keys.issuing import Issued
from bottega.settings import Settings

api_keys = typer.Typer(help="Keys of programs.")
groups = {"api_keys": api_keys}


@api_keys.callback()
def about() -> None:
    """Keys of programs."""


@api_keys.command()
def add(  # noqa: PLR0917 - the arguments are options
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help="What the key is for.")],
    description: Annotated[str | None, typer.Option(help="More about it.")] = None,
    organization: Annotated[UUID | None, typer.Option("--organizationId", help="Confine it to this one.")] = None,
    tenant: Annotated[UUID | None, typer.Option("--tenantId", help="Whose it is.")] = None,
    roles: Annotated[str, typer.Option(help="Ids or names of roles, separated by commas.")] = "",
    expires: Annotated[datetime | None, typer.Option("--expiresAt", help="When it ends; never if left out.")] = None,
) -> None:
    """Make an API key and print its secret, this once."""
    wanted = tuple(composed(text.strip()) for text in roles.split(",") if text.strip())
    ends = expires.replace(tzinfo=UTC) if expires else None
    order = Order(
        composed(name.strip()), composed(description) if description else None, organization, tenant, wanted, ends
    )
    # The composition stands above the modules, so a module's command finds it at run time.
    screen = import_module("bottega.processes.console").Screen()
    settings: Settings = import_module("bottega.cli.main").settings_of(ctx)
    with import_module("bottega.processes.database_provisioning").provided(settings, screen) as (dsn, secrets):
        issued = asyncio.run(_add(settings, dsn, secrets, order))
    screen.say(f"API key {issued.prefix} ({issued.id})")
    screen.say(f"Keep this key safe, it is not shown again: {issued.secret}")


async def _add(settings: Settings, dsn: str, secrets: Secrets, order: Order) -> Issued:
    app: Any = import_module("bottega.app").create_application(settings, dsn, secrets)
    await app.database.open()
    try:
        return await add_key(app, order)
    except CannotAdd as reason:
        raise StartError(str(reason)) from None
    except Problem as problem:
        raise StartError(f"{problem.body(DEFAULT_LOCALE)['error']}.") from None
    finally:
        await app.database.close()
