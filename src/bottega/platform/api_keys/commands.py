"""``bottega api_keys add``: creates an API key and prints its secret once."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from bottega.kernel.command_context import command_context
from bottega.kernel.text.folding import composed
from bottega.platform.api_keys.create_command import Order, add_key

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
    command = command_context(ctx)
    issued = command.run(lambda app: add_key(app, order))
    command.console.say(f"API key {issued.prefix} ({issued.id})")
    command.console.say(f"Keep this key safe, it is not shown again: {issued.secret}")
