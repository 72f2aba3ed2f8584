"""Events of a chat: the stream of a turn of the assistant, and the questions to its person within it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Final

import msgspec
import structlog

from bottega.kernel.i18n import T
from bottega.platform.ai_assistant import conversations
from bottega.platform.ai_assistant.callers import Caller, Proposal
from bottega.platform.ai_assistant.conversations import Memory

log = structlog.get_logger()

Json = dict[str, Any]
Emit = Callable[[Json], None]

# Proxies end a connection on which nothing is sent.
HEARTBEAT: Final = 10.0
ASKED_EVERY: Final = 0.25
WAITS_FOR_ANSWER: Final = 150.0
TOO_LONG: Final = T(
    en="The answer took too long and was given up", pl="Odpowiedź trwała zbyt długo i została przerwana"
)
FAILED: Final = T(en="Chat request failed", pl="Czat nie mógł odpowiedzieć")
CONFIRM: Final = T(en="Confirm", pl="Potwierdź")
YES: Final = T(en="Yes, do it", pl="Tak, wykonaj")
YES_MEANS: Final = T(en="Exactly what is written here", pl="Dokładnie to, co tu zapisano")
NO: Final = T(en="No", pl="Nie")
NO_MEANS: Final = T(en="Nothing is changed", pl="Nic się nie zmieni")


def frame(event: Json) -> bytes:
    """An event as a frame of a stream of Server-Sent Events."""
    return b"data: " + msgspec.json.encode(event) + b"\n\n"


async def stream(
    caller: Caller, memory: Memory, turn: Callable[[Emit], Coroutine[Any, Any, None]]
) -> AsyncIterator[bytes]:
    """Run a turn and send its events; whatever happens the last one is ``done`` or ``error``.

    The turn ends when the client leaves, when the server is asked to stop, or when its time is over.
    """
    events: asyncio.Queue[Json | None] = asyncio.Queue()
    task = asyncio.create_task(_guarded(caller, memory, turn, events))
    stopping = asyncio.create_task(caller.app.stopping.wait())
    try:
        yield frame({"type": "thinking"})
        while True:
            getting = asyncio.ensure_future(events.get())
            done, _ = await asyncio.wait((getting, stopping), timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            if getting in done:
                event = getting.result()
                if event is None:
                    return
                yield frame(event)
                continue
            getting.cancel()
            if stopping in done:
                return
            yield b": still working\n\n"
    finally:
        task.cancel()
        stopping.cancel()
        await asyncio.gather(task, stopping, return_exceptions=True)


async def _guarded(
    caller: Caller,
    memory: Memory,
    turn: Callable[[Emit], Coroutine[Any, Any, None]],
    events: "asyncio.Queue[Json | None]",
) -> None:
    try:
        async with asyncio.timeout(caller.app.settings.ai_chat_seconds):
            await turn(events.put_nowait)
        memory.undo_tokens = caller.undo_tokens
        await conversations.remember(caller, memory)
        events.put_nowait({"type": "done", "sessionId": str(memory.id)})
    except TimeoutError:
        events.put_nowait({"type": "error", "error": TOO_LONG(caller.locale)})
    except Exception as error:
        # What a provider answers to a wrong key repeats parts of it: the kind of error and its status say enough.
        theirs = type(error).__module__.partition(".")[0] in ("openai", "pydantic_ai")
        known = {"kind": type(error).__name__, "status": getattr(error, "status_code", None)}
        told = None if theirs else error
        log.exception("chat.failed", exc_info=told, tenant=caller.scope.tenant_id, **known)
        events.put_nowait({"type": "error", "error": FAILED(caller.locale)})
    finally:
        events.put_nowait(None)


def asking(caller: Caller, memory: Memory, emit: Emit) -> Caller:
    """The caller, asked within the chat before each change; only their own answer counts, whatever a model says."""

    async def ask(proposal: Proposal) -> bool:
        question_id = await conversations.open_question(caller, memory)
        emit({"type": "question", "question": _question(caller, memory, str(question_id), proposal)})
        try:
            async with asyncio.timeout(WAITS_FOR_ANSWER):
                # Another process may hear the answer: it is looked for in the database.
                while (answer := await conversations.answer_to(caller, memory, question_id)) is None:  # noqa: ASYNC110
                    await asyncio.sleep(ASKED_EVERY)
        except TimeoutError:
            answer = None
        await conversations.close_question(caller, memory, question_id)
        return answer == 0

    caller.ask = ask
    caller.asks_before_each = True
    return caller


def _question(caller: Caller, memory: Memory, question_id: str, proposal: Proposal) -> Json:
    options = [(YES, YES_MEANS), (NO, NO_MEANS)]
    return {
        "id": question_id,
        "sessionID": str(memory.id),
        "questions": [
            {
                "question": proposal.text,
                "header": CONFIRM(caller.locale),
                "options": [{"label": one(caller.locale), "description": said(caller.locale)} for one, said in options],
            }
        ],
        "tool": {"messageID": str(memory.id), "callID": proposal.digest[:16]},
    }
