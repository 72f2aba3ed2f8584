"""Operations on the settings of the search: what there is, and which strategies the global search uses."""

from typing import Annotated, Any, Final

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.platform.query_index import can_compare
from bottega.platform.search import meilisearch, stored_settings
from bottega.platform.search.hits import STRATEGIES, Strategy
from bottega.platform.search.locks import Lock, lock_of
from bottega.platform.search.module import module

_NAMES: Final = {
    "fulltext": (T(en="Full-Text Search", pl="Wyszukiwanie pełnotekstowe"), 30),
    "vector": (T(en="Vector Search", pl="Wyszukiwanie wektorowe"), 20),
    "tokens": (T(en="Token Search", pl="Wyszukiwanie w polach szyfrowanych"), 10),
}
_HOST: Final = T(
    en="Address of the Meilisearch server; unset, PostgreSQL answers full-text searches",
    pl="Adres serwera Meilisearch; bez niego pełnotekstowo szuka PostgreSQL",
)
_KEY: Final = T(
    en="Key of the Meilisearch server with rights to make and search indexes",
    pl="Klucz serwera Meilisearch z prawem tworzenia i przeszukiwania indeksów",
)
_PREFIX: Final = T(
    en="What names of indexes begin with; there is one a tenant", pl="Początek nazw indeksów; każdy najemca ma jeden"
)
_EXCLUDE: Final = T(
    en="Encrypted fields never leave the database, whatever this says",
    pl="Zaszyfrowane pola nigdy nie opuszczają bazy, niezależnie od tej zmiennej",
)
_DATABASE: Final = T(
    en="PostgreSQL with the extension vector; the embedded one has it",
    pl="PostgreSQL z rozszerzeniem vector; wbudowany je ma",
)
_ELSEWHERE: Final = T(
    en="Not supported: embeddings stay in PostgreSQL", pl="Nieobsługiwane: osadzenia zostają w PostgreSQL"
)


class StrategyShown(Schema):
    """A way of finding records; those of higher priority come first."""

    id: Strategy
    name: str
    priority: int
    available: bool


class SettingsShown(Schema):
    """What the search can do, and who is reindexing."""

    strategies: list[StrategyShown]
    fulltext_configured: bool
    fulltext_stats: dict[str, Any] | None
    vector_configured: bool
    tokens_enabled: bool
    default_strategies: list[str]
    reindex_lock: Lock | None
    fulltext_reindex_lock: Lock | None
    vector_reindex_lock: Lock | None


class CurrentSettings(Schema):
    """The settings in force."""

    settings: SettingsShown


class StrategiesShown(Schema):
    """The strategies of the global search, and who chose them: the `tenant`, or nobody (`env`)."""

    enabled_strategies: list[Strategy]
    source: str = "tenant"


class StrategiesSaved(Schema):
    """The strategies are saved."""

    ok: bool = True
    enabled_strategies: list[Strategy]


class StrategiesInput(Input):
    """The strategies of the global search."""

    enabled_strategies: Annotated[list[Strategy], Field(min_length=1, max_length=10)]


class Variable(Schema):
    """An environment variable: whether it is set, never to what where that is secret."""

    set: bool
    hint: str


class VariableWithDefault(Variable):
    """One that has a default."""

    value: Any = None
    default: Any = None


class FulltextShown(Schema):
    """How full-text searches are answered; without a driver by PostgreSQL."""

    driver: str | None
    configured: bool
    env_vars: dict[str, Variable]
    optional_env_vars: dict[str, VariableWithDefault]


class NamedVariable(Variable):
    """One in a list."""

    name: str


class Driver(Schema):
    """A store of embeddings."""

    id: str
    name: str
    configured: bool
    implemented: bool
    env_vars: list[NamedVariable]


class VectorStoreShown(Schema):
    """Where embeddings are stored."""

    current_driver: str
    configured: bool
    drivers: list[Driver]


