"""Setting up the demo studio: once, with people who see what their roles let them, and neighbours who do not."""

import asyncio
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bottega.app import create_application
from bottega.business.documents.content.kinds import KINDS
from bottega.business.documents.ksef.numbers import ksef_number
from bottega.demo import check_demo, seed
from bottega.demo.draw.walnut_story import LEFT
from bottega.demo.filling import PARTS, progress
from bottega.demo.people import PASSWORD, PEOPLE, SEES
from bottega.demo.seeding import SEED, add_neighbour, add_studio
from bottega.demo.store.neighbours import OTHERS
from bottega.demo.studio import draw_studio
from bottega.demo.texts.stories import BUSINESS, LOSS, PERFECT, TOMORROW, contract_of
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.passwords import verify
from bottega.kernel.startup_errors import StartError
from bottega.processes.console import Screen
from bottega.processes.database_provisioning import warn_of_open_demo
from bottega.settings import Settings

TODAY = date(2026, 11, 23)
COUNTS = """
SELECT (SELECT count(*) FROM directory_tenants) AS tenants, (SELECT count(*) FROM auth_users) AS users,
       (SELECT count(*) FROM warehouse_materials) AS materials, (SELECT count(*) FROM warehouse_goods_issues) AS issues,
       (SELECT count(*) FROM warehouse_goods_issue_lines) AS lines, (SELECT count(*) FROM number_series) AS series,
       (SELECT count(*) FROM event_outbox WHERE name NOT LIKE 'directory.%') AS told,
       (SELECT count(*) FROM action_changes) AS images
"""


@pytest.fixture
async def empty(own_dsn: str, data_folder: Path, settings: Settings) -> Any:
    """An installation without anybody: settings, address and secrets."""
    return settings, own_dsn, Secrets.load(Settings(data=data_folder))


async def counts(dsn: Any) -> dict[str, int]:
    application = create_application(*dsn)
    await application.database.open()
    try:
        async with application.database.across_tenants("a test counts") as connection:
            return dict(await connection.fetchrow(COUNTS))
    finally:
        await application.database.close()


async def published(dsn: Any) -> int:
    """How many people have the published password; a row says whether there is one."""
    application = create_application(*dsn)
    await application.database.open()
    try:
        async with application.database.across_tenants("a test looks at passwords") as connection:
            noted = await connection.fetchval("SELECT count(*) FROM installation WHERE key = 'demo.published'")
            hashes = await connection.fetch(
                "SELECT password_hash FROM auth_users AS u JOIN auth_credentials AS c ON c.id = u.credential_id"
            )
    finally:
        await application.database.close()
    having = sum(verify(PASSWORD, row["password_hash"]).ok for row in hashes)
    assert noted == bool(having)
    return having


async def warned(empty: Any, capsys: pytest.CaptureFixture[str], **changed: Any) -> bool:
    """Whether a start with these settings says that strangers may sign in."""
    settings, dsn, _ = empty
    await warn_of_open_demo(settings.model_copy(update=changed), dsn, Screen())
    return "Beware" in capsys.readouterr().out


async def test_the_demo_is_set_up_once_however_often_and_at_once_it_is_asked_for(
    empty: Any, capsys: pytest.CaptureFixture[str]
):
    steps: list[str] = []
    with pytest.raises(StartError):
        await check_demo(*empty)
    first, second = await asyncio.gather(seed(*empty, steps.append), seed(*empty, steps.append))
    assert first == second
    assert [one.email for one in first] == [*(person.email for person in PEOPLE), "ewa@example.com", "jan@example.com"]
    assert all(one.sees for one in first)
    there = await counts(empty)
    assert (there["tenants"], there["users"]) == (2, len(PEOPLE) + 2)
    assert (there["materials"], there["issues"]) == (118 + 96 + 2 * 11, 178 + 2 * 5)
    assert (there["told"], there["images"]) == (0, 0), "what was made up is no news, and not to be undone"
    assert await seed(*empty, steps.append) == first
    assert await counts(empty) == there
    assert await check_demo(*empty) == []
    assert {(one.password, one.public) for one in first} == {("Jesion-2026!", True)}
    assert await published(empty) == len(PEOPLE) + 2
    settings, *rest = empty
    with pytest.raises(StartError, match="the published one"):
        await seed(settings.model_copy(update={"demo_password": PASSWORD}), *rest, steps.append)
    assert await warned(empty, capsys, host="192.0.2.1")
    assert await warned(empty, capsys, production=True)
    assert not await warned(empty, capsys, host="localhost")
    own = settings.model_copy(update={"demo_password": "Klon-Dab-77!"})
    assert {one.password for one in await seed(own, *rest, steps.append)} == {"as you chose it"}
    assert await published(empty) == 0
    assert not await warned(empty, capsys, host="192.0.2.1")
    assert {one.password for one in await seed(*empty, steps.append)} == {"as you chose it"}
    assert steps[0] == progress("people", 0)
    assert progress("warehouse", list(PARTS).index("warehouse") + 1) in steps


