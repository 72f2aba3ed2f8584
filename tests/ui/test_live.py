"""The live stream: who listens hears within a second or two what others change, and nothing that is not theirs."""

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.modules import Module
from bottega.kernel.registrations import LiveMessage, LiveWindow
from bottega.kernel.writes import audit_entry
from bottega.platform.auth.sessions import SessionUser, open_session
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.platform.ui import live_hub
from callers import Caller, Invite
from listening import Listening, listening

LOCATIONS = "/warehouse/locations"
FEATURES = ("warehouse.*", "audit_logs.undo_self")


def signed_in(who: Caller, **headers: str) -> dict[str, str]:
    """The headers of somebody."""
    return {"authorization": f"Bearer {who.token}", **headers}


async def add(who: Caller) -> str:
    """Add a location."""
    answer = await who.post(LOCATIONS, {"nazwa": f"Rack {new_id()}", "typ": "regal"})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def round_over(stream: Listening, who: Caller) -> None:
    """Wait until whatever was done before would have been heard: something done now is."""
    await stream.heard("changed", id=await add(who))


async def test_who_listens_hears_what_another_person_creates_updates_deletes_and_takes_back(
    asgi: Any, caller: Invite
) -> None:
    reader, writer = await caller("warehouse.view"), await caller(*FEATURES)
    async with listening(asgi, signed_in(reader)) as stream:
        assert stream.headers["content-type"] == "text/event-stream"
        assert stream.headers["cache-control"] == "no-store"
        assert stream.events[0].data == {"resumed": False}
        began = time.monotonic()
        place = await add(writer)
        told = await stream.heard("changed", id=place)
        assert time.monotonic() - began < 3
        assert told.data == {"kind": "warehouse.location", "id": place, "by": str(writer.user_id), "action": "create"}
        assert (await writer.put(LOCATIONS, {"id": place, "nazwa": "Another"})).status_code == 200
        await stream.heard("changed", id=place, action="update")
        removed = await writer.delete(f"{LOCATIONS}?id={place}")
        assert removed.status_code == 200, removed.text
        await stream.heard("changed", id=place, action="delete")
        token = removed.headers["x-om-operation"].partition("undoToken%22%3A%22")[2][:36]
        undone = await writer.post("/audit_logs/audit-logs/actions/undo", {"undoToken": token})
        assert undone.status_code == 200, undone.text
        await stream.until(lambda: len(stream.among("changed", id=place, action="create")) == 2)
        assert [one.data["action"] for one in stream.among("changed", id=place)] == [
            "create",
            "update",
            "delete",
            "create",
        ]


async def test_nobody_hears_of_another_tenant_nor_of_kinds_they_may_not_see(
    asgi: Any, app: Application, caller: Invite
) -> None:
    stranger = await caller("warehouse.view", within=await found_tenant(app, f"Studio {new_id()}"))
    accountant, writer, reader = await caller("finance.view"), await caller(*FEATURES), await caller("warehouse.view")
    async with (
        listening(asgi, signed_in(stranger)) as elsewhere,
        listening(asgi, signed_in(accountant)) as beside,
        listening(asgi, signed_in(reader)) as stream,
    ):
        await add(writer)
        await round_over(stream, writer)
        await asyncio.sleep(1.2)
        assert elsewhere.among("changed") == []
        assert beside.among("changed") == []


async def test_who_is_confined_to_an_organization_hears_nothing_of_others(
    asgi: Any, caller: Invite, tenant: Founded, admin: Caller
) -> None:
    made = await admin.post("/directory/organizations", {"name": "Branch", "tenantId": str(tenant.tenant_id)})
    assert made.status_code == 201, made.text
    branch = made.json()["id"]
    confined = await caller("warehouse.view", organizations=[branch], organization_id=branch)
    local = await caller(*FEATURES, organizations=[branch], organization_id=branch)
    writer = await caller(*FEATURES)
    async with listening(asgi, signed_in(confined)) as stream:
        foreign = await add(writer)
        await round_over(stream, local)
        assert stream.among("changed", id=foreign) == []


async def test_a_message_is_heard_by_its_recipient_and_by_no_administrator(
    asgi: Any, caller: Invite, admin: Caller
) -> None:
    sender, recipient = await caller("messaging.*"), await caller("messaging.*")
    async with listening(asgi, signed_in(recipient)) as theirs, listening(asgi, signed_in(admin)) as others:
        sent = await sender.post(
            "/messaging/messages",
            {
                "senderId": str(sender.user_id),
                "recipientId": str(recipient.user_id),
                "temat": "Hello",
                "tresc": "Hello",
            },
        )
        assert sent.status_code == 201, sent.text
        await theirs.heard("changed", kind="messaging.message", id=sent.json()["id"], action="create")
        await others.until(lambda: True)
        await asyncio.sleep(1.2)
        assert others.among("changed", kind="messaging.message") == []


