"""Operations that search: over named strategies, and the global search over those that the tenant has chosen."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from bottega.kernel.context import Context
from bottega.kernel.schemas import Query, Schema
from bottega.platform.search import searching, stored_settings
from bottega.platform.search.hits import STRATEGIES, Strategy
from bottega.platform.search.module import module

MOST: Final = 100
USUAL: Final = 50
# More is read of nothing; what is longer is a text that was pasted by mistake.
LONGEST: Final = 10_000
_FAR: Final = 1_000_000_000


def _names(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Limit = Annotated[int, Field(ge=-_FAR, le=_FAR), AfterValidator(lambda n: min(n, MOST) if n > 0 else USUAL)]
Names = Annotated[
    list[str], BeforeValidator(_names), Field(max_length=100), WithJsonSchema({"type": "string", "maxLength": 5_000})
]


class GlobalQuery(Query):
    """What is looked for."""

    q: Annotated[str, Field(min_length=1, max_length=LONGEST, description="Search query (required)")]
    limit: Limit = Field(default=USUAL, description="Maximum results to return (default: 50, max: 100)")
    entity_types: Names = Field(
        default_factory=list,
        description="Comma-separated entity types to filter results, such as `contracts:contract,warehouse:material`",
    )


class SearchQuery(GlobalQuery):
    """What is looked for, and how."""

    strategies: Names = Field(default_factory=list, description="Comma-separated: fulltext, vector, tokens")


class Presenter(Schema):
    """How a record is shown among results."""

    title: str
    subtitle: str | None = None
    icon: str | None = None
    badge: str | None = None


class Link(Schema):
    """Where a record is shown."""

    href: str
    label: str
    kind: str


class Found(Schema):
    """A record that was found; `metadata._sources` are the strategies that did."""

    entity_id: str
    record_id: str
    score: float
    source: Strategy
    presenter: Presenter | None = None
    url: str | None = None
    links: list[Link] | None = None
    metadata: dict[str, Any] | None = None


class SearchAnswer(Schema):
    """What was found, the best first; `timing` in milliseconds."""

    results: list[Found]
    strategies_used: list[Strategy]
    timing: int
    query: str
    limit: int


class GlobalAnswer(SearchAnswer):
    """The same, and the strategies that the tenant has chosen."""

    strategies_enabled: list[Strategy]


@module.get(
    "/search",
    "search.view",
    name="search",
    answer=SearchAnswer,
    answers={200: "Search results", 400: "Missing query parameter"},
)
async def search(ctx: Context, query: SearchQuery) -> dict[str, Any]:
    """Search across entities.

    Runs the named strategies, or all of them, and merges what they find by rank. Only records that the caller may open
    are found, in the organizations in view.
    """
    return await _answer(ctx, query, _among(query.strategies) or STRATEGIES)


@module.get(
    "/search/global",
    "search.view",
    name="search.global",
    answer=GlobalAnswer,
    answers={200: "Search results", 400: "Missing query parameter"},
)
async def search_globally(ctx: Context, query: GlobalQuery) -> dict[str, Any]:
    """Global search (Cmd+K).

    Searches by the strategies that the tenant has chosen, whatever the address says, and merges what they find by rank.
    """
    enabled, _ = await stored_settings.enabled_strategies(ctx)
    return {**await _answer(ctx, query, _among(enabled)), "strategiesEnabled": list(enabled)}


def _among(names: Sequence[str]) -> list[Strategy]:
    """The strategies that are named, in the usual order; unknown names name none."""
    known: Sequence[Strategy] = STRATEGIES
    return [one for one in known if one in names]


async def _answer(ctx: Context, query: GlobalQuery, strategies: Sequence[Strategy]) -> dict[str, Any]:
    usable: list[Strategy] = [one for one in strategies if one != "tokens" or ctx.app.settings.tokens_enabled]
    found = await searching.search(
        ctx, query.q, limit=query.limit, strategies=usable, entities=query.entity_types or None
    )
    return {
        "results": [one.shown(ctx) for one in found.results],
        "strategiesUsed": list(found.used),
        "timing": found.timing,
        "query": query.q,
        "limit": query.limit,
    }
