"""Messages: who sees them, when they count as read, and how they disappear (BR-22)."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth import found_tenant
from callers import Caller, Invite

MESSAGES = "/messaging/messages"
SECRET = "Proszę o zaliczkę, żółta łódź"


@dataclass
class Correspondence:
    """Two people who may write to each other, and an administrator of the same studio."""

    ola: Caller
    jan: Caller
    boss: Caller

    async def send(self, sender: Caller, recipient: Caller, **changed: Any) -> httpx.Response:
        body = {
            "senderId": str(sender.user_id),
            "recipientId": str(recipient.user_id),
            "temat": "Kuchnia",
            "tresc": SECRET,
            **changed,
        }
        return await sender.post(MESSAGES, body)

    async def sent(self, **changed: Any) -> str:
        """A message from Ola to Jan; answers its id."""
        made = await self.send(self.ola, self.jan, **changed)
        assert made.status_code == 201, made.text
        return made.json()["id"]


@pytest.fixture
async def letters(caller: Invite) -> Correspondence:
    return Correspondence(await caller("messaging.*"), await caller("messaging.*"), await caller(super_admin=True))


async def listed(who: Caller, **query: Any) -> list[dict[str, Any]]:
    answer = await who.get(MESSAGES, params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return answer.json()["items"]


async def unread(who: Caller) -> int:
    return (await who.get("/messaging/unread")).json()["unread"]


async def test_br_22_only_the_two_sides_see_a_message_and_no_administrator(letters: Correspondence) -> None:
    message = await letters.sent()
    for side in (letters.ola, letters.jan):
        [item] = await listed(side)
        assert (item["id"], item["temat"], item["przeczytana"]) == (message, "Kuchnia", False)
        assert "tresc" not in item
    for query in ({}, {"id": message}, {"ids": message}, {"search": "kuchnia"}, {"withDeleted": "true"}):
        assert await listed(letters.boss, **query) == []
    exported = await letters.boss.get(MESSAGES, params={"format": "json", "exportScope": "full"})
    assert exported.json() == []
    for refused in (
        await letters.boss.post(f"{MESSAGES}/{message}/read"),
        await letters.boss.delete(MESSAGES, {"id": message}),
    ):
        assert refused.status_code == 404
    assert await listed(letters.jan, id=message) != []


async def test_br_22_no_history_index_event_or_log_holds_a_word_of_it(
    letters: Correspondence, app: Application
) -> None:
    message = await letters.sent(temat="Temat bezprecedensowy")
    await listed(letters.jan, id=message)
    await letters.ola.delete(MESSAGES, {"id": message})
    await app.access.flush()
    actions = await letters.boss.get("/audit_logs/audit-logs/actions", params={"resourceId": message})
    [entry] = actions.json()["items"]
    assert entry["commandId"] == "messaging.messages.create"
    assert (entry["snapshotBefore"], entry["snapshotAfter"], entry["changes"]) == (None, None, None)
    async with app.database.across_tenants("a test looks for leaks") as connection:
        tables = [
            row["table_name"]
            for row in await connection.fetch(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                " AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'alembic%'"
            )
        ]
        assert "messaging_messages" in tables
        for table in tables:
            said = await connection.fetchval(
                f"SELECT count(*) FROM {table} AS t WHERE t::text ~* 'bezprecedensow|żółta łódź'"
            )
            assert said == 0, table


async def test_message_with_foreign_sender_id_is_refused_with_403(letters: Correspondence) -> None:
    refused = await letters.send(letters.ola, letters.jan, senderId=str(letters.jan.user_id))
    assert refused.status_code == 403
    assert refused.json()["code"] == "foreign_sender"
    assert await listed(letters.jan) == []


async def test_a_recipient_is_an_active_user_of_the_organization(
    letters: Correspondence, app: Application, caller: Invite
) -> None:
    stranger = await caller("messaging.*", within=await found_tenant(app, f"Elsewhere {new_id()}"))
    for recipient in (stranger.user_id, new_id()):
        refused = await letters.send(letters.ola, letters.jan, recipientId=str(recipient))
        assert refused.status_code == 400
        assert refused.json()["details"][0]["path"] == ["recipientId"]


async def test_br_22_reading_by_id_gives_the_text_and_marks_it_read_once(letters: Correspondence) -> None:
    message = await letters.sent()
    [seen] = await listed(letters.ola, id=message)
    assert (seen["tresc"], seen["przeczytana"]) == (SECRET, False)
    assert await unread(letters.jan) == 1
    [read] = await listed(letters.jan, id=message)
    assert (read["tresc"], read["przeczytana"]) == (SECRET, True)
    [again] = await listed(letters.jan, id=message)
    assert again["przeczytana_at"] == read["przeczytana_at"] is not None
    assert await unread(letters.jan) == 0


async def test_message_marked_read_by_sender_is_refused_with_403(letters: Correspondence) -> None:
    message = await letters.sent()
    refused = await letters.ola.post(f"{MESSAGES}/{message}/read")
    assert refused.status_code == 403
    assert refused.json()["code"] == "not_the_recipient"
    assert (await listed(letters.ola))[0]["przeczytana"] is False
    for _ in range(2):
        assert (await letters.jan.post(f"{MESSAGES}/{message}/read")).status_code == 200
    [read] = await listed(letters.ola, przeczytana="true")
    assert read["id"] == message
    assert await listed(letters.ola, przeczytana="false") == []


async def test_delete_other_peoples_message_is_404(letters: Correspondence, caller: Invite) -> None:
    message = await letters.sent()
    third = await caller("messaging.*")
    assert (await third.delete(MESSAGES, {"id": message})).status_code == 404
    assert [one["id"] for one in await listed(letters.jan)] == [message]


async def test_br_22_deleting_hides_one_side_and_removes_the_row_when_both_did(
    letters: Correspondence, app: Application
) -> None:
    message = await letters.sent()
    assert (await letters.jan.delete(MESSAGES, params={"id": message})).status_code == 200
    assert await listed(letters.jan) == []
    assert await unread(letters.jan) == 0
    assert (await letters.jan.delete(MESSAGES, {"id": message})).status_code == 404
    assert (await letters.jan.post(f"{MESSAGES}/{message}/read")).status_code == 404
    [kept] = await listed(letters.ola, id=message)
    assert kept["tresc"] == SECRET
    assert (await letters.ola.delete(MESSAGES, {"id": message})).status_code == 200
    assert await _rows(app, letters) == 0


async def test_br_22_both_sides_delete_at_once_and_nothing_stays_behind(
    letters: Correspondence, app: Application
) -> None:
    sent = [await letters.sent() for _ in range(5)]
    answers = await asyncio.gather(
        *(side.delete(MESSAGES, {"id": one}) for one in sent for side in (letters.ola, letters.jan))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert await _rows(app, letters) == 0


async def _rows(app: Application, letters: Correspondence) -> int:
    async with app.acting(letters.ola.tenant_id) as ctx:
        return await ctx.query_value("SELECT count(*) FROM messaging_messages")


async def test_a_message_cannot_be_unsent_by_undo(letters: Correspondence) -> None:
    made = await letters.send(letters.boss, letters.jan)
    assert "x-om-operation" not in made.headers
    actions = await letters.boss.get("/audit_logs/audit-logs/actions", params={"resourceId": made.json()["id"]})
    [entry] = actions.json()["items"]
    refused = await letters.boss.post("/audit_logs/audit-logs/actions/undo", {"undoToken": entry["id"]})
    assert refused.status_code == 409
    assert refused.json()["code"] == "not_undoable"
    assert len(await listed(letters.jan)) == 1


async def test_sent_and_received_are_told_apart_by_filters(letters: Correspondence) -> None:
    there = await letters.sent()
    back = (await letters.send(letters.jan, letters.ola)).json()["id"]
    ola, jan = str(letters.ola.user_id), str(letters.jan.user_id)
    assert [one["id"] for one in await listed(letters.ola, senderId=ola)] == [there]
    assert [one["id"] for one in await listed(letters.ola, recipientId=ola)] == [back]
    assert [one["id"] for one in await listed(letters.jan, senderId=ola, recipientId=jan)] == [there]
    for name in ("senderId", "recipientId", "przeczytana"):
        assert (await letters.ola.get(MESSAGES, params={name: "nonsense"})).status_code == 400


async def test_search_finds_words_of_subject_and_text_whatever_case_and_diacritics(letters: Correspondence) -> None:
    message = await letters.sent()
    await letters.sent(temat="Szafa", tresc="nannan")
    for typed in ("KUCHNIA", "zolta lodz", "zaliczk", "kuchnia łódź"):
        assert [one["id"] for one in await listed(letters.jan, search=typed)] == [message]
    for typed in ("annanna", "%", "_", "kuchnia szafa"):
        assert await listed(letters.jan, search=typed) == []
    exported = await letters.jan.get(MESSAGES, params={"search": "szafa", "format": "csv"})
    assert "Szafa" in exported.text
    assert "Kuchnia" not in exported.text


async def test_subjects_sort_by_the_polish_alphabet_although_they_are_encrypted(letters: Correspondence) -> None:
    for subject in ("Żaluzja", "Łazienka", "Lada", "Ławka"):
        await letters.sent(temat=subject)
    found = [one["temat"] for one in await listed(letters.jan, sortField="temat")]
    assert found == ["Lada", "Ławka", "Łazienka", "Żaluzja"]
    page = (await letters.jan.get(MESSAGES, params={"sortField": "temat", "pageSize": 1, "page": 2})).json()
    assert ([one["temat"] for one in page["items"]], page["total"]) == (["Ławka"], 4)