async def test_many_records_of_one_command_are_one_event_without_an_id(asgi: Any, caller: Invite) -> None:
    writer = await caller("warehouse.*")
    places = [await add(writer) for _ in range(22)]
    async with listening(asgi, signed_in(writer)) as stream:
        answer = await writer.post(f"{LOCATIONS}/bulk", {"ids": places, "delete": True})
        assert answer.status_code == 200, answer.text
        await stream.heard("changed", kind="warehouse.location", id=None, action="delete")
        assert stream.among("changed", action="delete", id=places[0]) == []


async def test_a_stream_ends_when_the_session_ends_and_the_next_one_is_refused(asgi: Any, caller: Invite) -> None:
    reader, writer = await caller("warehouse.view"), await caller(*FEATURES)
    async with listening(asgi, signed_in(reader)) as stream:
        assert (await reader.post("/auth/logout")).status_code in (200, 302, 303)
        place = await add(writer)
        await stream.until(stream.over.is_set)
        assert stream.among("changed", id=place) == []
    async with listening(asgi, signed_in(reader), ready=False) as refused:
        await refused.until(refused.over.is_set)
        assert refused.status == 401


async def test_a_stream_ends_when_a_right_is_taken_away(
    asgi: Any, app: Application, caller: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_hub, "SECONDS_BETWEEN_CHECKS", 0.0)
    reader = await caller("warehouse.view")
    async with listening(asgi, signed_in(reader)) as stream:
        async with app.acting(reader.tenant_id) as ctx:
            await ctx.query("UPDATE auth_role_acls SET features = '{}' WHERE role_id = $1", reader.role_id)
            await ctx.commit()
        await stream.until(stream.over.is_set)


async def test_who_comes_back_within_a_minute_is_told_what_they_missed(asgi: Any, caller: Invite) -> None:
    reader, writer = await caller("warehouse.view"), await caller(*FEATURES)
    async with listening(asgi, signed_in(reader)) as stream:
        await round_over(stream, writer)
        last = stream.events[-1].id
    missed = await add(writer)
    async with listening(asgi, signed_in(writer)) as other:
        # Another one of this process has heard of it already.
        await other.heard("changed", id=missed)
        async with listening(asgi, signed_in(reader, **{"last-event-id": last})) as again:
            assert again.events[0].data == {"resumed": True}
            await again.heard("changed", id=missed)


@pytest.mark.parametrize("sent", ["", "nonsense", "0", "-5", "1e9", "9" * 40, "999999999999999", "1700000000000", "ą"])
async def test_a_last_event_that_is_nonsense_or_too_old_begins_anew(asgi: Any, caller: Invite, sent: str) -> None:
    reader = await caller("warehouse.view")
    async with listening(asgi, signed_in(reader, **{"last-event-id": sent})) as stream:
        assert stream.events[0].data == {"resumed": False}


async def test_head_answers_the_head_and_listens_to_nothing(asgi: Any, app: Application, caller: Invite) -> None:
    reader = await caller("warehouse.view")
    async with listening(asgi, signed_in(reader), method="HEAD", ready=False) as stream:
        await stream.until(stream.over.is_set)
        assert (stream.status, stream.raw) == (200, b"")
        assert stream.headers["content-type"] == "text/event-stream"
        assert own(app, reader) == 0


async def test_one_person_listens_in_eight_places_at_most(asgi: Any, app: Application, caller: Invite) -> None:
    reader, other = await caller("warehouse.view"), await caller("warehouse.view")
    async with AsyncExitStack() as stack:
        for _ in range(live_hub.MOST_OF_A_PERSON):
            await stack.enter_async_context(listening(asgi, signed_in(reader)))
        async with listening(asgi, signed_in(reader), ready=False) as refused:
            await refused.until(refused.over.is_set)
            assert refused.status == 429
            assert refused.headers["retry-after"] == "30"
        async with listening(asgi, signed_in(other)) as stream:
            assert stream.status == 200
    assert own(app, reader) == 0
    async with listening(asgi, signed_in(reader)) as stream:
        assert stream.status == 200


