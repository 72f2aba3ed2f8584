"""The chat operation: a stream of what the assistant says and does in the person's name."""

from typing import Any, Final

from pydantic import Field

from bottega.kernel import rate_limits
from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.rate_limits import Bucket
from bottega.kernel.schemas import Input
from bottega.platform.ai_assistant import conversations
from bottega.platform.ai_assistant.callers import caller_of
from bottega.platform.ai_assistant.chat_events import Emit, asking, stream
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.providers import provider_of
from bottega.platform.ai_assistant.rule_turn import answer_by_rules

EVENT_STREAM: Final = "text/event-stream"
TURNS: Final = Bucket("AI_CHAT", 30, 60)
LONGEST_MESSAGE: Final = 20_000
MESSAGES_REQUIRED: Final = T(en="messages array is required", pl="Wymagana jest lista messages")
NO_USER_MESSAGE: Final = T(en="No user message found", pl="Brak wiadomości użytkownika")


class ChatMessage(Input):
    """A message of a conversation."""

    role: str = Field(max_length=20, description="`user`, `assistant` or `system`.")
    content: str = Field(max_length=LONGEST_MESSAGE)


class QuestionAnswer(Input):
    """The answer to a question that the assistant asked."""

    question_id: str = Field(max_length=100)
    answer: int = Field(ge=0, le=20, description="Which option, from 0.")
    session_id: str = Field(max_length=100)


class ChatInput(Input):
    """What the person says, or their answer to a question."""

    messages: list[ChatMessage] | None = Field(
        default=None, max_length=200, description="The last message of the role `user` is answered."
    )
    session_id: str | None = Field(default=None, max_length=100, description="The conversation that goes on.")
    answer_question: QuestionAnswer | None = None


@module.post(
    "/chat",
    "ai_assistant.view",
    name="chat.send",
    status=200,
    undoable=False,
    media=EVENT_STREAM,
    answer=str,
    answers={
        200: "Events of the answer; `{success: true}` for an answered question",
        201: "Success response",
        400: "Nothing was said",
        403: "The session is not the caller's",
        404: "No such question waits",
        429: "The caller says too much at once",
    },
)
async def chat(ctx: Context, data: ChatInput) -> Reply:
    """Chat with assistant.

    A stream of Server-Sent Events; `data` is JSON. `thinking` comes first, then any of `text {content}`,
    `tool-call {id, toolName, args}`, `tool-result {id, result}`, `question {question}` and `metadata {model, provider,
    tokens, durationMs}`; the last one is `done {sessionId}` or `error {error}`. Before each change the person is asked
    by `question`, which waits for `answerQuestion` with option 0 to be agreed to. Without a language model rules find
    the operation that is meant, and ask for what it lacks.
    """
    if data.answer_question is not None:
        given = data.answer_question
        await conversations.answer_question(ctx, given.session_id, given.question_id, given.answer)
        return Reply({"success": True})
    said = _last_of_user(data)
    await rate_limits.enforce(ctx, TURNS, f"{ctx.tenant_id} {ctx.actor.id}")
    memory = await conversations.recall(ctx, data.session_id)
    memory.add("user", said)
    chosen = await provider_of(ctx)
    caller = caller_of(ctx, undo_tokens=list(memory.undo_tokens))
    # Questions wait in the row of the conversation; whoever holds one connection does not wait for another.
    await ctx.close()
    await conversations.remember(caller, memory)

    async def turn(emit: Emit) -> None:
        asked = asking(caller, memory, emit)
        if chosen.configured:
            from bottega.platform.ai_assistant.model_turn import answer_with_model  # noqa: PLC0415 - see there

            await answer_with_model(asked, memory, chosen, emit)
        else:
            await answer_by_rules(asked, memory, emit)

    headers = {"x-accel-buffering": "no", "cache-control": "no-cache"}
    return Reply(media=EVENT_STREAM, headers=headers, stream=stream(caller, memory, turn), endless=True)


def _last_of_user(data: ChatInput) -> str:
    if data.messages is None:
        raise Invalid.of_field("messages", MESSAGES_REQUIRED)
    said: list[Any] = [one.content for one in data.messages if one.role == "user" and one.content]
    if not said:
        raise Invalid.of_field("messages", NO_USER_MESSAGE)
    return said[-1]
