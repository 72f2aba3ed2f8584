"""Feeds in iCalendar format: creation, listing and revocation of secret addresses.

A telephone cannot sign in, so the address is the key: it is shown once, only its hash is kept, and it works as long as
the person who made it may see the calendar, and until they are signed out everywhere. One's own events anybody may
subscribe to; those of a colleague only who plans their time, for the address outlives the look at a screen.
"""

import hashlib
import secrets
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import ConfigDict, Field

from bottega.business.calendar.events import refuse_others
from bottega.business.calendar.module import module
from bottega.business.calendar.tables import Feed
from bottega.kernel.context import Context
from bottega.kernel.errors import FORBIDDEN, Forbidden
from bottega.kernel.field_markers import Of
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.schemas import Created, Done
from bottega.kernel.schemas import Id, Input, Schema, Stamp
from bottega.kernel.writes import changes
from bottega.platform.auth import SIGNED_OUT, require_colleague

TOKEN_BYTES: Final = 32
PEOPLE_ONLY: Final = T(en="Only a person can have a calendar feed", pl="Kanał kalendarza może mieć tylko osoba")
NEW_ADDRESS: Final = T(en="Make a new address", pl="Utwórz nowy adres")
# Whose own events are not shown must be the caller's to plan.
FOR_OTHERS: Final = "calendar.edit"
REVOKE: Final = T(en="Revoke the address", pl="Unieważnij adres")


class FeedInput(Input):
    """A new address."""

    pracownik_id: Annotated[UUID | None, Of("auth:user")] = Field(
        default=None, description="Whose events it shows; left out, the caller's."
    )
    nazwa: Annotated[str, Field(max_length=100)] | None = Field(
        default=None, description="What it is for: telephone, tablet in the van."
    )


class NewFeed(Created):
    """A new address, shown this once."""

    token: str
    url: str = Field(description="The address to subscribe to.")


class FeedItem(Schema):
    """An address as its maker sees it."""

    model_config = ConfigDict(alias_generator=None)

    id: UUID
    pracownik_id: Annotated[UUID, Of("auth:user")]
    nazwa: str | None
    created_at: Stamp
    last_used_at: Stamp | None


class FeedList(Schema):
    """The caller's addresses."""

    items: list[FeedItem]


def token_hash(token: str) -> str:
    """What is stored of a token: it has 256 random bits, so one plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _owner(ctx: Context) -> UUID:
    """The person who is calling."""
    if ctx.actor.user_id is None:
        raise Forbidden(PEOPLE_ONLY)
    return ctx.actor.user_id


@module.post(
    "/feeds",
    "calendar.view",
    name="feeds.create",
    undoable=False,
    instead=REVOKE,
    label=T(en="Make calendar feed", pl="Utworzenie kanału kalendarza"),
)
async def make_feed(ctx: Context, data: FeedInput) -> NewFeed:
    """Create calendar feed.

    A secret address with the events of somebody, for a telephone to subscribe to; of a colleague only with
    `calendar.edit`. It is shown only now, and works until it is revoked, its maker may no longer see these events, or
    has a new password or address.
    """
    organization_id = ctx.organization_for_new()
    owner = _owner(ctx)
    if data.pracownik_id not in (None, owner):
        if not ctx.may(FOR_OTHERS):
            raise Forbidden(FORBIDDEN, requiredFeatures=[FOR_OTHERS])
        refuse_others(ctx, {"pracownik_id": data.pracownik_id})
        await require_colleague(ctx, data.pracownik_id, field="pracownikId")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values: dict[str, Any] = {
        "organization_id": organization_id,
        "owner_id": owner,
        "pracownik_id": data.pracownik_id or owner,
        "nazwa": data.nazwa,
        "token_hash": token_hash(token),
    }
    made = await changes.insert(ctx, Feed, values)
    url = f"{ctx.app.settings.public_url}/api/calendar/feed/{token}.ics"
    return NewFeed(id=made, token=token, url=url)


@module.get("/feeds", "calendar.view", name="feeds.list", answer=FeedList)
async def list_feeds(ctx: Context) -> dict[str, Any]:
    """List calendar feeds.

    The addresses that the caller has made, and when each was last read; not the addresses themselves.
    """
    rows = await ctx.query(
        "SELECT id, pracownik_id, nazwa, created_at, last_used_at FROM calendar_feeds"
        " WHERE tenant_id = $1 AND owner_id = $2 ORDER BY id",
        ctx.tenant_id,
        ctx.actor.user_id,
    )
    moments = ("created_at", "last_used_at")
    return {
        "items": [
            {name: milliseconds(value) if name in moments and value else value for name, value in row.items()}
            for row in rows
        ]
    }


@module.delete(
    "/feeds",
    "calendar.view",
    name="feeds.delete",
    body=Id,
    query=IdQuery,
    id_anywhere=True,
    undoable=False,
    instead=NEW_ADDRESS,
    label=T(en="Revoke calendar feed", pl="Unieważnienie kanału kalendarza"),
    answers={404: "Feed not found"},
)
async def revoke_feed(ctx: Context, data: Id) -> Done:
    """Delete calendar feed.

    Revokes one of the caller's addresses, by id in the body or in the query; telephones that use it get 404.
    """
    ctx.refuse_closed()
    await ctx.begin()
    await ctx.require(
        "SELECT FROM calendar_feeds WHERE tenant_id = $1 AND id = $2 AND owner_id = $3 FOR UPDATE",
        ctx.tenant_id,
        data.id,
        ctx.actor.user_id,
    )
    await changes.delete(ctx, Feed, data.id)
    return Done()


@module.within(SIGNED_OUT)
async def revoke_feeds(ctx: Context, user_id: UUID) -> None:
    """End the addresses of somebody who is signed out everywhere: who came by their password has seen them."""
    rows = await ctx.query(
        "SELECT id FROM calendar_feeds WHERE tenant_id = $1 AND owner_id = $2 ORDER BY id FOR UPDATE",
        ctx.tenant_id,
        user_id,
    )
    for row in rows:
        await changes.delete(ctx, Feed, row["id"])
