"""Preparation of an installation: migrations, first tenant and first users."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bottega.app import create_application, metadata
from bottega.kernel.application import Application
from bottega.kernel.database.migrate import migrate as bring_up_to_date
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.passwords import generate_password
from bottega.kernel.text.folding import composed
from bottega.platform.auth import add_user, found_tenant, offer_new_grants
from bottega.settings import Settings

AS_CHOSEN: Final = "as you chose it"


@dataclass(frozen=True)
class Credential:
    """How somebody signs in, and what they see; a password that the operator chose is not repeated."""

    role: str
    email: str
    password: str
    public: bool = False
    sees: str = ""


async def migrate(dsn: str, secrets: Secrets, report: Callable[[str], None]) -> None:
    """Bring the database to the state this version expects."""
    await bring_up_to_date(dsn, secrets, metadata(), report)


async def initialise(settings: Settings, dsn: str, secrets: Secrets) -> list[Credential]:
    """Make the first tenant, organization and users, if there is none yet; generated passwords are told this once.

    Tenants that are there are offered what this version grants their roles besides.
    """
    app = create_application(settings, dsn, secrets)
    await app.database.open()
    try:
        async with app.database.across_tenants("the first start asks whether there is any tenant") as connection:
            founded = await connection.fetchval("SELECT EXISTS (SELECT FROM directory_tenants)")
        if founded:
            await offer_new_grants(app)
            return []
        return await _first_users(app, settings)
    finally:
        await app.database.close()


async def _first_users(app: Application, settings: Settings) -> list[Credential]:
    founded = await found_tenant(app, composed(settings.init_organization))
    wanted = (
        ("superadmin", settings.init_superadmin_email, settings.init_superadmin_password),
        ("admin", settings.init_admin_email, settings.init_admin_password),
        ("employee", settings.init_employee_email, settings.init_employee_password),
    )
    credentials: list[Credential] = []
    async with app.acting(founded.tenant_id, founded.organization_id) as ctx:
        for role, email, given in wanted:
            if email is None:
                continue
            password = given or generate_password()
            await add_user(ctx, email, password, [founded.roles[role]], organization_id=founded.organization_id)
            # A password somebody chose is not repeated on the screen.
            credentials.append(Credential(role, email, AS_CHOSEN if given else password, public=given is not None))
    return credentials
