"""What no schema says: how to make rows of some resources, and rows that references may point at.

A module adds an entry only when its rules cannot be guessed from its input: ``EXAMPLES`` are fields of row number
``n`` by entity, ``TARGETS`` the id of a row by table.
"""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

from bottega.kernel.schemas import WARSAW
from callers import Caller

Example = Callable[[Caller, int], Awaitable[dict[str, Any]]]
Target = Callable[[Caller], Awaitable[str]]


async def _organization(me: Caller) -> str:
    return str(me.organization_id)


async def _user(me: Caller) -> str:
    return str(me.user_id)


async def _role(me: Caller) -> str:
    return str(me.role_id)


async def _goods_issue(_me: Caller, n: int) -> dict[str, Any]:
    """Dated in the past; material it would take out of stock is its own tests' business."""
    day = datetime.now(WARSAW).date() - timedelta(days=n)
    return {"data": day.isoformat(), "pozycje": []}


async def _tag(_me: Caller, n: int) -> dict[str, Any]:
    """A slug has letters of its own."""
    return {"slug": f"sample-{n}"}


async def _message(me: Caller, _n: int) -> dict[str, Any]:
    """From somebody to themselves."""
    return {"senderId": str(me.user_id), "recipientId": str(me.user_id)}


async def _event(me: Caller, n: int) -> dict[str, Any]:
    """The caller is somewhere else every week; no contract, so that two events may replace each other."""
    day = date(2030, 1, 7) + timedelta(weeks=n)
    return {
        "data": f"{day}T08:00:00.000Z", "pracownikId": str(me.user_id), "typ": "inne", "contractId": None,
        "customerId": None, "opcje": {"brygada": f"sample {n}"},
    }  # fmt: skip


async def _blocked_day(_me: Caller, n: int) -> dict[str, Any]:
    """One day a year at most."""
    return {"dzien": f"{1950 + n}-05-01"}


EXAMPLES: dict[str, Example] = {
    "calendar:blocked_day": _blocked_day,
    "calendar:event": _event,
    "customers:tag": _tag,
    "messaging:message": _message,
    "warehouse:goods_issue": _goods_issue,
}
TARGETS: dict[str, Target] = {
    "directory_organizations": _organization,
    "auth_users": _user,
    "auth_roles": _role,
}
