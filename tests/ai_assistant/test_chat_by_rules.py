"""The chat without a language model: rules find what is meant, ask for what is missing, and ask before a change."""

from typing import Any

import pytest
from scripted_model import say

from bottega.kernel.application import Application
from bottega.platform.ai_assistant.slot_filling import filled, missing, slots_of
from callers import Caller, Invite

BODY = {
    "required": ["nazwa", "dzien", "ilosc"],
    "properties": {
        "nazwa": {"type": "string", "title": "Nazwa"},
        "dzien": {"type": "string", "format": "date", "title": "Dzień"},
        "ilosc": {"type": "number", "title": "Ilość (szt.)"},
        "stan": {"anyOf": [{"enum": ["new", "old"], "x-enum-labels": {"new": "Nowy", "old": "Stary"}}]},
        "pilne": {"type": "boolean", "title": "Pilne"},
        "pozycje": {"type": "array", "title": "Pozycje"},
    },
}


def text_of(events: list[dict[str, Any]]) -> str:
    return "".join(one["content"] for one in events if one["type"] == "text")


async def locations(person: Caller) -> list[str]:
    return [one["nazwa"] for one in (await person.get("/warehouse/locations")).json()["items"]]


async def test_a_command_is_filled_in_over_messages_agreed_to_and_undone(app: Application, caller: Invite) -> None:
    person = await caller("ai_assistant.view", "warehouse.*", "audit_logs.undo_self", "audit_logs.view_self")
    person.client.headers["accept-language"] = "pl"
    events = await say(app, person, "Dodaj lokalizację")
    assert (events[0], events[-1]["type"]) == ({"type": "thinking"}, "done")
    assert "Nazwa" in text_of(events)
    session = events[-1]["sessionId"]
    events = await say(app, person, "Regał A", session, answer=0)
    asked = next(one for one in events if one["type"] == "question")["question"]["questions"][0]
    assert "Nazwa: Regał A" in asked["question"]
    assert await locations(person) == ["Regał A"]
    assert text_of(await say(app, person, "cofnij", session)) == "Cofnięto."
    assert await locations(person) == []
    await say(app, person, 'Dodaj lokalizację "Regał B"', session, answer=1)
    assert await locations(person) == []
    await say(app, person, "Dodaj lokalizację", session)
    assert text_of(await say(app, person, "anuluj", session)) == "Niczego nie zmieniono."


async def test_it_lists_searches_deletes_and_says_what_it_does_not_know(app: Application, caller: Invite) -> None:
    person = await caller("ai_assistant.view", "warehouse.*", "audit_logs.undo_self")
    for name in ("Rack C", "Rack D"):
        await person.post("/warehouse/locations", {"nazwa": name})
    assert "• Rack C" in text_of(await say(app, person, "show locations"))
    assert "2" in text_of(await say(app, person, "pokaż lokalizacje"))
    assert text_of(await say(app, person, 'find "Rack D"')).startswith("• Rack D")
    assert "Magazyn" not in text_of(await say(app, person, "xyzzy"))
    assert "Warehouse" in text_of(await say(app, person, "xyzzy"))
    await say(app, person, 'delete location "Rack D"', answer=0)
    assert await locations(person) == ["Rack C"]


async def test_a_conversation_is_its_persons_alone(caller: Invite, app: Application) -> None:
    person, other = await caller("ai_assistant.view"), await caller("ai_assistant.view", super_admin=True)
    session = (await say(app, person, "hello"))[-1]["sessionId"]
    said = {"messages": [{"role": "user", "content": "go on"}], "sessionId": session}
    answered = {"answerQuestion": {"questionId": session, "answer": 0, "sessionId": session}}
    for body in (said, answered, {**said, "sessionId": "nonsense"}):
        refused = await other.post("/ai_assistant/chat", body)
        assert (refused.status_code, refused.json()) == (403, {"error": "Session not available"})
    assert (await person.post("/ai_assistant/chat", answered)).status_code == 404
    async with app.database.tenant(person.tenant_id) as connection:
        kept = await connection.fetchval("SELECT messages FROM ai_assistant_conversations WHERE id = $1::uuid", session)
    assert "hello" not in kept


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "messages array is required"),
        ({"messages": []}, "No user message found"),
        ({"messages": [{"role": "assistant", "content": "I"}]}, "No user message found"),
    ],
)
async def test_somebody_has_to_say_something(caller: Invite, body: dict[str, Any], error: str) -> None:
    refused = await (await caller("ai_assistant.view")).post("/ai_assistant/chat", body)
    assert (refused.status_code, refused.json()["error"]) == (400, error)


def test_fields_are_read_from_a_sentence() -> None:
    slots = slots_of(BODY)
    said = 'Dodaj rzecz "Regał A", dzień: 24.12.2026, ilość: 1 200,50 szt., pilne: tak, stan: Stary'
    values = filled(slots, said)
    assert values == {"nazwa": "Regał A", "dzien": "2026-12-24", "ilosc": "1200.50", "pilne": True, "stan": "old"}
    assert [one.wire for one in missing(slots, {"nazwa": "x"})] == ["dzien", "ilosc"]
    assert filled(slots, "ilość: dużo, stan: inny, dzień: kiedyś") == {}
