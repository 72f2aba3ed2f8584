"""How to make rows for lists that are no resource, and which lists cannot be made longer from outside, each with why.

A list that is not here and has a table and a POST beside it is made longer by its input's schema.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from installed import BY_TABLE
from rows import make

from callers import PASSWORD, Caller

# Makes row number n, or everything about row n, and says what to ask for so that it is shown.
Grow = Callable[[Caller, int], Awaitable[dict[str, Any] | None]]
TOOL = "user:tool"


async def made(me: Caller, path: str, body: dict[str, Any]) -> Any:
    """What a create answers."""
    answer = await me.post(path, body)
    assert answer.is_success, f"{path}: {answer.text}"
    return answer.json()


async def _person(me: Caller, n: int, **more: Any) -> str:
    names = {"firstName": f"Ewa{n}", "lastName": f"Lis{n}", "displayName": f"Ewa{n} Lis{n}", **more}
    return (await made(me, "/customers/people", names))["id"]


async def _people(me: Caller, n: int) -> None:
    await _person(me, n, primaryEmail=f"ewa{n}@example.com", cf_wood="oak")


async def _expected(me: Caller, n: int) -> None:
    await _person(me, n, nextInteraction={"at": f"2099-01-{n % 28 + 1:02}T10:00:00Z", "name": "Pomiar"})


async def _companies(me: Caller, n: int) -> None:
    await made(me, "/customers/companies", {"displayName": f"Meble {n}", "primaryEmail": f"m{n}@example.com"})


async def _deals(me: Caller, n: int) -> None:
    people = [await _person(me, 100 * n + k) for k in range(2)]
    await made(me, "/customers/deals", {"title": f"Kuchnia {n}", "personIds": people})


async def _about_somebody(me: Caller, n: int, path: str, **body: Any) -> None:
    await made(me, f"/customers/{path}", {"entityId": await _person(me, n), **body})


async def _comments(me: Caller, n: int) -> None:
    await _about_somebody(me, n, "comments", body=f"Zadzwoniła, sprawa {n}.")


async def _activities(me: Caller, n: int) -> None:
    await _about_somebody(me, n, "activities", activityType="call", subject=f"Rozmowa {n}")


async def _addresses(me: Caller, n: int) -> None:
    await _about_somebody(me, n, "addresses", addressLine1=f"Lipowa {n}")


async def _words(me: Caller, n: int) -> dict[str, Any]:
    await made(me, "/customers/dictionaries/statuses", {"value": f"stan-{n}"})
    return {"kind": "statuses"}


async def _furnish(me: Caller, customer: str, n: int) -> None:
    """One more of everything that is shown beside a customer."""
    about = {"entityId": customer}
    await made(me, "/customers/comments", {**about, "body": f"Sprawa {n}"})
    await made(me, "/customers/activities", {**about, "activityType": "call", "subject": f"Rozmowa {n}"})
    await made(me, "/customers/addresses", {**about, "addressLine1": f"Lipowa {n}"})
    tag = await made(me, "/customers/tags", {"slug": f"tag-{n}", "label": f"Tag {n}"})
    await made(me, "/customers/tags/assign", {"tagId": tag["id"], "entityId": customer})


async def _person_page(me: Caller, n: int) -> dict[str, Any]:
    found = (await me.get("/customers/people", params={"email": "strona@example.com"})).json()["items"]
    person = found[0]["id"] if found else await _person(me, n, primaryEmail="strona@example.com")
    await _furnish(me, person, n)
    await made(me, "/customers/deals", {"title": f"Szafa {n}", "personIds": [person]})
    return {"id": person, "include": "addresses,comments,activities,deals,todos"}


async def _company_page(me: Caller, n: int) -> dict[str, Any]:
    found = (await me.get("/customers/companies", params={"email": "strona@example.com"})).json()["items"]
    body = {"displayName": "Meble", "primaryEmail": "strona@example.com"}
    firm = found[0]["id"] if found else (await made(me, "/customers/companies", body))["id"]
    await _furnish(me, firm, n)
    await _person(me, n, companyEntityId=firm)
    return {"id": firm, "include": "addresses,comments,activities,deals,todos,people"}


async def _deal_page(me: Caller, n: int) -> dict[str, Any]:
    found = (await me.get("/customers/deals")).json()["items"]
    deal = found[0]["id"] if found else (await made(me, "/customers/deals", {"title": "Strona"}))["id"]
    people = [await _person(me, 100 * n + k) for k in range(n)]
    assert (await me.put("/customers/deals", {"id": deal, "personIds": people})).is_success
    return {"id": deal}


async def _records(me: Caller, n: int) -> dict[str, Any]:
    if n == 1:
        await made(me, "/entities/entities", {"entityId": TOOL, "label": "Tool"})
        await made(me, "/entities/definitions", {"entityId": TOOL, "key": "name", "kind": "text", "configJson": {}})
    await made(me, "/entities/records", {"entityId": TOOL, "values": {"name": f"Piła {n}"}})
    return {"entityId": TOOL}


async def _definitions(me: Caller, n: int) -> dict[str, Any]:
    body = {"entityId": "customers:customer_person_profile", "key": f"field_{n}", "kind": "text", "configJson": {}}
    await made(me, "/entities/definitions", body)
    return {"entityId": body["entityId"]}


async def _custom_entities(me: Caller, n: int) -> None:
    await made(me, "/entities/entities", {"entityId": f"user:tool_{n}", "label": f"Tool {n}"})


async def _users(me: Caller, n: int) -> None:
    body = {"email": f"user{n}@example.com", "password": PASSWORD, "organizationId": str(me.organization_id)}
    await made(me, "/auth/users", {**body, "roles": []})


async def _roles(me: Caller, n: int) -> None:
    await made(me, "/auth/roles", {"name": f"Rola {n}"})


async def _keys(me: Caller, n: int) -> None:
    await made(me, "/api_keys/keys", {"name": f"Klucz {n}"})


async def _schedules(me: Caller, n: int) -> None:
    target = {"targetType": "command", "targetCommand": "scheduler.test.echo"}
    when = {"scheduleType": "interval", "scheduleValue": "1d"}
    await made(me, "/scheduler/jobs", {"name": f"Co dzień {n}", "scopeType": "organization", **when, **target})


async def _executions(me: Caller, n: int) -> dict[str, str]:
    mine = {"search": "Co dzień 1", "sourceType": "user"}
    if n == 1:
        await _schedules(me, 1)
    [schedule] = (await me.get("/scheduler/jobs", params=mine)).json()["items"]
    assert (await me.post("/scheduler/trigger", {"id": schedule["id"]})).status_code == 200
    return {"id": schedule["id"]}


async def _organizations(me: Caller, n: int) -> None:
    await made(me, "/directory/organizations", {"name": f"Filia {n}"})


async def _dictionaries(me: Caller, n: int) -> None:
    await made(me, "/dictionaries", {"key": f"list-{n}", "name": f"Lista {n}"})


async def _contracts(me: Caller, n: int) -> None:
    await make(me, BY_TABLE["contracts_contracts"], n)


async def _cuts(me: Caller, n: int) -> None:
    sizes = {"dlugosc": 2800, "szerokosc": 2070, "cala": True, "ilosc": 1}
    board = await made(me, "/warehouse/materials", {"typ": "mdf", "producent": "Egger", "symbol": f"M{n}", **sizes})
    await made(me, f"/warehouse/materials/{board['id']}/cut", {"formatki": [{"dl": 500, "szer": 300}]})


async def _rule(me: Caller, n: int) -> dict[str, str]:
    """Of a schedule each, on a day of its own."""
    schedule = await made(me, "/planner/availability-rule-sets", {"name": f"Schedule {n}", "timezone": "UTC"})
    rule = {"subjectType": "ruleset", "subjectId": schedule["id"], "timezone": "UTC"}
    await made(me, "/planner/availability", {**rule, "rrule": f"DTSTART:202601{n % 28 + 1:02}T080000Z"})
    return {}


async def _files(me: Caller, n: int) -> None:
    fields = {"entityId": "attachments:library", "recordId": "all"}
    files = {"file": (f"plan-{n}.txt", f"Plan {n}".encode())}
    answer = await me.client.post("/attachments", data=fields, files=files)
    assert answer.is_success, answer.text


GROWS: dict[str, Grow] = {
    "/attachments/library": _files,
    "/planner/availability": _rule,
    "/customers/people": _people,
    "/customers/companies": _companies,
    "/customers/deals": _deals,
    "/customers/comments": _comments,
    "/customers/activities": _activities,
    "/customers/addresses": _addresses,
    "/customers/people/{id}": _person_page,
    "/customers/companies/{id}": _company_page,
    "/customers/deals/{id}": _deal_page,
    "/customers/dictionaries/{kind}": _words,
    "/customers/dashboard/widgets/new-customers": _people,
    "/customers/dashboard/widgets/new-deals": _deals,
    "/customers/dashboard/widgets/next-interactions": _expected,
    "/contacts/contacts": _people,
    "/audit_logs/audit-logs/actions": _people,
    "/entities/records": _records,
    "/entities/definitions": _definitions,
    "/entities/entities": _custom_entities,
    "/auth/users": _users,
    "/auth/roles": _roles,
    "/api_keys/keys": _keys,
    "/controlling/contracts": _contracts,
    "/controlling/profit": _contracts,
    "/warehouse/cuts": _cuts,
    "/directory/organizations": _organizations,
    "/scheduler/jobs": _schedules,
    "/scheduler/jobs/{id}/executions": _executions,
    "/dictionaries": _dictionaries,
}
CANNOT_GROW: dict[str, str] = {
    "/notifications": "they are made for others; two statements, see `tests/notifications/test_reading.py`",
    "/audit_logs/audit-logs/access": "its rows are written by the process at its leisure, not by the request",
    "/customers/dashboard/widgets/customer-todos": "no module keeps tasks yet that a customer could be linked to",
    "/feature_toggles/global": "it shows the toggles of all tests, from memory, which come and go while it is read",
    "/feature_toggles/overrides": "it shows the toggles of all tests, from memory, which come and go while it is read",
    "/directory/tenants": "it shows the tenants of all tests, which come and go while it is read",
    "/jobs": "it shows the work of all tenants, which comes and goes while it is read, in one statement",
    "/finance/ledger_findings": "only the nightly audit writes findings; the list is that of every resource",
    "/finance/transfers": "a transfer needs two cash boxes and a balance; the list is that of every resource",
}
