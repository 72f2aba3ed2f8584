"""The route operation: which tool a sentence asks for, by a language model or by the words they share."""

import re
from typing import Annotated, Final, Literal

import structlog
from pydantic import Field

from bottega.kernel import rate_limits
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.text.folding import fold
from bottega.platform.ai_assistant.chat import TURNS
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.phrases import meaning, stem
from bottega.platform.ai_assistant.providers import Chosen, provider_of

log = structlog.get_logger()

SHARED: Final = T(en="Words in common: {words}", pl="Wspólne słowa: {words}")
NOTHING_SHARED: Final = T(en="No tool has words in common with this", pl="Żadne narzędzie nie ma wspólnych słów")
# A tool is meant when it has as much of what was said.
ENOUGH: Final = 0.3


class AvailableTool(Input):
    """A tool to choose from."""

    name: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=5000)


class RouteInput(Input):
    """What was said, and the tools to choose from."""

    query: str = Field(min_length=1, max_length=5000)
    available_tools: Annotated[list[AvailableTool], Field(max_length=200)]


class Route(Schema):
    """What is asked for; ``toolName`` is one of the tools that were sent."""

    intent: Literal["tool", "general_chat"]
    tool_name: str | None = None
    confidence: float
    reasoning: str


@module.post(
    "/route",
    "ai_assistant.view",
    name="route.decide",
    status=200,
    undoable=False,
    answers={200: "What is asked for", 201: "Success response"},
)
async def route(ctx: Context, data: RouteInput) -> Route:
    """Route request.

    Says whether a sentence asks for one of the tools, and which one. Without a language model, and where it cannot be
    reached, the words that sentence and tool have in common decide.
    """
    await rate_limits.enforce(ctx, TURNS, f"{ctx.tenant_id} {ctx.actor.id}")
    chosen = await provider_of(ctx)
    if chosen.configured and data.available_tools:
        # The connection is not held while somebody else's server thinks.
        if not ctx.in_transaction:
            await ctx.close()
        if (found := await _by_model(chosen, data)) is not None:
            return found
    return _by_words(data, ctx.locale)


async def _by_model(chosen: Chosen, data: RouteInput) -> Route | None:
    """What a model says; None when it cannot be asked, and a tool only if it was offered."""
    from bottega.platform.ai_assistant.model_turn import route_with_model  # noqa: PLC0415 - see there

    tools = [(one.name, one.description) for one in data.available_tools]
    try:
        said = await route_with_model(chosen, data.query, tools)
    except Exception as error:  # noqa: BLE001 - of whatever kind, the words decide then; a wrong key is repeated in texts
        kind = type(error).__name__
        log.warning("route.model_failed", kind=kind, provider=chosen.offer.id)
        return None
    if said.tool_name is not None and said.tool_name in {name for name, _ in tools}:
        return Route(intent="tool", tool_name=said.tool_name, confidence=said.confidence, reasoning=said.reasoning)
    return Route(intent="general_chat", confidence=said.confidence, reasoning=said.reasoning)


def _by_words(data: RouteInput, locale: str) -> Route:
    wanted = _terms(data.query)
    best: tuple[float, AvailableTool, set[str]] | None = None
    for one in data.available_tools:
        shared = wanted & (_terms(one.name) | _terms(one.description))
        # What a tool is called says more than how it is described.
        share = (len(shared) + len(shared & _terms(one.name))) / (1.5 * len(wanted)) if wanted else 0.0
        if shared and (best is None or share > best[0]):
            best = (share, one, shared)
    if best is None or best[0] < ENOUGH:
        return Route(intent="general_chat", confidence=0.5, reasoning=NOTHING_SHARED(locale))
    share, one, shared = best
    reasoning = SHARED(locale, words=", ".join(sorted(shared)))
    return Route(intent="tool", tool_name=one.name, confidence=round(min(share, 1.0), 2), reasoning=reasoning)


def _terms(text: str) -> set[str]:
    """Stems of the words of a text; a verb also counts as what it means, in either language."""
    stems = {stem(word) for word in re.findall(r"[a-z0-9]{3,}", fold(text))}
    return stems | {f"<{kind}>" for one in stems for kind in meaning(one)}
