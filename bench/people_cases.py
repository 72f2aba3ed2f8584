"""The customers against the yardstick: the same people, encrypted on our side and bare on the other."""

import asyncio
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import quote

import httpx

from bench.load import http, load
from bench.people import SURNAMES
from bench.sides import HEAD, Comparison, Request, Rounds, get, sending
from bottega.kernel.text.folding import fold

PEOPLE = "/api/customers/people"
SEARCH = "people: search, another word each time"
ONE, DETAIL = "person by id, in a list of one", "person with all relations (45 rows)"
RELATIONS = "addresses,comments,activities,deals,todos"
_PAGES = [str(page) for page in range(1, 101)]
_FIELDS = ({"key": "region", "kind": "text", "filterable": True}, {"key": "area", "kind": "integer"})


@dataclass(frozen=True)
class Office:
    """Somebody who works with the customers of the running product."""

    port: int
    headers: Mapping[str, str]

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What it answers."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}/api") as client:
            answer = await client.request(method, path, json=body, headers=dict(self.headers))
        return answer.raise_for_status().json()

    async def furnish(self) -> str:
        """Define the custom fields, and add a person with much about them; answers the id."""
        for field in _FIELDS:
            config = {"filterable": field.get("filterable", False)}
            body = {"entityId": "customers:customer_person_profile", "configJson": config}
            await self.ask("POST", "/entities/definitions", {**body, "key": field["key"], "kind": field["kind"]})
        person: str = (await self.ask("POST", "/customers/people", person_named("Klara", "Zapalska")))["id"]
        for n in range(20):
            await self.ask("POST", "/customers/comments", {"entityId": person, "body": f"Zadzwoniła, sprawa {n}."})
            activity = {"entityId": person, "activityType": "call", "subject": f"Rozmowa {n}"}
            await self.ask("POST", "/customers/activities", activity)
        for street in ("Lipowa", "Dębowa", "Jesionowa"):
            await self.ask("POST", "/customers/addresses", {"entityId": person, "addressLine1": f"ul. {street} 7"})
        for title in ("Kuchnia", "Garderoba"):
            await self.ask("POST", "/customers/deals", {"title": title, "personIds": [person]})
        return person

    def adding(self) -> Request:
        """A new person every time."""
        numbers = itertools.count()

        def request() -> bytes:
            n = next(numbers)
            body = json.dumps(person_named("Nowa", f"Osoba{n}", primaryEmail=f"nowa{n}@example.com"))
            return http("POST", PEOPLE, dict(self.headers), body.encode())

        return request

    def changing(self, people: Sequence[str]) -> Request:
        """A new telephone number of another person every time."""
        numbers = itertools.count()

        def request() -> bytes:
            n = next(numbers)
            body = json.dumps({"id": people[n % len(people)], "primaryPhone": f"+48 5{n:08}"})
            return http("PUT", PEOPLE, dict(self.headers), body.encode())

        return request


def person_named(first: str, last: str, **more: Any) -> dict[str, Any]:
    """The body of a create."""
    return {"firstName": first, "lastName": last, "displayName": f"{first} {last}", **more}


async def measure_people(rounds: Rounds, headers: Mapping[str, str], people: int) -> None:
    """Print the table."""
    office = Office(rounds.ours.port, headers)
    person = await office.furnish()
    print(f"\n{people:,} people, encrypted; the yardstick reads the same rows bare.\n\n{HEAD}")
    times: dict[str, float] = {}
    shown = await office.ask("GET", "/customers/people?pageSize=100")
    for case in _cases(office, person, [item["id"] for item in shown["items"]]):
        if rounds.wants(case.name):
            times[case.name] = await rounds.compare(case)
    if {"people: list", SEARCH} <= set(times):
        search, plain = times[SEARCH], times["people: list"]
        print(f"\nSearch: p50 {search:.1f} ms, {search / plain:.1f} times the plain list (target 25 ms, or 5 times).")
    if {ONE, DETAIL} <= set(times):
        print(f"\nPerson with all relations: {times[DETAIL] / times[ONE]:.1f} times one row by id (target 4 times).")
    if rounds.wants("people: by name after a change"):
        await _measure_order(office, person)


def _cases(office: Office, person: str, people: Sequence[str]) -> list[Comparison]:
    who = office.headers
    added = sending("POST", "/people", json.dumps(person_named("Nowa", "Osoba")).encode())
    changed = _numbered("PUT", "/people")
    return [
        Comparison("people: list", get(f"{PEOPLE}?pageSize=50", who), get("/people"), 0.50),
        Comparison(
            "people: list, another page each time",
            _each(f"{PEOPLE}?pageSize=50&page=", _PAGES, who),
            _each("/people?page=", _PAGES, {}),
        ),
        Comparison(
            SEARCH,
            _each(f"{PEOPLE}?search=", SURNAMES, who),
            _each("/people?search=", [fold(name) for name in SURNAMES], {}),
        ),
        Comparison(
            "people: search=kowal, again and again", get(f"{PEOPLE}?search=kowal", who), get("/people?search=kowal")
        ),
        Comparison(
            "people: custom filter and sort",
            get(f"{PEOPLE}?cf_region=pomorskie&sortField=cf_area", who),
            get("/people?custom=pomorskie"),
        ),
        Comparison("people: by name", get(f"{PEOPLE}?sortField=name", who), get("/people?sort=name")),
        Comparison(ONE, get(f"{PEOPLE}?id={person}", who), get("/one")),
        Comparison(DETAIL, get(f"{PEOPLE}/{person}?include={RELATIONS}", who), get("/one")),
        Comparison("people: create", office.adding(), added),
        Comparison("people: update", office.changing(people), changed),
    ]


def _each(path: str, words: Sequence[str], who: Mapping[str, str]) -> Request:
    """Another word each time, and more words than a process remembers lists."""
    requests = itertools.cycle([http("GET", path + quote(word), dict(who)) for word in words])
    return lambda: next(requests)


def _numbered(method: str, path: str) -> Request:
    """Another number in the body each time."""
    numbers = itertools.count()
    return lambda: http(method, path, {}, json.dumps({"n": next(numbers)}).encode())


async def _measure_order(office: Office, person: str) -> None:
    """How long the first list by name takes, and the next one after each change."""
    path, taken = f"{PEOPLE}?sortField=name", list[float]()
    for n in range(12):
        await office.ask("PUT", "/customers/people", {"id": person, "displayName": f"Klara Zapalska {n}"})
        await asyncio.sleep(0.05)
        outcome = await load(office.port, get(path, office.headers), connections=1, seconds=0.05)
        taken.append(outcome.times[0] * 1000)
    print(f"\nList by name right after a change: p50 {median(taken):.0f} ms, at most {max(taken):.0f} ms.")
