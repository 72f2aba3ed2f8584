"""``bottega feature_toggles …``: toggles and overrides from the command line."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from bottega.kernel.command_context import command_context
from bottega.kernel.startup_errors import StartError

if TYPE_CHECKING:
    from bottega.kernel.application import Application

feature_toggles = typer.Typer(help="Switches and values of the installation.")
groups = {"feature_toggles": feature_toggles}

Identifier = Annotated[str, typer.Option(help="What programs call it.")]
Name = Annotated[str | None, typer.Option(help="What people call it.")]
Value = Annotated[str | None, typer.Option("--defaultValue", help="A text as it stands, anything else as JSON.")]
Category = Annotated[str | None, typer.Option(help="Where it belongs.")]
Description = Annotated[str | None, typer.Option(help="What it is for.")]


@feature_toggles.callback()
def about() -> None:
    """Switches and values of the installation."""


@feature_toggles.command("toggle-create")
def create(  # noqa: PLR0917 - the arguments are options
    ctx: typer.Context,
    identifier: Identifier,
    name: Annotated[str, typer.Option(help="What people call it.")],
    kind: Annotated[str, typer.Option("--type", help="boolean, string, number or json.")] = "boolean",
    default_value: Value = None,
    category: Category = None,
    description: Description = None,
) -> None:
    """Make a toggle."""
    given = {"name": name, "category": category, "description": description, "default_value": default_value}
    _run(ctx, "create", identifier, {**given, "type": kind})
    command_context(ctx).console.say(f"{identifier} is there.")


@feature_toggles.command("toggle-update")
def update(  # noqa: PLR0917 - the arguments are options
    ctx: typer.Context,
    identifier: Identifier,
    name: Name = None,
    default_value: Value = None,
    category: Category = None,
    description: Description = None,
) -> None:
    """Change a toggle; what is left out stays."""
    given = {"name": name, "category": category, "description": description, "default_value": default_value}
    _run(ctx, "update", identifier, {key: value for key, value in given.items() if value is not None})
    command_context(ctx).console.say(f"{identifier} is changed.")


@feature_toggles.command("toggle-delete")
def delete(ctx: typer.Context, identifier: Identifier) -> None:
    """Delete a toggle."""
    _run(ctx, "delete", identifier, {})
    command_context(ctx).console.say(f"{identifier} is deleted.")


@feature_toggles.command("override-set-value")
def override(
    ctx: typer.Context,
    identifier: Identifier,
    tenant: Annotated[UUID, typer.Option("--tenantId", help="Where it holds.")],
    value: Annotated[str, typer.Option(help="A text as it stands, anything else as JSON.")],
) -> None:
    """Give a toggle a value of its own in a tenant."""
    _run(ctx, "override", identifier, {"value": value}, tenant)
    command_context(ctx).console.say(f"{identifier} is {value} in tenant {tenant}.")


@feature_toggles.command("seed-defaults")
def seed(ctx: typer.Context) -> None:
    """Make the toggles that installations of the reference begin with, unless they are there."""
    from bottega.platform.feature_toggles.operator import seed_defaults  # noqa: PLC0415 - imports all of the platform

    made = command_context(ctx).run(seed_defaults)
    command_context(ctx).console.say(f"Made: {', '.join(made) or 'none'}.")


def _run(ctx: typer.Context, what: str, identifier: str, values: dict[str, Any], tenant: UUID | None = None) -> None:
    from bottega.platform.feature_toggles.operator import CHANGES  # noqa: PLC0415 - imports all of the platform

    async def work(app: "Application") -> None:
        try:
            await CHANGES[what](app, identifier, values, tenant)
        except ValueError as error:
            raise StartError(f"{error}.") from None

    command_context(ctx).run(work)
