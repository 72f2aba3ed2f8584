"""What no schema says: how to make rows of some resources, and rows that references may point at.

A module adds an entry only when its rules cannot be guessed from its input: ``EXAMPLES`` are fields of row number
``n`` by entity, ``TARGETS`` the id of a row by table.
"""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from bottega.kernel.local_time import LOCAL_ZONE
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
    day = datetime.now(LOCAL_ZONE).date() - timedelta(days=n)
    return {"data": day.isoformat(), "pozycje": []}


async def _material(_me: Caller, _n: int) -> dict[str, Any]:
    """None of it is left, so that it may go and change although it is reserved."""
    return {"ilosc": 0}


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
        "data": f"{day}T08:00:00.000Z",
        "pracownikId": str(me.user_id),
        "typ": "inne",
        "contractId": None,
        "customerId": None,
        "opcje": {"brygada": f"sample {n}"},
    }


async def _blocked_day(_me: Caller, n: int) -> dict[str, Any]:
    """One day a year at most."""
    return {"dzien": f"{1950 + n}-05-01"}


async def _approval(me: Caller, n: int) -> dict[str, Any]:
    """Of a transaction that waits, by somebody who may approve it: the caller, and later somebody new."""
    reviewer = str(me.user_id) if n < 2 else await _somebody(me, roles=["admin"])
    entry = await _entry(me, n, rodzaj="przelew", oczekuje=True)
    return {"transactionId": entry, "reviewerId": reviewer, "komentarz": f"sample {n}"}


async def _entry(me: Caller, n: int, **more: Any) -> str:
    """The id of a new entry of the ledger, of money that came in."""
    body = {"nazwa": f"Sample {n}", "kwota": 10, "typ": "przychod", "data": "2024-02-01T08:00:00.000Z"}
    made = await me.post("/finance/transactions", {**body, **more})
    assert made.status_code == 201, made.text
    return made.json()["id"]


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
    """At somebody new every time, wherever they live."""
    return {"customerId": await _customer(me), "uzytkownikId": str(me.user_id), "adresId": None}


async def _says_something(_me: Caller, n: int) -> dict[str, Any]:
    """Whatever the row has, it says one thing at least."""
    return dict.fromkeys(("grupaMeblowa", "typ", "typRamy"), f"sample {n}")


async def _payment(_me: Caller, n: int) -> dict[str, Any]:
    """Not confirmed, so that it may go again, and no refund of what was never paid."""
    kinds = ("Zadatek", "Zaliczka", "Rata", "Dopłata", "Wpłata końcowa")
    return {"typ": kinds[n % len(kinds)], "potwierdzona": False}


async def _purchase_order(_me: Caller, n: int) -> dict[str, Any]:
    """Promised for a day after it was sent, and received then; of a supplier with a tax number."""
    day = f"{n % 28 + 1:02}"
    nip = ("9991158384", "9991316765", "9991395954")[n % 3]
    return {
        "dataWyslania": f"2024-02-{day}",
        "dataObiecana": f"2024-03-{day}",
        "dataOdbioru": f"2024-03-{day}",
        "dostawcaNip": nip,
    }


async def _template(_me: Caller, n: int) -> dict[str, Any]:
    """Offered to contracts."""
    return {"nazwa": f"sample {n}", "archiwalny": n == 2}


async def _worker(me: Caller, _n: int) -> dict[str, Any]:
    """Somebody new every time, because nobody may be there twice, and nobody rates themselves."""
    somebody = await _somebody(me)
    return {"uzytkownikId": somebody, "userId": somebody}


async def _contract(me: Caller, n: int) -> dict[str, Any]:
    """Signed in the past; looked after by somebody of the studio."""
    return {"dataPodpisania": f"2024-02-{n % 28 + 1:02}", "uzytkownikId": str(me.user_id)}


async def _rule_set(_me: Caller, n: int) -> dict[str, Any]:
    """Somewhere on earth."""
    return {"timezone": ("Europe/Warsaw", "UTC", "Europe/Berlin", "America/New_York")[n % 4]}


async def _customer(me: Caller) -> str:
    made = await me.post("/customers/people", {"firstName": "Anna", "lastName": "Nowak", "displayName": "Anna Nowak"})
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def _address(me: Caller) -> str:
    body = {"entityId": await _customer(me), "addressLine1": "ul. Stolarska 1"}
    made = await me.post("/customers/addresses", body)
    assert made.status_code == 201, made.text
    return made.json()["id"]


async def _document(me: Caller, n: int) -> dict[str, Any]:
    """A protocol of a contract, or a receipt of cash from nowhere; each of another year, so of another series."""
    from rows import target_of  # noqa: PLC0415 - it makes rows with the help of this file

    day, nothing = f"{2000 + n % 26}-05-12", {"contractId": None, "transactionId": None, "paymentId": None}
    if n % 2 == 0:
        contract = await target_of(me, "contracts_contracts")
        return {**nothing, "rodzaj": "PRO", "contractId": contract, "dataWystawienia": day}
    seller = {"nazwa": "Sample", "adres": "ul. Stolarska 1", "kodPocztowy": "61-001", "miejscowosc": "Poznań"}
    told = await me.put("/documents/seller", seller)
    assert told.status_code == 200, told.text
    entry = await _entry(me, n, rodzaj="gotowka")
    return {**nothing, "rodzaj": "KP", "transactionId": entry, "dataWystawienia": day}


async def _team_member(me: Caller, _n: int) -> dict[str, Any]:
    """Somebody new every time, for an account is of one member at most."""
    return {"userId": await _somebody(me), "roleIds": [], "availabilityRuleSetId": None}


async def _leave(me: Caller, n: int) -> dict[str, Any]:
    """Of somebody new, some days of another month each time."""
    from rows import target_of  # noqa: PLC0415 - it makes rows with the help of this file

    day = f"2030-{n % 12 + 1:02}-{n % 28 + 1:02}T00:00:00.000Z"
    member = await target_of(me, "staff_team_members")
    days = {"timezone": "Europe/Warsaw", "startDate": day, "endDate": day}
    return {**days, "memberId": member, "submittedByUserId": str(me.user_id)}


async def _signed(me: Caller, _n: int) -> dict[str, Any]:
    """By the caller, for nobody signs for somebody else."""
    return {"authorUserId": str(me.user_id)}


EXAMPLES: dict[str, Example] = {
    "calendar:blocked_day": _blocked_day,
    "calendar:event": _event,
    "contracts:contract": _contract,
    "contracts:front": _says_something,
    "contracts:furniture": _says_something,
    "contracts:handle": _says_something,
    "contracts:payment_method": _payment,
    "contracts:purchase_order": _purchase_order,
    "contracts:text_template": _template,
    "contracts:vitrine": _says_something,
    "contracts:work_rating": _worker,
    "contracts:worker_assignment": _worker,
    "contracts:worker_profile": _worker,
    "customers:tag": _tag,
    "documents:document": _document,
    "finance:approval": _approval,
    "finance:cash_box": _cash_box,
    "measurements:measurement": _measurement,
    "messaging:message": _message,
    "planner:planner_availability_rule_set": _rule_set,
    "staff:staff_leave_request": _leave,
    "staff:staff_team_member": _team_member,
    "staff:staff_team_member_activity": _signed,
    "staff:staff_team_member_comment": _signed,
    "warehouse:goods_issue": _goods_issue,
    "warehouse:material": _material,
}
TARGETS: dict[str, Target] = {
    "directory_organizations": _organization,
    "auth_users": _user,
    "auth_roles": _role,
    "customers_addresses": _address,
    "customers_entities": _customer,
}
