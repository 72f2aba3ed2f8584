"""Detection of the published demo password, and its replacement."""

from collections.abc import Sequence
from itertools import product
from uuid import UUID

from bottega.demo.people import PASSWORD, PEOPLE
from bottega.demo.store.neighbours import NEIGHBOUR_OWNER, WORKSHOP_KEEPER
from bottega.kernel.application import Application
from bottega.kernel.passwords import verify_password_async
from bottega.kernel.startup_errors import StartError
from bottega.platform.auth.admin_commands import replace_password
from bottega.processes.prepared_marker import DEMO_IS_OPEN
from bottega.settings import Settings

_HASH = (
    "SELECT password_hash FROM auth_users AS u JOIN auth_credentials AS c"
    " ON c.tenant_id = u.tenant_id AND c.id = u.credential_id WHERE u.tenant_id = $1 AND u.email_hash = $2"
)


def refuse_published(settings: Settings) -> None:
    """Refuse a password for the demo's people that is none of one's own.

    Raises:
        StartError: It is the published one.
    """
    if settings.demo_password == PASSWORD:
        raise StartError("BOTTEGA_DEMO_PASSWORD is the published one: choose one of your own.")


async def close_doors(app: Application, homes: Sequence[tuple[UUID, UUID]]) -> bool:
    """Give everybody who has the published password the one that is set; whether somebody has it afterwards.

    Args:
        app: The application, connected.
        homes: Tenants of the demo, each with its organization.
    """
    password = app.settings.demo_password
    is_open = False
    for home, person in product(homes, (*PEOPLE, WORKSHOP_KEEPER, NEIGHBOUR_OWNER)):
        if not await _has_published(app, home, person.email):
            continue
        if password is None:
            is_open = True
            break
        await replace_password(app, person.email, password, home[0])
    await _note(app, homes[0], is_open=is_open)
    return is_open


async def _has_published(app: Application, home: tuple[UUID, UUID], email: str) -> bool:
    async with app.acting(*home) as ctx:
        stored = await ctx.query_value(_HASH, home[0], app.vault.digest(email))
    return stored is not None and (await verify_password_async(PASSWORD, stored)).ok


async def _note(app: Application, home: tuple[UUID, UUID], *, is_open: bool) -> None:
    async with app.acting(*home) as ctx:
        if is_open:
            await ctx.query(
                "INSERT INTO installation (key, value) VALUES ($1, '{}') ON CONFLICT (key) DO NOTHING", DEMO_IS_OPEN
            )
        else:
            await ctx.query("DELETE FROM installation WHERE key = $1", DEMO_IS_OPEN)
