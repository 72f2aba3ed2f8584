"""Seeding of the demo: the studio, a second organization, and another tenant."""

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

import asyncpg

from bottega.app import create_application
from bottega.demo.checks.invariants import violations
from bottega.demo.doors import close_doors, refuse_published
from bottega.demo.filling import fill_studio
from bottega.demo.founding import found_once, noted_under
from bottega.demo.people import PASSWORD, PEOPLE, SEES
from bottega.demo.store.neighbours import NEIGHBOUR, OTHERS, add_second_organization, fill_neighbour
from bottega.demo.studio import draw_studio
from bottega.kernel import schemas
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.startup_errors import StartError
from bottega.platform.auth import add_default_role
from bottega.processes.installation import AS_CHOSEN, Credential
from bottega.settings import Settings

STUDIO: Final = "Studio Mebli JESION"
SEED: Final = 1
NOTE: Final = "demo"
NOT_THERE: Final = "There is no demo studio here: `bottega demo` sets it up."
NEIGHBOURS_NOTE: Final = "demo.neighbour"

Report = Callable[[str], None]


async def seed(settings: Settings, dsn: str, secrets: Secrets, report: Report) -> list[Credential]:
    """Set up the demo studio unless it is there; how to sign in."""
    refuse_published(settings)
    app = create_application(settings, dsn, secrets)
    await app.database.open()
    try:
        homes = [await add_studio(app, report), await add_neighbour(app)]
        password = PASSWORD if await close_doors(app, homes) else AS_CHOSEN
    finally:
        await app.sandbox.close()
        await app.database.close()
    shown = {person: SEES[person.role] for person in PEOPLE} | OTHERS
    return [Credential(person.role, person.email, password, public=True, sees=sees) for person, sees in shown.items()]


async def check_demo(settings: Settings, dsn: str, secrets: Secrets) -> list[str]:
    """What is not as it must be in the demo studio.

    Raises:
        StartError: It has not been set up.
    """
    app = create_application(settings, dsn, secrets)
    try:
        await app.database.open()
        noted = await noted_under(app, NOTE)
        if noted is None:
            raise StartError(NOT_THERE)
        async with app.acting(*noted) as ctx:
            return await violations(ctx, noted[1], fresh=False)
    except (asyncpg.UndefinedTableError, asyncpg.InvalidPasswordError):
        # A database that was never set up has neither our tables nor our roles.
        raise StartError(NOT_THERE) from None
    finally:
        await app.database.close()


async def add_studio(
    app: Application, report: Report = lambda _: None, *, chance: int = SEED, today: date | None = None
) -> tuple[UUID, UUID]:
    """The studio's tenant and organization, set up if they are not there."""
    day = today or schemas.today()

    async def fill(ctx: Context, organization_id: UUID) -> None:
        await _add_default_roles(ctx)
        await fill_studio(ctx, organization_id, draw_studio(chance, day), report)
        await add_second_organization(ctx, chance, day)
        wrong = await violations(ctx, organization_id, fresh=True)
        assert not wrong, wrong
        await _keep_quiet(ctx)

    return await found_once(app, NOTE, STUDIO, fill)


async def add_neighbour(app: Application, *, today: date | None = None) -> tuple[UUID, UUID]:
    """The other tenant and its organization, set up if they are not there."""
    day = today or schemas.today()

    async def fill(ctx: Context, organization_id: UUID) -> None:
        await _add_default_roles(ctx)
        await fill_neighbour(ctx, organization_id, day)
        await _keep_quiet(ctx)

    return await found_once(app, NEIGHBOURS_NOTE, NEIGHBOUR, fill)


async def _keep_quiet(ctx: Context) -> None:
    """What is made up is no news, and not to be undone: only that there are organizations is told."""
    await ctx.query("DELETE FROM event_outbox WHERE tenant_id = $1 AND name NOT LIKE 'directory.%'", ctx.tenant_id)
    await ctx.query("DELETE FROM action_changes WHERE tenant_id = $1 AND action_id = $2", ctx.tenant_id, ctx.action_id)


async def _add_default_roles(ctx: Context) -> None:
    for name in ("employee", "admin", "superadmin"):
        await add_default_role(ctx, name)
