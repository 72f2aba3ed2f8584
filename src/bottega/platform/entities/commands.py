"""``bottega keys …``: rotation of a tenant's data key, and its progress."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bottega.kernel.application import Application
from bottega.kernel.command_context import command_context
from bottega.kernel.database.guards import APP_ROLE, SYSTEM_ROLE
from bottega.kernel.keys.key_wrapping import DecryptionFailed
from bottega.kernel.keys.master_key import exchange, fingerprint
from bottega.kernel.keys.secrets import Secrets, adopt_successor
from bottega.kernel.postgres.server import SUPERUSER
from bottega.kernel.reencryption import resealing
from bottega.kernel.startup_errors import StartError

keys = typer.Typer(help="The keys that personal data is encrypted with.")
groups = {"keys": keys}


@keys.callback()
def about() -> None:
    """The keys that personal data is encrypted with."""


@keys.command()
def rotate(
    ctx: typer.Context,
    tenant: Annotated[UUID | None, typer.Option(help="Only of this tenant; else of all, one by one.")] = None,
) -> None:
    """Give tenants new data keys and seal everything anew; may be interrupted and called again at any time."""
    broken = command_context(ctx).run(lambda app: rotate_all(app, tenant, Console()))
    if broken:
        raise StartError(
            f"{broken} values open with no key and were left as they are. The old key is kept because of them; "
            "the log names them. Mend or clear them and run the command again."
        )


@keys.command("rewrap")
def exchange_master_key(ctx: typer.Context) -> None:
    """Exchange the master key, while nothing runs; if it is interrupted, call it again."""
    command = command_context(ctx)
    settings, screen = command.settings, command.console
    old = Secrets.load(settings)
    new = old.successor(settings)
    lasting = [purpose for module in command.modules() for purpose in module.lasting_keys]
    # After an interruption the database's password may be the new one already.
    with command.provide_alone(settings, (old, new)) as dsn:
        screen.settle()
        count = asyncio.run(_exchange(dsn, old, new, lasting, embedded=settings.database_url is None))
    kept = adopt_successor(settings, fingerprint(old.master)[:8])
    screen.say("The keys were wrapped already." if count is None else f"The keys of {count} tenants are wrapped anew.")
    screen.say(
        f"The old master key is {kept}: it opens backups made until now. Keep it with them, and nowhere else."
        if kept
        else "Now put the value of BOTTEGA_NEW_MASTER_KEY into BOTTEGA_MASTER_KEY, on every server, and start."
    )


async def _exchange(dsn: str, old: Secrets, new: Secrets, lasting: list[str], *, embedded: bool) -> int | None:
    owner: Any = await asyncpg.connect(dsn, timeout=10)
    try:
        roles = {role: new.database_password(role) for role in (APP_ROLE, SYSTEM_ROLE)}
        if embedded:
            roles[SUPERUSER] = new.database_password(SUPERUSER)
        return await exchange(owner, old, new, roles, lasting)
    except asyncpg.UndefinedTableError:
        raise StartError("There are no keys yet: run `bottega init` first.") from None
    except DecryptionFailed as failed:
        raise StartError(f"Nothing was changed: {failed.args[0]}.") from None
    finally:
        await owner.close()


async def rotate_all(
    app: Application,
    only: UUID | None,
    console: Console,
    *,
    lead: float = resealing.LEAD,
    grace: float = resealing.GRACE,
) -> int:
    """Exchange the keys of one tenant or of all; answers how many values opened with no key.

    Raises:
        StartError: There is no such tenant.
        Conflict: Encryption is switched off.
    """
    async with app.database.across_tenants("the operator exchanges the keys of all tenants") as connection:
        tenants = await resealing.tenants_with_keys(connection, only)
    if not tenants and only is not None:
        raise StartError(f"There is no tenant {only} with a key.")
    broken = 0
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        # All new keys are stored first, so that only the first tenant waits until every process knows them.
        for tenant_id in tenants:
            await resealing.exchange_key(app, tenant_id, lead=lead, grace=grace)
        for tenant_id in tenants:
            bar = bars.add_task(f"{tenant_id}: waiting until all processes know the key", total=None)

            def told(state: resealing.Progress, bar: Any = bar, tenant: UUID = tenant_id) -> None:
                said = f"{tenant}: pass {state.passes}" if state.running else f"{tenant}: done"
                if state.passes:
                    bars.update(bar, description=said, completed=state.done, total=max(state.total, 1))

            broken += (await resealing.settle(app, tenant_id, told=told)).broken
    return broken
