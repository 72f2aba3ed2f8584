"""Delivery by e-mail: a job for what is mailed at once, and one a day for summaries.

A mail is claimed before it is sent, so that no row is locked while a mail server takes its time and nobody is written
to twice; what a server does not take for now goes back and is tried again with the job.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import structlog

from bottega.kernel import jobs
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.mail import Mail, MailNotSent
from bottega.platform.auth import colleagues, reachable_users
from bottega.platform.notifications.delivery_settings import Delivery, delivery_of
from bottega.platform.notifications.mail_texts import Reader, letter, summary
from bottega.platform.notifications.module import module
from bottega.platform.notifications.preferences import OTHERS, usual

log = structlog.get_logger()

BATCH: Final = 50
SUMMARIES: Final = "notifications.summaries"

# By what way the reader of a notification ``n`` is told: as they chose, or as usual for its type ($2, by name).
_CHANNEL: Final = f"""coalesce(
    (SELECT p.channels ->> CASE WHEN $2::jsonb ? n.type THEN n.type ELSE '{OTHERS.name}' END
     FROM notifications_preferences AS p WHERE p.tenant_id = n.tenant_id AND p.user_id = n.recipient_user_id),
    $2::jsonb ->> n.type, 'mail')"""
# In one order, for two of these may run at once.
_SETTLE: Final = f"""
UPDATE notifications_notifications AS n SET mail = CASE
    WHEN NOT $3 OR n.status <> 'unread' OR n.expires_at < now() THEN 'none'
    ELSE CASE {_CHANNEL} WHEN 'mail' THEN 'waiting' WHEN 'daily' THEN 'daily' ELSE 'none' END END
