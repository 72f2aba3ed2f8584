"""The public iCalendar feed of a person, under a secret address."""

import hashlib
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from bottega.business.calendar.conflicts import active
from bottega.business.calendar.feeds import FOR_OTHERS, token_hash
from bottega.business.calendar.ical import Entry, written
from bottega.business.calendar.module import module
from bottega.business.calendar.tables import Event
from bottega.business.contracts import contract_facts, limited_to
from bottega.business.customers import addresses, parties
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import NotFound
from bottega.kernel.http.responses import Reply
from bottega.kernel.rate_limits import Bucket
from bottega.kernel.schemas import today
from bottega.kernel.visibility import seen
from bottega.platform.auth import colleagues, holds

FEED: Final = Bucket("CALENDAR_FEED", points=60, seconds=60)
BACK: Final = timedelta(days=60)
AHEAD: Final = timedelta(days=400)
MEDIA: Final = "text/calendar"

_EVENTS: Final = (
    f"SELECT e.*, NOT ({active('e')}) AS cancelled, greatest(e.updated_at, (SELECT max(r.created_at)"
    " FROM calendar_reschedules AS r WHERE r.tenant_id = e.tenant_id AND r.from_event_id = e.id"
    " AND r.deleted_at IS NULL)) AS changed_at FROM calendar_events AS e WHERE e.tenant_id = $1"
    " AND e.organization_id = $2 AND e.pracownik_id = $3 AND e.deleted_at IS NULL AND e.ostatni_dzien >= $4"
    f" AND e.pierwszy_dzien <= $5 AND {seen(Event, 'e', '$6')} ORDER BY e.pierwszy_dzien, e.od_minuty, e.id LIMIT 2000"
)


@module.get(
    "/feed/{token}",
    public=True,
    limits=(FEED,),
    name="feed",
    answer=str,
    media=MEDIA,
    answers={304: "Nothing has changed", 404: "There is no such address, or it was revoked"},
)
async def read_feed(ctx: Context, token: str) -> Reply:
    """Read calendar feed.

    The events of somebody as an iCalendar file (RFC 5545), for the holder of the secret address
    `/calendar/feed/{token}.ics`: those that who made it sees; events that were called off or moved are cancelled in it.
    """
    async with ctx.database.across_tenants("a feed's token says nothing about its tenant") as connection:
        feed = await connection.fetchrow(
            "UPDATE calendar_feeds SET last_used_at = now() WHERE token_hash = $1 RETURNING *",
            token_hash(token.removesuffix(".ics")),
        )
    if feed is None:
        raise NotFound
    async with ctx.app.acting(feed["tenant_id"], feed["organization_id"]) as inside:
        # The address lives by the permission of who made it.
        own = feed["owner_id"] == feed["pracownik_id"]
        if not await holds(inside, feed["owner_id"], "calendar.view", *(() if own else (FOR_OTHERS,))):
            raise NotFound
        content = await _file(inside, feed)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, max-age=300"}
    if ctx.headers.get("if-none-match") == tag:
        return Reply(b"", 304, media=MEDIA, headers=headers)
    headers["content-disposition"] = 'inline; filename="bottega.ics"'
    return Reply(content, media=f"{MEDIA}; charset=utf-8", headers=headers)


async def _file(ctx: Context, feed: Record) -> bytes:
    day = today()
    rows = await ctx.query(
        _EVENTS,
        ctx.tenant_id,
        feed["organization_id"],
        feed["pracownik_id"],
        day - BACK,
        day + AHEAD,
        await limited_to(ctx, feed["owner_id"]),
    )
    person = (await colleagues(ctx, [feed["pracownik_id"]])).get(feed["pracownik_id"])
    return written(await _entries(ctx, rows), person.shown if person else "")


async def _entries(ctx: Context, rows: list[Record]) -> list[Entry]:
    """The events with what their contracts and customers are called, and where those live."""
    contracts = await contract_facts(ctx, {row["contract_id"] for row in rows if row["contract_id"]})
    sites = {key: one["adres_montazu_id"] or one["adres_zamieszkania_id"] for key, one in contracts.items()}
    places = await addresses(ctx, sites.values())
    buyers = {key: one["customer_id"] for key, one in contracts.items()}
    names = await parties(ctx, [*buyers.values(), *(row["customer_id"] for row in rows)])

    def entry(row: dict[str, Any]) -> Entry:
        contract = contracts.get(row["contract_id"], {})
        buyer: UUID | None = row["customer_id"] or contract.get("customer_id")
        party = names.get(buyer) if buyer else None
        place = places.get(sites.get(row["contract_id"], row["id"]))
        return Entry(row, contract.get("numer"), party and party.display_name, place and str(place))

    return [entry(dict(row)) for row in rows]
