"""The live stream tells a reader of a new notification at once, and nobody else."""

from typing import Any

from inboxes import ids, sent

from callers import Caller, Invite
from listening import listening


def signed_in(who: Caller) -> dict[str, str]:
    """The header of a browser's request."""
    return {"authorization": f"Bearer {who.token}"}


async def test_a_reader_hears_of_a_new_notification_and_nobody_else_does(asgi: Any, caller: Invite) -> None:
    sender, reader = await caller("notifications.create"), await caller("notifications.view")
    async with listening(asgi, signed_in(reader)) as mine, listening(asgi, signed_in(sender)) as others:
        made = await sent(sender, reader, severity="warning")
        heard = await mine.heard("notified", id=made)
        assert (heard.data["type"], heard.data["severity"]) == ("shop.order.late", "warning")
        assert await ids(reader) == [made]
        again = await sent(sender, reader)
        await mine.heard("notified", id=again)
        assert [one.data["id"] for one in mine.events if one.name == "notified"] == [made, again]
        assert [one for one in others.events if one.name == "notified"] == []


async def test_one_of_a_group_is_told_again_when_it_is_refreshed(asgi: Any, caller: Invite) -> None:
    sender, reader = await caller("notifications.create"), await caller("notifications.view")
    async with listening(asgi, signed_in(reader)) as mine:
        made = await sent(sender, reader, groupKey="orders")
        await mine.heard("notified", id=made)
        assert await sent(sender, reader, groupKey="orders") == made
        await mine.until(lambda: len(mine.among("notified", id=made)) > 1)
