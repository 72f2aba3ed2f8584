"""Keys are exchanged and encrypted fields chosen while people work: nobody is refused, nothing becomes unreadable."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from demo_studio import NEIGHBOUR, OWNER, Colleague, Demo, Json

from serving import wait_until

CUSTOMER = "customers:customer_entity"
MAP = "/entities/encryption"
# Two times fifteen seconds until every process knows a new key, and a pass over everything.
PATIENCE = 180


def person(me: Colleague, surname: str, number: int) -> str:
    """A new customer; answers the id."""
    return me.made(
        "/customers/people",
        firstName=f"Żaneta{number}",
        lastName=surname,
        displayName=f"Żaneta{number} {surname}",
        primaryEmail=f"zaneta{number}.{surname.lower()}@example.com",
        primaryPhone=f"+48 601 {number:03} 200",
    )


@contextmanager
def busy(demo: Demo, address: str) -> Iterator[list[str]]:
    """Somebody works all the while: adds customers, changes them and finds them again; the ids so far."""
    me, surname = demo.sign_in(address), f"Klucznik{secrets.token_hex(4)}"
    made: list[str] = []
    failures: list[Exception] = []
    stop = threading.Event()

    def work() -> None:
        try:
            while not stop.is_set():
                made.append(person(me, surname, len(made)))
                me.changed("/customers/people", id=made[-1], description=f"woli dąb {len(made)}")
                [found] = me.saw("/customers/people", search=f"Żaneta{len(made) - 1} {surname}")["items"]
                assert (found["id"], found["description"]) == (made[-1], f"woli dąb {len(made)}")
                time.sleep(0.3)
        except Exception as error:  # noqa: BLE001 - told to the test, in whose thread it means something
            failures.append(error)

    working = threading.Thread(target=work)
    working.start()
    try:
        yield made
    finally:
        stop.set()
        working.join()
    assert failures == []
    shown = {one["id"]: one for one in everybody(me, surname)}
    assert [shown[one]["description"] for one in made] == [f"woli dąb {n + 1}" for n in range(len(made))]


def everybody(me: Colleague, search: str = "") -> list[Json]:
    """All people of a search, in the order of their names."""
    found: list[Json] = []
    while True:
        page = me.saw("/customers/people", search=search, pageSize=100, page=len(found) // 100 + 1, sortField="name")
        found += page["items"]
        if len(found) >= page["total"]:
            return found


def test_all_tenants_get_new_keys_while_people_work(demo: Demo):
    keys = "SELECT wrapped FROM tenant_keys ORDER BY tenant_id"
    before, known = demo.sql(keys), person(demo.sign_in(OWNER), f"Stały{secrets.token_hex(4)}", 1)
    with busy(demo, OWNER) as made:
        done = demo.command("keys", "rotate", seconds=PATIENCE)
        enough = len(made) + 3
        wait_until(lambda: len(made) > enough, 60)
    assert done.stdout.count(": done") == len(before)
    assert not {row[0] for row in before} & {row[0] for row in demo.sql(keys)}
    [still] = demo.sign_in(OWNER).saw("/customers/people", id=known)["items"]
    assert still["primary_phone"] == "+48 601 001 200"


@pytest.mark.job("entities.reseal")
def test_a_field_is_opened_and_encrypted_again_while_people_work(demo: Demo):
    me = demo.sign_in(NEIGHBOUR)
    usual = me.saw(MAP, entityId=CUSTOMER)
    stored = (
        "SELECT count(*) FILTER (WHERE display_name ~ ':v[0-9]+$'), count(*) FROM customers_entities"
        " WHERE tenant_id = $1"
    )
    before = everybody(me)
    with busy(demo, NEIGHBOUR) as made:
        for fields, sealed in (
            ([one for one in usual["fields"] if one["field"] != "display_name"], False),
            (usual["fields"], True),
        ):
            me.did(MAP, entityId=CUSTOMER, fields=fields)
            assert me.saw(MAP, entityId=CUSTOMER)["progress"]["running"] is True
            after = len(made)
            wait_until(lambda: me.saw(MAP, entityId=CUSTOMER)["progress"]["running"] is False, PATIENCE, pause=0.5)
            assert len(made) > after
            [(encrypted, everything)] = demo.sql(stored, usual["tenantId"])
            assert encrypted == (everything if sealed else 0)
            now = {one["id"]: one for one in everybody(me)}
            assert [now[one["id"]]["display_name"] for one in before] == [one["display_name"] for one in before]
    assert me.saw(MAP, entityId=CUSTOMER)["fields"] == usual["fields"]