async def test_who_stops_reading_is_dropped_and_the_others_hear_on(
    asgi: Any, app: Application, caller: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_hub, "SECONDS_BETWEEN_LOOKS", 0.05)
    monkeypatch.setattr(live_hub, "MOST_WAITING", 3)
    reader, writer = await caller("warehouse.view"), await caller(*FEATURES)
    async with listening(asgi, signed_in(reader)) as stuck, listening(asgi, signed_in(writer)) as stream:
        stuck.reading.clear()
        for _ in range(8):
            await round_over(stream, writer)
        assert own(app, reader) == 0
        assert own(app, writer) == 1
        stuck.reading.set()
        await stuck.until(stuck.over.is_set)
        assert len(stuck.among("changed")) < 8


async def test_a_module_adds_messages_to_a_person_a_tenant_and_whom_it_chooses(
    asgi: Any, caller: Invite, other: Module
) -> None:
    one, two = await caller("warehouse.view"), await caller("warehouse.view")
    windows: list[LiveWindow] = []

    async def poll(_app: Application, window: LiveWindow) -> list[LiveMessage]:
        windows.append(window)
        if one.tenant_id not in window.tenants:
            return []
        return [
            LiveMessage("to one", one.tenant_id, {"text": "private"}, person_id=one.user_id),
            LiveMessage("to all", one.tenant_id, {"text": "all"}),
            LiveMessage("to two", one.tenant_id, {"text": "chosen"}, about=two.user_id),
            LiveMessage("elsewhere", new_id(), {"text": "foreign"}),
        ]

    async def narrow(ctx: Any, messages: list[LiveMessage]) -> list[LiveMessage]:
        return [message for message in messages if message.about in (None, ctx.actor.id)]

    other.streams("notified", narrow=narrow)(poll)
    try:
        async with listening(asgi, signed_in(one)) as first, listening(asgi, signed_in(two)) as second:
            await first.heard("notified", text="private")
            await second.heard("notified", text="chosen")
            # Two looks later nothing is said twice.
            await asyncio.sleep(2.2)
            assert [one.data["text"] for one in first.events if one.name == "notified"] == ["private", "all"]
            assert [one.data["text"] for one in second.events if one.name == "notified"] == ["all", "chosen"]
        assert "to all" in windows[-1].known
    finally:
        other.live_streams.pop()


async def test_one_look_serves_all_and_a_look_that_fails_is_repeated(asgi: Any, caller: Invite, other: Module) -> None:
    reader, writer = await caller("warehouse.view"), await caller(*FEATURES)
    looks: list[float] = []

    async def poll(_app: Application, _window: LiveWindow) -> list[LiveMessage]:
        looks.append(time.monotonic())
        if len(looks) == 1:
            raise OSError("away")
        return []

    other.streams("broken")(poll)
    try:
        async with listening(asgi, signed_in(reader)) as stream, listening(asgi, signed_in(writer)) as second:
            place = await add(writer)
            await stream.heard("changed", id=place)
            await second.heard("changed", id=place)
            await asyncio.sleep(1.5)
            # One a second, whatever the number of those who listen.
            assert 2 <= len(looks) <= 6
    finally:
        other.live_streams.pop()


def own(app: Application, who: Caller) -> int:
    """How many streams of somebody the application keeps."""
    hub: live_hub.Hub = app.kept["ui.live"]
    return sum(one.ctx.actor.id == who.user_id for one in hub.listeners)


async def test_progress_is_heard_by_who_waits_for_it_and_by_who_may_see_jobs(
    asgi: Any, app: Application, caller: Invite
) -> None:
    waiting, keeper, other = await caller("warehouse.view"), await caller("jobs.view"), await caller("warehouse.view")
    record, job = new_id(), 900_000_000_000 + new_id().int % 1_000_000

    async def say(done: int, state: str) -> None:
        async with app.database.across_tenants("a test says how far a job is") as connection:
            await connection.execute(
                "INSERT INTO job_progress (job_id, tenant_id, name, person_id, record_id, done, total, stage, state)"
                " VALUES ($1, $2, 'customers.import', $3, $4, $5, 7, $6, $7)"
                " ON CONFLICT (job_id) DO UPDATE SET done = $5, state = $7, updated_at = clock_timestamp()",
                job,
                waiting.tenant_id,
                waiting.user_id,
                record,
                done,
                {"en": "Saving", "pl": "Zapis"},
                state,
            )

    async with (
        listening(asgi, signed_in(waiting, **{"accept-language": "pl"})) as theirs,
        listening(asgi, signed_in(keeper)) as kept,
        listening(asgi, signed_in(other)) as beside,
    ):
        await say(3, "running")
        told = await theirs.heard("progress", job=f"job-{job}")
        assert told.data == {
            "job": f"job-{job}",
            "name": "customers.import",
            "title": "Import klientów",
            "done": 3,
            "of": 7,
            "stage": "Zapis",
            "state": "running",
            "recordId": str(record),
        }
        assert (await kept.heard("progress", job=f"job-{job}")).data["stage"] == "Saving"
        await say(7, "finished")
        await theirs.heard("progress", job=f"job-{job}", done=7, state="finished")
        await kept.heard("progress", job=f"job-{job}", done=7, state="finished")
        assert beside.among("progress") == []


