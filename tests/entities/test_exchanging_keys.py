"""A tenant's key exchanged while people work: all is sealed anew, nothing is lost, the old key is worthless."""

import asyncio
import signal
import sys
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from rich.console import Console
from sealed_people import CUSTOMER, PROFILE, follow, hurry, images, listed, person, save_map, stored, token_of

from bottega.app import create_application
from bottega.business.warehouse.locations import Location
from bottega.kernel.application import Application
from bottega.kernel.errors import Conflict
from bottega.kernel.keys.key_wrapping import Wrapper
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.keys.tenant_keys import DecryptionFailed, TenantKeys, Vault
from bottega.kernel.reencryption import resealing
from bottega.kernel.startup_errors import StartError
from bottega.kernel.writes import changes
from bottega.platform.entities.commands import rotate_all
from bottega.settings import Settings
from callers import Caller, Invite

UNDO = "/audit_logs/audit-logs/actions/undo"
EVERYTHING = ("entities.*", "customers.*", "audit_logs.*", "warehouse.*")
TOOL = "shop:tool"


@pytest.fixture
async def me(caller: Invite) -> Caller:
    return await caller(*EVERYTHING)


async def key_row(app: Application, who: Caller) -> Any:
    async with app.database.tenant(who.tenant_id) as connection:
        return await connection.fetchrow("SELECT * FROM tenant_keys")


async def exchange(app: Application, who: Caller) -> bool:
    return await resealing.exchange_key(app, who.tenant_id, lead=0)


async def with_secret_fields(me: Caller) -> dict[str, str]:
    """A person and a record of a custom entity with encrypted custom fields; ``bank`` is one of all customers."""
    await me.post("/entities/entities", {"entityId": TOOL, "label": "Tools"})
    for entity, key in ((TOOL, "pin"), (PROFILE, "pin"), (CUSTOMER, "bank")):
        field = {"entityId": entity, "key": key, "kind": "text", "configJson": {"encrypted": True}}
        assert (await me.post("/entities/definitions", field)).status_code == 200
    someone = await person(me, 0, cf_pin="tajny-7", cf_bank="PL61")
    body = {"entityId": TOOL, "values": {"pin": "tajny-8"}}
    tool = (await me.post("/entities/records", body, headers={"idempotency-key": "once"})).json()["item"]["recordId"]
    return {"person": someone, "tool": tool}


async def test_everything_is_sealed_anew_and_reads_searches_and_undoes_as_before(app: Application, me: Caller):
    ids = await with_secret_fields(me)
    changed = await me.put("/customers/people", {"id": ids["person"], "description": "woli jesion", "cf_pin": "inny-9"})
    for number in range(1, 4):
        await person(me, number)
    old = await key_row(app, me)

    assert await exchange(app, me) is True
    progress = await follow(app, me)

    assert (progress.running, progress.broken) == (False, 0)
    new = await key_row(app, me)
    assert (new["generation"], new["coming"], new["coming_from"]) == (2, None, None)
    assert new["wrapped"] != old["wrapped"]
    assert all(text.endswith(":v2") for text in await stored(app, me))
    assert ':v1"' not in await images(app, me), "with the quote: ciphertext in base64 may begin with v1 as well"
    async with app.database.tenant(me.tenant_id) as connection:
        for table in ("customers_people", "entities_records"):
            pins = [
                row["custom"]["pin"]
                for row in await connection.fetch(f"SELECT custom FROM {table} WHERE custom ? 'pin'")
            ]
            assert pins
            assert all(pin.endswith(":v2") for pin in pins)
        assert await connection.fetchval("SELECT count(*) FROM search_rows WHERE entity = $1", CUSTOMER) == 4
        assert set(await connection.fetch("SELECT key_generation FROM search_rows WHERE entity = $1", CUSTOMER)) == {
            (2,)
        }

    expected = [f"Żaneta{number} Wąsikowska" for number in range(4)]
    assert [one["display_name"] for one in await listed(me, sortField="name")] == expected
    assert len(await listed(me, search="wasikow")) == 4
    assert len(await listed(me, emailContains="neta2@")) == 1
    tools = (await me.get("/entities/records", params={"entityId": TOOL})).json()["items"]
    assert tools[0]["pin"] == "tajny-8"
    body = {"entityId": TOOL, "values": {"pin": "tajny-8"}}
    again = await me.post("/entities/records", body, headers={"idempotency-key": "once"})
    assert again.json()["item"]["recordId"] == ids["tool"]
    assert again.headers["idempotency-replayed"] == "true"
    assert (await me.post(UNDO, {"undoToken": token_of(changed)})).status_code == 200
    shown = (await listed(me, ids=ids["person"]))[0]
    assert (shown["description"], shown["cf_pin"], shown["cf_bank"]) == ("woli dąb 0", "tajny-7", "PL61")


