"""What no schema says: how to make rows of some resources, and rows that references may point at.

A module adds an entry only when its rules cannot be guessed from its input: ``EXAMPLES`` are fields of row number
``n`` by entity, ``TARGETS`` the id of a row by table.
"""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from installed import OPERATIONS

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


async def _transaction(me: Caller, n: int) -> dict[str, Any]:
    """Of no contract as long as nobody can enter one."""
    del me, n
    return {} if any(one.path == "/contracts/contracts" for one in OPERATIONS) else {"contractId": None}


async def _approval(me: Caller, n: int) -> dict[str, Any]:
    """Of a transaction that waits, by somebody who may approve it: the caller, and later somebody new."""
    reviewer = str(me.user_id) if n < 2 else await _somebody(me, roles=["admin"])
    made = await me.post(
        "/finance/transactions",
        {
            "nazwa": f"Sample {n}", "kwota": 10, "typ": "przychod", "rodzaj": "przelew", "oczekuje": True,
            "data": "2024-02-01T08:00:00.000Z",
        },
    )  # fmt: skip
    return {"transactionId": made.json()["id"], "reviewerId": reviewer, "komentarz": f"sample {n}"}


async def _cash_box(me: Caller, n: int) -> dict[str, Any]:
    """Everybody has one, so each belongs to somebody new."""
    return {"kod": f"K{n}", "uzytkownikId": await _somebody(me)}


async def _somebody(me: Caller, **more: Any) -> str:
    """The id of a new user of the caller's organization."""
    person = {"email": f"{uuid4()}@example.com", "password": "Correct-Horse-1"}
    made = await me.post("/auth/users", {**person, "organizationId": str(me.organization_id), **more})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def _measurement(me: Caller, _n: int) -> dict[str, Any]:
    """At somebody new every time."""
    made = await me.post(
        "/customers/people", {"firstName": "Anna", "lastName": "Nowak", "displayName": "Anna Nowak"}
    )
    assert made.status_code == 201, made.text
    return {"customerId": made.json()["id"], "uzytkownikId": str(me.user_id), "adresId": None}


EXAMPLES: dict[str, Example] = {
    "calendar:blocked_day": _blocked_day,
    "calendar:event": _event,
    "customers:tag": _tag,
    "finance:approval": _approval,
    "finance:cash_box": _cash_box,
    "finance:transaction": _transaction,
    "measurements:measurement": _measurement,
    "messaging:message": _message,
    "warehouse:goods_issue": _goods_issue,
}
TARGETS: dict[str, Target] = {
    "directory_organizations": _organization,
    "auth_users": _user,
    "auth_roles": _role,
}
