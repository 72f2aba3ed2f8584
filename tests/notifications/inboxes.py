"""Inboxes of notifications as clients see them."""

from typing import Any

import httpx

from callers import Caller

NOTIFICATIONS = "/notifications"
Json = dict[str, Any]


def content(**more: Any) -> Json:
    """What a notification needs to say."""
    return {"type": "shop.order.late", "title": "Order 7 is late", **more}


async def send(sender: Caller, recipient: Caller, **more: Any) -> httpx.Response:
    return await sender.post(NOTIFICATIONS, content(recipientUserId=str(recipient.user_id), **more))


async def sent(sender: Caller, recipient: Caller, **more: Any) -> str:
    """A notification; answers its id."""
    answer = await send(sender, recipient, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def listed(who: Caller, **query: Any) -> list[Json]:
    answer = await who.get(NOTIFICATIONS, params={"pageSize": 100, **query})
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return answer.json()["items"]


async def ids(who: Caller, **query: Any) -> list[str]:
    return [one["id"] for one in await listed(who, **query)]


async def unread(who: Caller) -> int:
    answer = await who.get(f"{NOTIFICATIONS}/unread-count")
    assert answer.status_code == 200, answer.text
    return answer.json()["unreadCount"]


async def put(who: Caller, notification: str, what: str, **body: Any) -> Json:
    """Read, dismiss or restore one."""
    answer = await who.put(f"{NOTIFICATIONS}/{notification}/{what}", body)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"ok": True}
    return (await listed(who, status="dismissed") + await listed(who))[0]