@module.get("/settings", "search.view", name="settings.read", answer=CurrentSettings, answers={200: "Settings"})
async def read_settings(ctx: Context) -> dict[str, Any]:
    """Get search settings and status.

    The strategies and whether they can be used, statistics of the full-text index, and locks of reindexing.
    """
    comparable = await can_compare(ctx)
    engine = meilisearch.engine_of(ctx.app)
    stats = await _stats(ctx, engine) if engine is not None else None
    available = {
        "fulltext": engine is None or stats is not None,
        "vector": comparable,
        "tokens": ctx.app.settings.tokens_enabled,
    }
    fulltext, vector = await lock_of(ctx, "fulltext"), await lock_of(ctx, "vector")
    strategies = [
        {"id": one, "name": _NAMES[one][0](ctx.locale), "priority": _NAMES[one][1], "available": available[one]}
        for one in STRATEGIES
    ]
    shown = {
        "strategies": strategies,
        "fulltextConfigured": bool(ctx.app.settings.meilisearch_host),
        "fulltextStats": stats or None,
        "vectorConfigured": comparable,
        "tokensEnabled": ctx.app.settings.tokens_enabled,
        "defaultStrategies": [one for one in STRATEGIES if available[one]],
        "reindexLock": fulltext or vector,
        "fulltextReindexLock": fulltext,
        "vectorReindexLock": vector,
    }
    return {"settings": shown}


async def _stats(ctx: Context, engine: meilisearch.Engine) -> dict[str, Any] | None:
    """Statistics of the tenant's index, empty while it has none; None while the server does not answer."""
    try:
        return dict(await engine.stats(ctx.tenant_id) or {})
    except meilisearch.EngineFailed:
        return None


@module.get("/settings/global-search", "search.view", name="global.read", answers={200: "Current settings"})
async def read_strategies(ctx: Context) -> StrategiesShown:
    """Get global search strategies.

    Which strategies the global search uses, and who chose them.
    """
    enabled, source = await stored_settings.enabled_strategies(ctx)
    return StrategiesShown(enabled_strategies=list(enabled), source=source)


@module.post(
    "/settings/global-search",
    "search.manage",
    name="global.update",
    status=200,
    label=T(en="Change strategies of the global search", pl="Zmiana strategii wyszukiwania globalnego"),
    answers={200: "Updated settings", 400: "Invalid request"},
)
async def change_strategies(ctx: Context, data: StrategiesInput) -> StrategiesSaved:
    """Update global search strategies.

    Chooses the strategies that the global search of the tenant uses.
    """
    await stored_settings.save(ctx, {"enabled_strategies": list(dict.fromkeys(data.enabled_strategies))})
    return StrategiesSaved(enabled_strategies=data.enabled_strategies)


@module.get("/settings/fulltext", "search.view", name="fulltext.read", answers={200: "Full-text settings"})
async def read_fulltext(ctx: Context) -> FulltextShown:
    """Get fulltext search configuration.

    Whether a Meilisearch server is configured; secrets are never answered.
    """
    settings = ctx.app.settings
    return FulltextShown(
        driver="meilisearch" if settings.meilisearch_host else None,
        configured=bool(settings.meilisearch_host and settings.meilisearch_api_key),
        env_vars={
            "MEILISEARCH_HOST": Variable(set=bool(settings.meilisearch_host), hint=_HOST(ctx.locale)),
            "MEILISEARCH_API_KEY": Variable(set=bool(settings.meilisearch_api_key), hint=_KEY(ctx.locale)),
        },
        optional_env_vars={
            "MEILISEARCH_INDEX_PREFIX": VariableWithDefault(
                set="meilisearch_index_prefix" in settings.model_fields_set,
                value=settings.meilisearch_index_prefix,
                default="om",
                hint=_PREFIX(ctx.locale),
            ),
            "SEARCH_EXCLUDE_ENCRYPTED_FIELDS": VariableWithDefault(
                set=False, value=True, default=True, hint=_EXCLUDE(ctx.locale)
            ),
        },
    )


@module.get("/settings/vector-store", "search.view", name="vector_store.read", answers={200: "Vector store settings"})
async def read_vector_store(ctx: Context) -> VectorStoreShown:
    """Get vector store configuration.

    Embeddings are stored in PostgreSQL; other stores are named because clients know of them.
    """
    comparable = await can_compare(ctx)
    others = {"qdrant": ("Qdrant", ("QDRANT_URL", "QDRANT_API_KEY")), "chromadb": ("ChromaDB", ("CHROMA_URL",))}
    own = NamedVariable(name="DATABASE_URL", set=ctx.app.settings.database_url is not None, hint=_DATABASE(ctx.locale))
    drivers = [
        Driver(id="pgvector", name="PostgreSQL (pgvector)", configured=comparable, implemented=True, env_vars=[own])
    ]
    for driver, (name, names) in others.items():
        variables = [NamedVariable(name=one, set=False, hint=_ELSEWHERE(ctx.locale)) for one in names]
        drivers.append(Driver(id=driver, name=name, configured=False, implemented=False, env_vars=variables))
    return VectorStoreShown(current_driver="pgvector", configured=comparable, drivers=drivers)
