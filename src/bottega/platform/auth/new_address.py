"""Change of a sign-in address: ends sessions and pending links, and notifies both addresses by e-mail."""

from typing import Any, Final
from uuid import UUID

from bottega.kernel import jobs, mail
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.i18n import T
from bottega.platform.auth.module import module
from bottega.platform.auth.password_reset import drop_links
from bottega.platform.auth.sessions import end_sessions
from bottega.platform.directory import tree_of

# Where the addresses are sealed while they wait in the queue.
_PLACE: Final = "auth.address_changed"


async def sign_out_elsewhere(ctx: Context, user_id: UUID) -> None:
    """End the sessions of a user who signs in differently from now on, save the one that made the change, and links."""
    own = ctx.actor.session_id if ctx.actor.id == user_id else None
    await end_sessions(ctx, user_id, but=own)
    await drop_links(ctx, user_id)


async def announce_address(ctx: Context, organization_id: UUID, old: str, new: str) -> None:
    """Mail a new address to itself and to the one before, with this transaction."""
    keys = await sealing.keys_of(ctx)
    said = {"old": keys.seal(old, _PLACE), "new": keys.seal(new, _PLACE)}
    # A mail that cannot be delivered must not keep the other one back.
    for to in dict.fromkeys((old, new)):
        await jobs.enqueue(
            ctx,
            "auth.send_address_changed",
            organizationId=str(organization_id),
            locale=ctx.locale,
            to=keys.seal(to, _PLACE),
            **said,
        )


@module.job("send_address_changed", T(en="Mail about a new address", pl="Wiadomość o nowym adresie"), attempts=6)
async def send_address_changed(app: Application, payload: dict[str, Any]) -> None:
    """Mail one of the two addresses what has changed."""
    tenant_id, organization_id = UUID(payload["tenantId"]), UUID(payload["organizationId"])
    async with app.database.tenant(tenant_id) as connection:
        keys = await app.vault.keys(connection, tenant_id)
    to, old, new = (keys.open(payload[name], _PLACE) for name in ("to", "old", "new"))
    organization = (await tree_of(app, tenant_id)).nodes[organization_id].name
    letter = mail.render(
        "bottega.platform.auth",
        "address_changed",
        payload["locale"],
        to=to,
        old=old,
        new=new,
        organization=organization,
    )
    await app.mailer.send(letter)