async def test_who_has_an_old_copy_of_the_key_reads_nothing_that_is_new(app: Application, me: Caller):
    await person(me, 0)
    row = await key_row(app, me)
    stolen = TenantKeys(me.tenant_id, Wrapper(app.secrets.master).unwrap(row["wrapped"], me.tenant_id), enabled=True)
    place = "customers_entities.display_name"
    assert stolen.open((await stored(app, me))[0], place) == "Żaneta0 Wąsikowska"

    await exchange(app, me)
    await person(me, 1)
    with pytest.raises(DecryptionFailed):
        stolen.open((await stored(app, me))[1], place)
    await follow(app, me)
    for text in await stored(app, me):
        with pytest.raises(DecryptionFailed):
            stolen.open(text, place)
        # Saying that it is the first key's does not help.
        with pytest.raises(DecryptionFailed):
            stolen.open(text.removesuffix("v2") + "v1", place)


async def test_a_new_key_is_used_only_when_every_process_knows_it(app: Application, me: Caller):
    assert resealing.LEAD > 2 * 5.0
    await resealing.exchange_key(app, me.tenant_id, lead=3600)
    await person(me, 0)
    assert (await stored(app, me))[0].endswith(":v1")
    assert await resealing.step(app, me.tenant_id) is False
    async with app.database.tenant(me.tenant_id) as connection:
        await connection.execute("UPDATE tenant_keys SET coming_from = now()")
    app.vault.refresh(me.tenant_id)
    await person(me, 1)
    assert [text[-3:] for text in await stored(app, me)] == [":v1", ":v2"]
    assert [one["display_name"] for one in await listed(me, search="wasikow")] == [
        "Żaneta0 Wąsikowska",
        "Żaneta1 Wąsikowska",
    ]


async def test_a_process_that_learned_of_the_key_in_time_reads_what_another_one_seals(app: Application, me: Caller):
    await resealing.exchange_key(app, me.tenant_id, lead=3600)
    other = Vault(app.secrets.master, enabled=True)
    async with app.database.tenant(me.tenant_id) as connection:
        slow = await other.keys(connection, me.tenant_id)
        await connection.execute("UPDATE tenant_keys SET coming_from = now()")
    app.vault.refresh(me.tenant_id)
    await person(me, 0)
    text = (await stored(app, me))[0]
    assert text.endswith(":v2")
    assert slow.open(text, "customers_entities.display_name") == "Żaneta0 Wąsikowska"
    # What it still seals with the old key is found and sealed anew.
    async with app.database.tenant(me.tenant_id) as connection:
        late = slow.seal("Spóźniona Osoba", "customers_entities.display_name")
        await connection.execute("UPDATE customers_entities SET display_name = $1", late)
    await follow(app, me)
    assert (await stored(app, me))[0].endswith(":v2")
    assert (await listed(me))[0]["display_name"] == "Spóźniona Osoba"


async def test_two_who_ask_for_a_new_key_at_once_get_one(app: Application, me: Caller):
    asked = await asyncio.gather(*(exchange(app, me) for _ in range(4)))
    assert sorted(asked) == [False, False, False, True]
    await follow(app, me)
    assert (await key_row(app, me))["generation"] == 2
    assert await exchange(app, me) is True
    await follow(app, me)
    assert (await key_row(app, me))["generation"] == 3


async def test_searches_find_everybody_in_the_middle_of_an_exchange(app: Application, me: Caller):
    for number in range(3):
        await person(me, number)
    await exchange(app, me)
    await hurry(app, me)
    steps = 0
    while (await key_row(app, me))["coming"] is not None:
        if steps % 20 == 0:
            assert len(await listed(me, search="wasikow")) == 3
            assert len(await listed(me, emailStartsWith="zaneta2")) == 1
        steps += 1
        await resealing.step(app, me.tenant_id)
    assert steps > 40


async def test_people_who_write_during_an_exchange_lose_nothing(app: Application, me: Caller):
    ids = [await person(me, number) for number in range(24)]
    await exchange(app, me)
    said: dict[str, str] = {}

    async def write(worker: int) -> None:
        for turn, one in enumerate(ids[worker::6]):
            said[one] = f"Osoba {worker}-{turn}"
            answer = await me.put("/customers/people", {"id": one, "displayName": said[one]})
            assert answer.status_code == 200, answer.text
            if turn % 2:
                assert (await me.post(UNDO, {"undoToken": token_of(answer)})).status_code in {200, 409}
                said[one] = (await listed(me, ids=one))[0]["display_name"]

    await asyncio.gather(follow(app, me), *(write(worker) for worker in range(3)))
    expected = {one: f"Żaneta{number} Wąsikowska" for number, one in enumerate(ids)}
    assert {item["id"]: item["display_name"] for item in await listed(me, pageSize=100)} == expected | said
    assert all(text.endswith(":v2") for text in await stored(app, me))
    assert (await key_row(app, me))["generation"] == 2


async def test_an_exchange_that_is_cancelled_again_and_again_ends_well(app: Application, me: Caller):
    for number in range(12):
        await person(me, number)
    await exchange(app, me)
    for attempt in range(12):
        work = asyncio.create_task(follow(app, me))
        await asyncio.sleep(0.01 + 0.01 * attempt)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    await follow(app, me)
    assert (await key_row(app, me))["generation"] == 2
    assert all(text.endswith(":v2") for text in await stored(app, me))
    assert len(await listed(me, search="wasikow")) == 12