FROM (SELECT id FROM notifications_notifications WHERE tenant_id = $1 AND mail = 'waiting' ORDER BY id FOR UPDATE) AS w
WHERE n.tenant_id = $1 AND n.id = w.id
"""
_CLAIM: Final = """
UPDATE notifications_notifications AS n SET mail = 'sent' WHERE tenant_id = $1 AND id IN (
    SELECT id FROM notifications_notifications WHERE tenant_id = $1 AND mail = 'waiting' AND status = 'unread'
    ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
RETURNING *
"""
_NEXT_READER: Final = """
SELECT recipient_user_id FROM notifications_notifications
WHERE tenant_id = $1 AND mail = 'daily' AND recipient_user_id > $2 ORDER BY recipient_user_id LIMIT 1
"""
_CLAIM_DAY: Final = """
UPDATE notifications_notifications SET mail = CASE WHEN status = 'unread' THEN 'sent' ELSE 'none' END
WHERE tenant_id = $1 AND recipient_user_id = $2 AND mail = 'daily' RETURNING *
"""
_BECOMES: Final = "UPDATE notifications_notifications SET mail = $3 WHERE tenant_id = $1 AND id = ANY($2)"
_LANGUAGES: Final = """
SELECT user_id, coalesce(language, spoken) AS language FROM notifications_preferences
WHERE tenant_id = $1 AND user_id = ANY($2)
"""


@module.job("deliver", T(en="Mail notifications", pl="Wysyłka powiadomień e-mailem"), attempts=6)
async def deliver(app: Application, payload: dict[str, Any]) -> None:
    """Mail what waits in a tenant, unless its readers have seen it by now or want no mails."""
    tenant_id = UUID(payload["tenantId"])
    async with app.acting(tenant_id) as ctx:
        delivery = await delivery_of(ctx)
        ways = {one.name: usual(one) for one in app.notification_types.values()}
        await ctx.begin()
        await ctx.query(_SETTLE, tenant_id, ways, delivery.enabled)
    while True:
        async with app.acting(tenant_id) as ctx:
            await ctx.begin()
            rows = [dict(row) for row in await ctx.query(_CLAIM, tenant_id, BATCH)]
            readers = await _readers(ctx, delivery, rows)
            unknown = [row["id"] for row in rows if row["id"] not in readers]
            await ctx.query(_BECOMES, tenant_id, unknown, "none")
        if not rows:
            return
        letters = [
            ([row["id"]], letter(app, delivery, readers[row["id"]], row)) for row in rows if row["id"] in readers
        ]
        await _send(app, tenant_id, letters, otherwise="waiting")


@module.job("digest", T(en="Mail summaries of notifications", pl="Wysyłka podsumowań powiadomień"), every="0 5 * * *")
async def begin_summaries(app: Application, _payload: dict[str, Any]) -> None:
    """Have each tenant's summaries mailed where somebody wants one."""
    async with app.database.across_tenants("summaries of all tenants are begun by one worker") as connection:
        rows = await connection.fetch("SELECT DISTINCT tenant_id FROM notifications_notifications WHERE mail = 'daily'")
    for row in rows:
        async with app.acting(row["tenant_id"]) as ctx:
            await jobs.enqueue(ctx, SUMMARIES)


@module.job(
    "summaries",
    T(en="Mail summaries of a tenant's notifications", pl="Wysyłka podsumowań powiadomień najemcy"),
    attempts=6,
)
async def mail_summaries(app: Application, payload: dict[str, Any]) -> None:
    """Mail each reader of a tenant what they have not seen since the last summary."""
    tenant_id, after = UUID(payload["tenantId"]), UUID(int=0)
    while True:
        async with app.acting(tenant_id) as ctx:
            delivery = await delivery_of(ctx)
            reader_id: UUID | None = await ctx.query_value(_NEXT_READER, tenant_id, after)
            if reader_id is None:
                return
            after = reader_id
            await ctx.begin()
            claimed = [dict(row) for row in await ctx.query(_CLAIM_DAY, tenant_id, reader_id)]
            rows = [row for row in claimed if row["mail"] == "sent"]
            readers = await _readers(ctx, delivery, rows) if delivery.enabled else {}
            rows = sorted((row for row in rows if row["id"] in readers), key=lambda row: row["created_at"])
            known = {row["id"] for row in rows}
            await ctx.query(_BECOMES, tenant_id, [row["id"] for row in claimed if row["id"] not in known], "none")
        if rows:
            mail = summary(app, delivery, readers[rows[0]["id"]], rows)
            await _send(app, tenant_id, [([row["id"] for row in rows], mail)], otherwise="daily")


async def _readers(ctx: Context, delivery: Delivery, rows: Sequence[Mapping[str, Any]]) -> dict[UUID, Reader]:
    """Who is written to, by notification: users who are there still, and reach the organization it is of."""
    people = await colleagues(ctx, [row["recipient_user_id"] for row in rows])
    spoken = {row["user_id"]: row["language"] for row in await ctx.query(_LANGUAGES, ctx.tenant_id, list(people))}
    found: dict[UUID, Reader] = {}
    for place in {row["organization_id"] for row in rows}:
        here = [row for row in rows if row["organization_id"] == place]
        reached = set(await reachable_users(ctx, place, ids=[row["recipient_user_id"] for row in here]))
        for row in here:
            person = people.get(row["recipient_user_id"])
            if person is not None and person.id in reached:
                locale = spoken.get(person.id) or delivery.language
                found[row["id"]] = Reader(ctx.tenant_id, person.id, person.email, locale)
    return found


async def _send(
    app: Application, tenant_id: UUID, letters: Sequence[tuple[Sequence[UUID], Mail]], *, otherwise: str
) -> None:
    """Send mails; what is not taken for now becomes as it was, with all that follows it.

    Raises:
        MailNotSent: The mail server takes none for now.
    """
    for place, (ids, mail) in enumerate(letters):
        try:
            await app.mailer.send(mail)
        except MailNotSent as failure:
            if failure.permanent:
                log.warning("notification.mail_refused", tenant=tenant_id, notifications=list(ids))
                await _mark(app, tenant_id, ids, "refused")
                continue
            await _mark(app, tenant_id, [one for left, _ in letters[place:] for one in left], otherwise)
            raise
        except BaseException:
            await _mark(app, tenant_id, [one for left, _ in letters[place:] for one in left], otherwise)
            raise


async def _mark(app: Application, tenant_id: UUID, ids: Sequence[UUID], state: str) -> None:
    async with app.database.tenant(tenant_id) as connection:
        await connection.execute(_BECOMES, tenant_id, list(ids), state)