async def test_a_stream_ends_when_its_token_does(
    asgi: Any, app: Application, caller: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_hub, "SECONDS_BETWEEN_CHECKS", 0.0)
    reader = await caller("warehouse.view")
    async with app.database.tenant(reader.tenant_id) as connection:
        who = SessionUser(
            tenant_id=reader.tenant_id,
            user_id=reader.user_id,
            organization_id=reader.organization_id,
            email=reader.email,
            roles=["role"],
        )
        monkeypatch.setattr(app, "settings", app.settings.model_copy(update={"access_token_seconds": 2}))
        short = await open_session(app, connection, who)
    async with listening(asgi, {"authorization": f"Bearer {short.token}"}) as stream:
        began = time.monotonic()
        await stream.until(stream.over.is_set)
        assert time.monotonic() - began < 5


async def test_a_command_that_was_committed_long_after_it_began_is_heard(
    asgi: Any, app: Application, caller: Invite
) -> None:
    """Its id says when it began; when it was written says its entry."""
    reader, writer = await caller("warehouse.view"), await caller(*FEATURES)
    place = await add(writer)
    began = UUID(int=(int((time.time() - 60) * 1000) << 80) | 0x7000_8000_0000_0000_0000 | new_id().int % 2**48)
    async with listening(asgi, signed_in(reader)) as stream:
        await round_over(stream, writer)
        async with app.database.across_tenants("a test commits late") as connection:
            await connection.execute(
                "INSERT INTO action_logs (tenant_id, id, organization_id, actor_kind, command_id, resource_kind,"
                " resource_id, created_at, updated_at) VALUES ($1, $2, $3, 'system', 'warehouse.locations.update',"
                " 'warehouse.location', $4, now() - interval '60 seconds', now())",
                writer.tenant_id,
                began,
                writer.organization_id,
                place,
            )
        await stream.heard("changed", id=place, action="update")


async def test_an_entry_written_long_after_its_command_began_says_when(app: Application, tenant: Founded) -> None:
    async with app.acting(tenant.tenant_id, tenant.organization_id) as ctx:
        quick, slow = new_id(), new_id()
        for action, pause in ((quick, 0.0), (slow, 5.2)):
            await ctx.begin()
            await ctx.query("SELECT pg_sleep($1)", pause)
            ctx.action_id = action
            await audit_entry.record(ctx)
            await ctx.commit()
        rows = await ctx.query(
            "SELECT id, updated_at - created_at AS later FROM action_logs WHERE tenant_id = $1 AND id = ANY($2)",
            tenant.tenant_id,
            [quick, slow],
        )
    found = {row["id"]: row["later"].total_seconds() for row in rows}
    assert found[quick] == 0
    assert found[slow] > 5


async def test_who_leaves_while_it_is_asked_what_they_may_see_takes_nothing_along(
    asgi: Any, caller: Invite, other: Module
) -> None:
    reader, asked = await caller("warehouse.view"), asyncio.Event()

    async def poll(_app: Application, window: LiveWindow) -> list[LiveMessage]:
        return [LiveMessage(object(), reader.tenant_id, {})] if reader.tenant_id in window.tenants else []

    async def narrow(ctx: Any, messages: list[LiveMessage]) -> list[LiveMessage]:
        asked.set()
        await ctx.query("SELECT pg_sleep(0.5)")
        return messages

    other.streams("slow", narrow=narrow)(poll)
    try:
        for _ in range(2):
            asked.clear()
            async with listening(asgi, signed_in(reader)):
                await asyncio.wait_for(asked.wait(), 10)
        assert (await reader.get(LOCATIONS)).status_code == 200
    finally:
        other.live_streams.pop()
