"""``bottega keys …``: a tenant's data key is exchanged while people work; the command shows how far it is."""

import asyncio
from importlib import import_module
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bottega.kernel import resealing
from bottega.kernel.errors import Problem
from bottega.kernel.i18n import DEFAULT_LOCALE
from bottega.kernel.registry import Application
from bottega.kernel.starting import StartError

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
    screen = import_module("bottega.screen").Screen()
    settings = import_module("bottega.cli").settings_of(ctx)
    with import_module("bottega.provision").provided(settings, screen) as (dsn, secrets):
        screen.settle()
        broken = asyncio.run(_opened(settings, dsn, secrets, tenant))
    if broken:
        raise StartError(
            f"{broken} values open with no key and were left as they are. The old key is kept because of them; "
            "the log names them. Mend or clear them and run the command again."
        )


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
    app: Application, only: UUID | None, console: Console, *, lead: float = resealing.LEAD,
    grace: float = resealing.GRACE,
) -> int:  # fmt: skip
    """Exchange the keys of one tenant or of all; answers how many values opened with no key.

    Raises:
        StartError: There is no such tenant.
        Conflict: Encryption is switched off.
    """
    async with app.database.across_tenants("the operator exchanges the keys of all tenants") as connection:
        rows = await connection.fetch(
            "SELECT tenant_id FROM tenant_keys WHERE $1::uuid IS NULL OR tenant_id = $1 ORDER BY created_at",
            only,
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