WORKER = """
import asyncio, pathlib, sys
from uuid import UUID
from bottega.app import create_application
from bottega.business.warehouse.locations import Location
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.reencryption import resealing
from bottega.kernel.startup_errors import StartError
from bottega.platform.entities.commands import rotate_all
from bottega.settings import Settings

async def main():
    dsn, folder, tenant = sys.argv[1], pathlib.Path(sys.argv[2]), UUID(sys.argv[3])
    settings = Settings(data=folder)
    app = create_application(settings, dsn, Secrets.load(settings))
    await app.database.open()
    while True:
        await resealing.step(app, tenant)
        async with app.database.tenant(tenant) as connection:
            print(await connection.fetchval("SELECT stage FROM resealing"), flush=True)

asyncio.run(main())
"""


async def test_an_exchange_goes_on_after_its_process_was_killed(
    app: Application, me: Caller, dsn: str, data_folder: Path
):
    for number in range(4):
        await person(me, number)
    await exchange(app, me)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, dsn, str(data_folder), str(me.tenant_id), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    stage = ""
    while stage <= "customers_entities":
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        assert line
        stage = line.decode().strip()
    process.send_signal(signal.SIGKILL)
    await process.communicate()

    assert all(text.endswith(":v2") for text in await stored(app, me))
    assert (await key_row(app, me))["generation"] == 1
    await follow(app, me)
    assert (await key_row(app, me))["generation"] == 2
    assert len(await listed(me, search="wasikow")) == 4


async def test_a_text_that_opens_with_no_key_keeps_the_old_one_alive(app: Application, me: Caller):
    good, bad = await person(me, 0), await person(me, 1)
    text = (await stored(app, me))[1]
    broken = text[:20] + ("A" if text[20] != "A" else "B") + text[21:]

    async def put(value: str) -> None:
        async with app.database.tenant(me.tenant_id) as connection:
            await connection.execute("UPDATE customers_entities SET display_name = $1 WHERE id = $2", value, UUID(bad))

    await put(broken)
    await exchange(app, me)
    progress = await follow(app, me)
    assert (progress.running, progress.broken) == (False, 1)
    assert (await key_row(app, me))["coming"] is not None
    assert [one[-3:] for one in await stored(app, me)] == [":v2", ":v1"]
    await put(text)
    assert {one["id"] for one in await listed(me, search="wasikow")} == {good, bad}

    assert await exchange(app, me) is False
    assert (await follow(app, me)).broken == 0
    assert (await key_row(app, me))["generation"] == 2


async def test_a_text_that_a_module_sealed_by_hand_follows_too(app: Application, me: Caller):
    place = "warehouse_locations.nazwa"
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        keys = await app.vault.keys(await ctx.connection(), me.tenant_id)
        values = {"organization_id": me.organization_id, "nazwa": keys.seal("Regał A", place)}
        one = await changes.insert(ctx, Location, values)
        values["nazwa"] = forged = "AAAAAAAAAAAAAAAA:AAAA:AAAAAAAAAAAAAAAAAAAAAA==:v1"
        await changes.insert(ctx, Location, values)
    await exchange(app, me)
    assert (await follow(app, me)).broken == 0
    async with app.database.tenant(me.tenant_id) as connection:
        rows = {row["id"]: row["nazwa"] for row in await connection.fetch("SELECT id, nazwa FROM warehouse_locations")}
        keys = await app.vault.keys(connection, me.tenant_id)
    mine = rows.pop(one)
    assert mine.endswith(":v2")
    assert keys.open(mine, place) == "Regał A"
    assert list(rows.values()) == [forged]


async def test_a_map_may_change_during_an_exchange(app: Application, me: Caller):
    await person(me, 0)
    await exchange(app, me)
    for _ in range(10):
        await resealing.step(app, me.tenant_id)
    await save_map(me, CUSTOMER, "description", "primary_email")
    await follow(app, me)
    assert (await key_row(app, me))["generation"] == 2
    assert await stored(app, me) == ["Żaneta0 Wąsikowska"]
    assert (await stored(app, me, "primary_email"))[0].endswith(":v2")


async def test_without_encryption_there_is_no_key_to_exchange(dsn: str, data_folder: Path, me: Caller):
    settings = Settings(data=data_folder, TENANT_DATA_ENCRYPTION=False)
    plain = create_application(settings, dsn, Secrets.load(settings))
    with pytest.raises(Conflict, match="TENANT_DATA_ENCRYPTION"):
        await resealing.exchange_key(plain, me.tenant_id)


async def test_the_command_shows_how_far_it_is_and_exchanges_the_key(app: Application, me: Caller):
    await person(me, 0)
    screen = Console(file=StringIO(), width=160)
    assert await rotate_all(app, me.tenant_id, screen, lead=0, grace=0) == 0
    assert (await key_row(app, me))["generation"] == 2
    assert f"{me.tenant_id}: done" in screen.file.getvalue()
    assert "100%" in screen.file.getvalue()
    with pytest.raises(StartError, match="no tenant"):
        await rotate_all(app, UUID(int=7), screen)
