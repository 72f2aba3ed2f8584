"""A scripted language model: an OpenAI-compatible server on 127.0.0.1 that says, turn by turn, what a test wants."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bottega.kernel.application import Application
from bottega.kernel.http import routing
from callers import Caller


@dataclass
class Script:
    """What the model answers next, and what it was asked so far: texts, or calls of tools as ``(name, arguments)``."""

    address: str = ""
    turns: list[str | tuple[str, dict[str, Any]]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def told(self) -> str:
        """Everything the model was told, as text."""
        return json.dumps(self.asked, ensure_ascii=False)


@asynccontextmanager
async def scripted_model(*turns: str | tuple[str, dict[str, Any]]) -> AsyncIterator[Script]:
    """Serve a script until the test is over."""
    script = Script(turns=list(turns))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        headers = dict(line.split(": ", 1) for line in head.strip().split("\r\n")[1:])
        script.keys.append(headers.get("authorization", ""))
        script.asked.append(json.loads(await reader.readexactly(int(headers["content-length"]))))
        if not script.turns:
            writer.write(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
        elif script.asked[-1].get("stream"):
            body = (
                "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in _chunks(script.turns.pop(0))) + "data: [DONE]\n\n"
            )
            writer.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n" + body.encode()
            )
        else:
            body = json.dumps(_whole(script.turns.pop(0)))
            head_sent = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
            writer.write(f"{head_sent}connection: close\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    script.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/"
    try:
        yield script
    finally:
        server.close()


@asynccontextmanager
async def installation(app: Application, dsn: str, script: Script) -> AsyncIterator[tuple[Application, Any]]:
    """The same installation with the scripted model as its own server, and the ASGI application around it."""
    settings = app.settings.model_copy(update={"ai_base_url": script.address})
    other = Application(settings, dsn, app.secrets, app.modules)
    await other.open()
    try:
        yield other, routing.build(other, {})
    finally:
        await other.close()


def _message(turn: str | tuple[str, dict[str, Any]]) -> dict[str, Any]:
    if isinstance(turn, str):
        return {"role": "assistant", "content": turn}
    call = {"index": 0, "id": f"call_{turn[0]}", "type": "function"}
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [{**call, "function": {"name": turn[0], "arguments": json.dumps(turn[1])}}],
    }


def _frame(choice: dict[str, Any], kind: str) -> dict[str, Any]:
    usage = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
    counted = usage if choice["finish_reason"] else None
    return {"id": "c", "object": kind, "created": 1, "model": "scripted", "choices": [choice], "usage": counted}


def _chunks(turn: str | tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    reason = "stop" if isinstance(turn, str) else "tool_calls"
    return [
        _frame({"index": 0, "delta": _message(turn), "finish_reason": None}, "chat.completion.chunk"),
        _frame({"index": 0, "delta": {}, "finish_reason": reason}, "chat.completion.chunk"),
    ]


def _whole(turn: str | tuple[str, dict[str, Any]]) -> dict[str, Any]:
    reason = "stop" if isinstance(turn, str) else "tool_calls"
    return _frame({"index": 0, "message": _message(turn), "finish_reason": reason}, "chat.completion")


async def say(
    app: Application, person: Caller, text: str, session: str | None = None, answer: int | None = None
) -> list[dict[str, Any]]:
    """Say something in the chat, and answer the question that comes, if one is expected; the events."""
    body = {"messages": [{"role": "user", "content": text}], "sessionId": session}
    async with asyncio.timeout(30):
        sent = asyncio.create_task(person.post("/ai_assistant/chat", body))
        if answer is not None:
            await _answer(app, person, answer, sent)
        response = await sent
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/event-stream"
    return [json.loads(line[6:]) for line in response.text.split("\n\n") if line.startswith("data: ")]


async def _answer(app: Application, person: Caller, answer: int, sent: asyncio.Task[Any]) -> None:
    """Answer the question that waits for somebody: the client of these tests reads a stream only when it is over."""
    waiting = "SELECT id, question_id FROM ai_assistant_conversations WHERE user_id = $1 AND question_id IS NOT NULL"
    while True:
        assert not sent.done(), sent.result().text
        async with app.database.tenant(person.tenant_id) as connection:
            row = await connection.fetchrow(waiting, person.user_id)
        if row is not None:
            break
        await asyncio.sleep(0.02)
    given = {"questionId": str(row["question_id"]), "sessionId": str(row["id"]), "answer": answer}
    answered = await person.post("/ai_assistant/chat", {"answerQuestion": given})
    assert answered.json() == {"success": True}, answered.text
