"""Killed in the middle of its work, the product goes on: what was acknowledged is there, once; what waited is done."""

import io
import random
import secrets
import threading
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import psutil
from demo_studio import NEIGHBOUR, OWNER, Colleague, Demo, Json
from test_large_imports_followed import MANY, send, sheet
from test_months_of_documents import BATCHES, DOCUMENTS
from test_reset_mails import ask

from serving import wait_until

TODAY = datetime.now(ZoneInfo("Europe/Warsaw")).date()
DOCUMENTS_TO_ISSUE = 32


def kill(demo: Demo, part: str) -> None:
    """Kill a process of the server at once, when it is there."""
    for child in psutil.Process(demo.served.pid).children():
        if any(part in word for word in child.cmdline()):
            child.kill()
            child.wait(15)


def test_whatever_is_killed_during_an_import_comes_back_and_the_import_is_done_once(own_demo: Demo):
    for victim in ("http-process", "postgres", "worker-process"):
        survive(own_demo, victim)


def survive(demo: Demo, victim: str) -> None:
    """Kill one part while a thousand people are being imported, and go on working."""
    me, surname = demo.sign_in(OWNER), f"Ocalała{secrets.token_hex(4)}"
    sent = send(me, sheet(surname, MANY))
    kill(demo, victim)
    key = secrets.token_hex(8)
    made = [me.insisted("/customers/tags", key, slug=key, label=f"Znacznik {key}") for _ in range(2)]
    assert made[0] == made[1], victim
    done = me.followed(f"/customers/people/imports/{sent['importId']}", "state", "done", "failed")
    assert (done["state"], done["created"]) == ("done", MANY), victim
    assert me.total("/customers/people", search=surname) == MANY, victim
    letters = len(demo.mails_to(NEIGHBOUR))
    ask(demo, NEIGHBOUR)
    wait_until(lambda: len(demo.mails_to(NEIGHBOUR)) > letters, 60)
    demo.wait_until_ready()
    assert surname not in "".join([*demo.served.out, *demo.served.errors]), "names of people are in the log"


class Kitchens:
    """Contracts that are finished and wait for their invoices."""

    def __init__(self, me: Colleague) -> None:
        """Sign and finish them."""
        self.me = me
        self._run = secrets.token_hex(3)
        self._customer = me.made(
            "/customers/people", firstName="Zofia", lastName="Seryjna", displayName="Zofia Seryjna"
        )
        me.made(
            "/customers/addresses",
            entityId=self._customer,
            addressLine1="ul. Długa 1",
            city="Poznań",
            postalCode="61-848",
            isPrimary=True,
        )
        self.contracts = [self._contract(number) for number in range(DOCUMENTS_TO_ISSUE)]

    def _contract(self, number: int) -> str:
        contract = self.me.made(
            "/contracts/contracts",
            numer=f"K/{self._run}/{number:03}",
            typ="kuchnia",
            customerId=self._customer,
            dataPodpisania=TODAY.isoformat(),
            vatTryb="stawka_23",
            obiektRodzaj="lokal_uslugowy",
        )
        self.me.made("/contracts/valuations", contractId=contract, meble="1230.00")
        self.me.changed("/contracts/contracts", id=contract, zakonczona=True)
        return contract

    def invoice(self, contract: str) -> Json:
        """Issue the invoice of a contract, however often one has to ask."""
        return self.me.insisted(DOCUMENTS, f"FV {contract}", rodzaj="FV", contractId=contract)


def this_month(me: Colleague) -> list[Json]:
    """All invoices of this month, the cancelled ones too: their numbers are used."""
    found: list[Json] = []
    while True:
        page = me.saw(DOCUMENTS, rodzaj="FV", pageSize=100, page=len(found) // 100 + 1)
        found += page["items"]
        if len(found) >= page["total"]:
            return [one for one in found if one["data_wystawienia"].startswith(f"{TODAY:%Y-%m}")]


def ask_for_the_month(me: Colleague) -> str:
    """Order the month's invoices as an archive; the batch's id."""
    return me.insisted(BATCHES, secrets.token_hex(8), miesiac=f"{TODAY:%Y-%m}", rodzaje=["FV"], format="zip")["id"]


def archived(me: Colleague, batch: str) -> list[str]:
    """What the archive of a batch holds, when it is there."""
    assert me.followed(f"{BATCHES}/{batch}", "stan", "gotowe", "blad")["stan"] == "gotowe"
    return zipfile.ZipFile(io.BytesIO(me.read(f"{BATCHES}/{batch}/file").content)).namelist()


def test_a_month_of_documents_is_issued_once_without_gaps_whatever_is_killed_meanwhile(own_demo: Demo):
    me = own_demo.sign_in(OWNER)
    kitchens, before = Kitchens(me), this_month(me)
    seed = secrets.randbits(32)
    print(f"killed at random with the seed {seed}")  # noqa: T201 - shown when the test fails
    moments = sorted(random.Random(seed).sample(range(2, DOCUMENTS_TO_ISSUE - 2), 4))  # noqa: S311 - no secret
    victims = dict(zip(moments, ("worker-process", "http-process", "worker-process", "worker-process"), strict=True))
    batches: list[str] = []
    issued: list[Json] = []
    counting = threading.Lock()

    def issue(contract: str) -> None:
        one = kitchens.invoice(contract)
        with counting:
            issued.append(one)
            victim = victims.get(len(issued))
            if victim:
                batches.append(ask_for_the_month(me))
                kill(own_demo, victim)

    with ThreadPoolExecutor(3) as people:
        list(people.map(issue, kitchens.contracts))
    own_demo.wait_until_ready()
    after = this_month(me)
    assert Counter(one["contract_id"] for one in after if one["contract_id"] in {*kitchens.contracts}) == Counter(
        kitchens.contracts
    )
    assert {one["id"] for one in after} == {one["id"] for one in [*before, *issued]}
    numbers = sorted(int(one["numer"].rpartition("/")[2]) for one in after)
    assert numbers == list(range(1, len(after) + 1))
    batches.append(ask_for_the_month(me))
    for batch in batches:
        names = archived(me, batch)
        assert len(names) == len({*names}) == me.saw(f"{BATCHES}/{batch}")["razem"]
    in_force = [one for one in after if one["stan"] != "anulowany"]
    assert len(archived(me, batches[-1])) == len(in_force)
    assert all(me.read(f"{DOCUMENTS}/{one['id']}/file").content.startswith(b"%PDF") for one in issued)