@pytest.fixture
async def studio(app: Any) -> Any:
    """The studio in this worker's database."""
    return await add_studio(app, today=TODAY)


async def sign_in(nobody: Any, email: str) -> Any:
    answer = await nobody.post("/auth/login", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return {"authorization": f"Bearer {answer.json()['token']}"}


async def test_the_next_number_follows_the_last_one_of_the_demo(studio: Any, nobody: Any):
    me = await sign_in(nobody, "grzegorz@example.com")
    place = (await nobody.get("/warehouse/locations", headers=me)).json()["items"][0]["id"]
    listed = await nobody.get("/warehouse/goods_issues", headers=me, params={"search": "WZ/2026/10"})
    # Boards are reserved for contracts that are not installed yet, and so not settled.
    reserved = await nobody.get("/warehouse/materials", headers=me, params={"sortField": "contract_id"})
    body = {
        "contractId": reserved.json()["items"][0]["contract_id"],
        "nr": "AUTO",
        "data": "2026-10-31",
        "kwota": "0",
        "locationId": place,
    }
    made = await nobody.post("/warehouse/goods_issues", headers=me, json=body)
    assert made.status_code == 201, made.text
    shown = await nobody.get("/warehouse/goods_issues", headers=me, params={"id": made.json()["id"]})
    assert shown.json()["items"][0]["nr"] == f"WZ/2026/10/{listed.json()['total'] + 1:03d}"
    await nobody.delete("/warehouse/goods_issues", headers=me, params={"id": made.json()["id"]})


@pytest.mark.parametrize(
    ("email", "sees", "manages"),
    [
        ("marek@example.com", 200, 201),
        ("grzegorz@example.com", 200, 201),
        ("katarzyna@example.com", 200, 403),
        ("anna@example.com", 200, 403),
        ("damian@example.com", 200, 403),
        ("beata@example.com", 200, 403),
        ("piotr@example.com", 403, 403),
    ],
)
async def test_people_may_do_in_the_warehouse_what_their_role_says(
    studio: Any, nobody: Any, email: str, sees: int, manages: int
):
    me = await sign_in(nobody, email)
    listed = await nobody.get("/warehouse/materials", headers=me)
    assert listed.status_code == sees
    body = {
        "typ": "mdf",
        "producent": "Egger",
        "symbol": "próba",
        "dlugosc": 1,
        "szerokosc": 1,
        "cala": True,
        "ilosc": 1,
    }
    made = await nobody.post("/warehouse/materials", headers=me, json=body)
    assert made.status_code == manages, made.text
    if manages == 201:
        await nobody.delete("/warehouse/materials", headers=me, params={"id": made.json()["id"]})


async def test_the_walnut_that_was_cut_twice_is_a_loss_and_leaves_a_trail(studio: Any, nobody: Any):
    me = await sign_in(nobody, "marek@example.com")
    profit = await nobody.get(f"/controlling/contracts/{contract_of(LOSS)}/profit", headers=me)
    assert profit.json()["marza"] < 0
    assert profit.json()["niskaMarza"] is True
    offcuts = await nobody.get("/warehouse/materials", headers=me, params={"cala": "false", "pageSize": 100})
    sizes = [(one["dlugosc"], one["szerokosc"]) for one in offcuts.json()["items"]]
    assert [size for size in LEFT if size in sizes] == list(LEFT)


async def test_tomorrows_kitchen_stands_before_every_gate_but_what_was_agreed(studio: Any, nobody: Any):
    me = await sign_in(nobody, "marek@example.com")
    shown = await nobody.get(f"/controlling/contracts/{contract_of(TOMORROW)}/readiness", headers=me)
    gates = {one["kod"]: one["otwarta"] for one in shown.json()["bramki"]}
    assert [gate for gate, is_open in gates.items() if is_open] == ["wycena", "podpis", "termin"]


async def test_the_demo_has_papers_of_every_kind_and_closed_months_of_its_cash(studio: Any, nobody: Any):
    me = await sign_in(nobody, "marek@example.com")
    for kind in KINDS:
        listed = (await nobody.get("/documents/documents", headers=me, params={"rodzaj": kind})).json()
        assert listed["total"] > 0, kind
        file = await nobody.get(f"/documents/documents/{listed['items'][0]['id']}/file", headers=me)
        assert file.content.startswith(b"%PDF"), kind
    reports = (await nobody.get("/finance/cash_reports", headers=me, params={"pageSize": 100})).json()
    assert reports["total"] >= 20
    assert {one["stan"] for one in reports["items"]} == {"zamkniety"}


async def test_neighbours_see_only_what_is_theirs(app: Any, studio: Any, nobody: Any):
    await add_neighbour(app, today=TODAY)
    seen: dict[str, set[str]] = {}
    for email, materials, issues in (
        ("grzegorz@example.com", 214, 178),
        ("ewa@example.com", 11, 5),
        ("jan@example.com", 11, 5),
    ):
        me = await sign_in(nobody, email)
        found = (await nobody.get("/warehouse/materials", headers=me, params={"pageSize": 100})).json()
        assert found["total"] == materials, email
        rows = (await nobody.get("/warehouse/goods_issues", headers=me, params={"format": "json"})).json()
        # Those that other tests cancelled stay in the list.
        assert sum("wystawiona" in row.values() for row in rows) == issues
        seen[email] = {item["id"] for item in found["items"]}
    assert not seen["ewa@example.com"] & seen["jan@example.com"]
    me = await sign_in(nobody, "ewa@example.com")
    foreign = next(iter(seen["grzegorz@example.com"]))
    for answer in (
        await nobody.put("/warehouse/materials", headers=me, json={"id": foreign, "ilosc": 0}),
        await nobody.request("DELETE", "/warehouse/materials", headers=me, json={"id": foreign}),
        await nobody.post(f"/warehouse/materials/{foreign}/cut", headers=me, json={"formatki": [{"dl": 1, "szer": 1}]}),
    ):
        assert answer.status_code == 404, answer.text


async def test_designers_see_customers_with_their_deals_and_addresses(studio: Any, nobody: Any):
    me = await sign_in(nobody, "anna@example.com")
    people = (await nobody.get("/customers/people", headers=me, params={"search": "ewa nowak"})).json()
    assert people["total"] == 1
    nowak = people["items"][0]
    shown = (
        await nobody.get(
            f"/customers/people/{nowak['id']}", headers=me, params={"include": "addresses,deals,activities"}
        )
    ).json()
    assert [deal["title"] for deal in shown["deals"]] == ["Kuchnia – Nowak"]  # noqa: RUF001 - as it is written
    assert shown["addresses"][0]["city"]
    assert shown["activities"]
    contacts = (await nobody.get("/contacts/contacts", headers=me, params={"search": "dentysta"})).json()
    assert [item["display_name"] for item in contacts["items"]] == ["Dentysta Ratajczaka"]
    sources = (await nobody.get("/customers/dictionaries/sources", headers=me)).json()
    assert "Facebook / Instagram" in [item["label"] for item in sources["items"]]


async def test_polish_names_of_the_demo_are_found_without_diacritics(studio: Any, nobody: Any):
    me = await sign_in(nobody, "grzegorz@example.com")
    found = await nobody.get("/warehouse/materials", headers=me, params={"search": "kronospan k535"})
    assert found.json()["total"] >= 1
    notes = await nobody.get("/warehouse/goods_issues", headers=me, params={"search": "wniesc od podworza"})
    assert notes.json()["total"] >= 1


async def test_fitters_see_the_contracts_they_are_assigned_to_and_the_owner_sees_all(studio: Any, nobody: Any):
    seen: dict[str, Any] = {}
    for email in ("marek@example.com", "damian@example.com", "rafal@example.com"):
        me = await sign_in(nobody, email)
        seen[email] = (await nobody.get("/contracts/contracts", headers=me, params={"pageSize": 100})).json()
    assert seen["marek@example.com"]["total"] == 192, "without the five of the workshop next door"
    crews = [seen[email]["total"] for email in ("damian@example.com", "rafal@example.com")]
    assert sum(crews) == 183
    assert all(60 < total < 130 for total in crews)


async def test_the_owner_sees_the_figures_of_the_brief(studio: Any, nobody: Any):
    me = await sign_in(nobody, "marek@example.com")
    stats = (await nobody.get("/finance/stats", headers=me)).json()
    assert stats["pendingApprovals"] == 14
    assert stats["balance"] == round(stats["income"] - stats["expense"], 2)
    figures = (await nobody.get("/contracts/stats", headers=me)).json()
    assert figures["total"] == 192
    assert figures["settled"] > 140
    perfect = contract_of(PERFECT)
    balance = (await nobody.get(f"/contracts/contracts/{perfect}/balance", headers=me)).json()
    assert balance["doZaplaty"] == 0
    assert balance["suma"] == balance["zaplacono"] > 30_000
    money = (await nobody.get("/contracts/money", headers=me)).json()
    # Some days have passed since the day the demo was drawn for.
    assert 4 <= money["zalegleUmowy"] <= 25
    assert float(money["przeterminowane"]) > 42_000


async def test_the_calendar_board_and_the_mailbox_are_filled(studio: Any, nobody: Any):
    me = await sign_in(nobody, "katarzyna@example.com")
    listed = (await nobody.get("/calendar/events", headers=me, params={"typ": "reklamacja"})).json()
    assert listed["total"] == 18
    messages = (await nobody.get("/messaging/messages", headers=me, params={"search": "K/2026"})).json()
    assert messages["total"] > 10
    measured = (await nobody.get("/measurements/measurements", headers=me)).json()
    assert measured["total"] == 252


async def test_documents_of_the_stories_are_issued_with_numbers_of_ksef_for_companies(studio: Any, nobody: Any):
    me = await sign_in(nobody, "beata@example.com")
    listed = (
        await nobody.get(
            "/documents/documents", headers=me, params={"contractId": str(contract_of(BUSINESS)), "pageSize": 100}
        )
    ).json()
    kinds = Counter(item["rodzaj"] for item in listed["items"])
    assert kinds["FK"] + kinds["FV"] == 1
    assert kinds["FZ"] >= 1
    numbers = [item["numer_ksef"] for item in listed["items"] if item["rodzaj"] in ("FZ", "FK", "FV")]
    assert all(number and ksef_number(number) == number for number in numbers)


async def test_a_dump_of_the_demo_holds_no_name_address_or_number_of_a_customer(studio: Any, dsn: str):
    secrets: set[str] = set()
    for one in draw_studio(SEED, TODAY).customers:
        secrets |= {text for text in (one.display_name, one.email, one.phone) if text}
    assert len(secrets) > 500
    owner = await asyncpg.connect(dsn)
    try:
        names = await owner.fetch(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND column_name = 'tenant_id' ORDER BY 1"
        )
        assert len(names) > 50
        for (name,) in names:
            text = await owner.fetchval(
                f"SELECT string_agg(t::text, E'\\n') FROM {name} AS t WHERE tenant_id = $1", studio[0]
            )
            assert {secret for secret in secrets if secret in (text or "")} == set(), name
    finally:
        await owner.close()


def test_the_readme_names_everybody_with_what_they_see():
    text = (Path(__file__).parents[2] / "README.md").read_text()
    rows = [line.split(" | ") for line in text.splitlines() if "@example.com" in line and line.startswith("| ")]
    told = {address: sees.rstrip(" |") for _, addresses, sees in rows for address in addresses.split(", ")}
    assert told == {person.email: SEES[person.role] for person in PEOPLE} | {
        person.email: sees for person, sees in OTHERS.items()
    }
    assert PASSWORD in text
