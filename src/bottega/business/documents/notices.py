"""Notifications about warranties that end soon, when a last inspection can still be offered."""

from datetime import timedelta
from typing import Any, Final

from bottega.business.contracts import completed_between, limited_users
from bottega.business.documents.compose.warranty import months_later
from bottega.business.documents.module import module
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.notification_types import NotificationType
from bottega.kernel.schemas import today
from bottega.platform.notifications import notify

AHEAD: Final = timedelta(days=30)
WARRANTY_ENDING: Final = module.notifies(
    NotificationType(
        "documents.warranty.ending",
        label=T(en="Warranties about to end", pl="Kończące się gwarancje"),
        title=T(en="Contract {numer}: the warranty ends on {data}", pl="Umowa {numer}: gwarancja kończy się {data}"),
        icon="shield-check",
        href="/backend/contracts/contracts/{sourceEntityId}",
        hours=720,
        usually="app",
    )
)
_TENANTS: Final = "SELECT DISTINCT tenant_id FROM documents_seller_profiles WHERE deleted_at IS NULL"
_PROFILES: Final = (
    "SELECT organization_id, gwarancja_miesiace FROM documents_seller_profiles WHERE tenant_id = $1"
    " AND deleted_at IS NULL ORDER BY id"
)


@module.job(
    "remind_warranties",
    T(en="Remind of warranties about to end", pl="Przypomnienia o końcu gwarancji"),
    every="30 5 * * *",
)
async def remind_warranties(app: Application, _payload: dict[str, Any]) -> None:
    """Tell who edits contracts which warranties end within a month, once about each."""
    async with app.database.across_tenants("warranties of all tenants are watched by one worker") as connection:
        rows = await connection.fetch(_TENANTS)
    for row in rows:
        async with app.acting(row["tenant_id"]) as ctx:
            await _remind(ctx)


async def _remind(ctx: Context) -> None:
    day, limited = today(), await limited_users(ctx)
    for profile in await ctx.query(_PROFILES, ctx.tenant_id):
        organization_id, months = profile["organization_id"], profile["gwarancja_miesiace"]
        # Months differ in length: so many days on either side, and the end is looked at itself.
        begun = months_later(day, -months)
        found = await completed_between(
            ctx, organization_id, begun - timedelta(days=4), begun + AHEAD + timedelta(days=4)
        )
        for contract, handed in found:
            ends = months_later(handed, months)
            if day <= ends <= day + AHEAD:
                await notify(
                    ctx,
                    WARRANTY_ENDING,
                    holders_of="contracts.edit",
                    but=limited,
                    within=organization_id,
                    record=("contracts:contract", contract["id"]),
                    variables={"numer": contract["numer"], "data": ends},
                    group=f"{contract['id']} {ends}",
                    once=True,
                )
