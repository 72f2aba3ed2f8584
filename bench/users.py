"""Who asks: an ordinary user of a tenant, signed in as people are."""

from collections.abc import Sequence

from bottega.kernel.application import Application
from bottega.platform.auth.sessions import SessionUser, open_session
from bottega.platform.auth.tenant_setup import Founded, add_role, add_user

FEATURES = (
    "attachments.*",
    "warehouse.*",
    "customers.*",
    "contracts.*",
    "finance.*",
    "entities.*",
    "dictionaries.view",
    "planner.*",
    "staff.*",
    "audit_logs.view_self",
    "audit_logs.undo_self",
    "search.view",
)


async def sign_in(app: Application, home: Founded, features: Sequence[str] = FEATURES) -> dict[str, str]:
    """The headers of an ordinary user."""
    async with app.acting(home.tenant_id, home.organization_id) as ctx:
        role = await add_role(ctx, "tester", features)
        user = await add_user(ctx, "magazyn@example.com", None, [role], organization_id=home.organization_id)
    async with app.database.tenant(home.tenant_id) as connection:
        who = SessionUser(
            tenant_id=home.tenant_id,
            user_id=user,
            organization_id=home.organization_id,
            email="magazyn@example.com",
            roles=["tester"],
        )
        opened = await open_session(app, connection, who)
    return {"authorization": f"Bearer {opened.token}"}
