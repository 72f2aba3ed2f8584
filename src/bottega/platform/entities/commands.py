"""``bottega keys …``: rotation of a tenant's data key, and its progress."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bottega.kernel.application import Application
from bottega.kernel.database.guards import APP_ROLE, SYSTEM_ROLE
from bottega.kernel.errors import Problem
from bottega.kernel.i18n import DEFAULT_LOCALE
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
    # The composition stands above the modules, so a module's command finds it at run time.
    screen = import_module("bottega.processes.console").Screen()
    settings = import_module("bottega.cli.main").settings_of(ctx)
    with import_module("bottega.processes.database_provisioning").provided(settings, screen) as (dsn, secrets):
        screen.settle()
        broken = asyncio.run(_opened(settings, dsn, secrets, tenant))
    if broken:
        raise StartError(
            f"{broken} values open with no key and were left as they are. The old key is kept because of them; "
            "the log names them. Mend or clear them and run the command again."
        )


@keys.command("rewrap")
def exchange_master_key(ctx: typer.Context) -> None:
    """Exchange the master key, while nothing runs; if it is interrupted, call it again."""
    screen = import_module("bottega.processes.console").Screen()
    settings = import_module("bottega.cli.main").settings_of(ctx)
    old = Secrets.load(settings)
    new = old.successor(settings)
    modules = import_module("bottega.app").modules()
    lasting: list[str] = [purpose for module in modules for purpose in module.lasting_keys]
    with _alone(settings, old, new, screen) as dsn:
        screen.settle()
        count = asyncio.run(_exchange(dsn, old, new, lasting, embedded=settings.database_url is None))
    kept = adopt_successor(settings, fingerprint(old.master)[:8])
    screen.say("The keys were wrapped already." if count is None else f"The keys of {count} tenants are wrapped anew.")
    screen.say(
        f"The old master key is {kept}: it opens backups made until now. Keep it with them, and nowhere else."
        if kept
        else "Now put the value of BOTTEGA_NEW_MASTER_KEY into BOTTEGA_MASTER_KEY, on every server, and start."
    )


@contextmanager
def _alone(settings: Any, old: Secrets, new: Secrets, screen: Any) -> Generator[str]:
    """The database for us alone; after an interruption its password may be the new one already."""
    provision = import_module("bottega.processes.database_provisioning").Provision
    try:
        provided = provision(settings, old, screen, join=False)
        dsn = provided.start()
    except StartError as refused:
        try:
            provided = provision(settings, new, screen, join=False)
            dsn = provided.start()
        except StartError:
            raise refused from None
    try:
        yield dsn
    finally:
        provided.end()


async def _exchange(dsn: str, old: Secrets, new: Secrets, lasting: list[str], *, embedded: bool) -> int | None:
    await import_module("bottega.processes.database_provisioning").reach(dsn)
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


async def _opened(settings: Any, dsn: str, secrets: Any, tenant: UUID | None) -> int:
    app: Application = import_module("bottega.app").create_application(settings, dsn, secrets)
    await app.database.open()
    try:
        return await rotate_all(app, tenant, Console())
    except (asyncpg.UndefinedTableError, asyncpg.InvalidPasswordError):
        raise StartError("There are no keys yet: run `bottega init` first.") from None
    except Problem as problem:
        raise StartError(f"{problem.body(DEFAULT_LOCALE)['error']}.") from None
    finally:
        await app.database.close()


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
        rows = await connection.fetch(
            "SELECT tenant_id FROM tenant_keys WHERE $1::uuid IS NULL OR tenant_id = $1 ORDER BY created_at", only
        )
    if not rows and only is not None:
        raise StartError(f"There is no tenant {only} with a key.")
    broken = 0
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        # All new keys are stored first, so that only the first tenant waits until every process knows them.
        for row in rows:
            await resealing.exchange_key(app, row["tenant_id"], lead=lead, grace=grace)
        for row in rows:
            bar = bars.add_task(f"{row['tenant_id']}: waiting until all processes know the key", total=None)

            def told(state: resealing.Progress, bar: Any = bar, tenant: UUID = row["tenant_id"]) -> None:
                said = f"{tenant}: pass {state.passes}" if state.running else f"{tenant}: done"
                if state.passes:
                    bars.update(bar, description=said, completed=state.done, total=max(state.total, 1))

            broken += (await resealing.settle(app, row["tenant_id"], told=told)).broken
    return broken
