"""Operations on embeddings: which provider and model make them, embed everything, cancel that."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, NoReturn

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Invalid
from bottega.kernel.i18n import T
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Flag, Input, Schema, Whole
from bottega.kernel.search_index import spec_of_entity
from bottega.platform.query_index import Work, claim_work, stored_dimension
from bottega.platform.search import embedding_job, outbound, providers, stored_settings
from bottega.platform.search.locks import LockRefusal, refuse_busy
from bottega.platform.search.module import module
from bottega.platform.search.providers import SERVICES, Model, ProviderFailed, ProviderId
from bottega.platform.search.reindex_operations import UNKNOWN, Cancelled, cancel

LOCKED: Final = T(
    en="Auto-indexing is disabled via DISABLE_VECTOR_SEARCH_AUTOINDEXING.",
    pl="Automatyczne osadzanie wyłącza zmienna DISABLE_VECTOR_SEARCH_AUTOINDEXING.",
)
NOT_CONFIGURED: Final = T(
    en="Provider {name} is not configured. Set {variable} environment variable.",
    pl="Dostawca {name} nie jest skonfigurowany. Ustaw zmienną środowiskową {variable}.",
)
NOT_AVAILABLE: Final = T(
    en="Provider {name} is not available: {reason}", pl="Dostawca {name} jest niedostępny: {reason}"
)
NO_ADDRESS: Final = T(
    en="An address such as https://embeddings.example.com/v1", pl="Adres, na przykład https://embeddings.example.com/v1"
)
FIXED: Final = T(
    en="The built-in encoder has {dimension} numbers and the model {model}",
    pl="Wbudowany koder ma {dimension} liczb i model {model}",
)
# Where pgvector ends (its type ``vector``).
LARGEST_DIMENSION: Final = 4_096


def _address(value: str) -> str:
    try:
        outbound.checked(value)
    except outbound.NotAllowed:
        raise PydanticCustomError("address", "no address", {"text": NO_ADDRESS}) from None
    return value.rstrip("/")


Dimension = Annotated[Whole, Field(ge=1, le=LARGEST_DIMENSION)]
Address = Annotated[str, Field(max_length=500), AfterValidator(_address), Field(json_schema_extra={"format": "url"})]


class EmbeddingInput(Input):
    """A model of a provider."""

    provider_id: ProviderId
    model: Annotated[str, Field(min_length=1, max_length=200)]
    dimension: Dimension
    output_dimensionality: Dimension | None = Field(default=None, description="Fewer numbers, where the model can.")
    base_url: Address | None = Field(
        default=None, description="Another address that speaks OpenAI's protocol; it gets no key of the installation."
    )


class EmbeddingsInput(Input):
    """What to change."""

    auto_indexing_enabled: Flag | None = None
    embedding_config: EmbeddingInput | None = None


class EmbeddingShown(Schema):
    """The model that is used."""

    provider_id: str
    model: str
    dimension: int
    output_dimensionality: int | None = None
    base_url: str | None = None
    updated_at: str | None = None


class EmbeddingsShown(Schema):
    """How records are embedded; `reindexRequired` when stored embeddings have another dimension."""

    openai_configured: bool
    auto_indexing_enabled: bool
    auto_indexing_locked: bool
    lock_reason: str | None
    embedding_config: EmbeddingShown | None
    configured_providers: list[str]
    indexed_dimension: int | None
    reindex_required: bool
    document_count: int | None
    embedding_config_source: str


class CurrentEmbeddings(Schema):
    """The settings in force."""

    settings: EmbeddingsShown


class EmbedInput(Input):
    """What to embed."""

    entity_id: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="Only records of this kind, `module:entity`."
    )
    purge_first: Any = Field(
        default=False,
        description="`true` embeds records anew that have an embedding; the old ones are found until then.",
        json_schema_extra={"type": "boolean"},
    )


class Embedding(Schema):
    """The work is queued."""

    ok: bool = True
    records_indexed: int = 0
    jobs_enqueued: int = 1
    entities_processed: int


@module.get("/embeddings", "search.embeddings.view", name="embeddings.read", answers={200: "Embeddings settings"})
async def read_embeddings(ctx: Context) -> CurrentEmbeddings:
    """Get embeddings configuration.

    The provider and the model that embed records; without a choice of the tenant's it is the built-in encoder.
    """
    return await _shown(ctx, await stored_settings.stored(ctx))


@module.post(
    "/embeddings",
    "search.embeddings.manage",
    name="embeddings.update",
    status=200,
    label=T(en="Change embedding settings", pl="Zmiana ustawień osadzeń"),
    answers={200: "Updated settings", 400: "Invalid request", 409: "Auto-indexing disabled via environment"},
)
async def change_embeddings(ctx: Context, data: EmbeddingsInput) -> CurrentEmbeddings:
    """Update embeddings configuration.

    Changes the provider and the model of the tenant; the provider is asked for an embedding first. Embeddings of the
    model before are kept until they are replaced by reindexing; other tenants are not concerned.
    """
    settings, values = ctx.app.settings, dict[str, Any]()
    if data.auto_indexing_enabled is not None:
        if settings.vector_autoindexing_disabled:
            raise Conflict(LOCKED, code="locked_by_environment")
        values["auto_index"] = data.auto_indexing_enabled
    if data.embedding_config is not None:
        values["embedding"] = await _chosen(ctx, data.embedding_config)
    before = await stored_settings.stored(ctx)
    if values:
        await stored_settings.save(ctx, values)
    return await _shown(ctx, {**before, **values})


@module.post(
    "/embeddings/reindex",
    "search.embeddings.manage",
    name="embeddings.reindex",
    status=200,
    undoable=False,
    lenient=True,
    label=T(en="Embed records for search", pl="Osadzanie rekordów do wyszukiwania"),
    answers={200: "Reindex result", 409: ("Reindex already in progress", LockRefusal)},
)
async def embed_all(ctx: Context, data: EmbedInput) -> Embedding:
    """Trigger vector reindex.

    Queues a job that embeds the records in view that have no embedding of the model in use.
    """
    ctx.refuse_closed()
    if data.entity_id is not None and spec_of_entity(data.entity_id) is None:
        raise Invalid.of_field("entityId", UNKNOWN)
    job_id = await claim_work(ctx, Work("vector", entity=data.entity_id, force=data.purge_first is True))
    if job_id is None:
        await refuse_busy(ctx, "vector")
    else:
        await embedding_job.queue(ctx, job_id)
        ctx.describe("query_index.job", job_id)
        ctx.changed += 1
    return Embedding(entities_processed=1 if data.entity_id else 0)


@module.post(
    "/embeddings/reindex/cancel",
    "search.embeddings.manage",
    name="embeddings.cancel",
    status=200,
    undoable=False,
    label=T(en="Cancel embedding of records", pl="Przerwanie osadzania rekordów"),
    answers={200: "Cancel result"},
)
async def cancel_embedding(ctx: Context) -> Cancelled:
    """Cancel vector reindex.

    Cancels embedding in the selected organization, whether it waits or runs; what was embedded stays so. Nothing
    happens where none does.
    """
    return await cancel(ctx, "vector")


async def _chosen(ctx: Context, data: EmbeddingInput) -> dict[str, Any]:
    """A choice as it is stored, once its provider has embedded a word.

    Raises:
        Invalid: The operator has not configured the provider, or it is the built-in one with another model.
        Conflict: The provider does not answer as it should.
    """
    service = SERVICES[data.provider_id]
    own = data.base_url if data.provider_id in ("openai", "ollama") else None
    if own is None and not providers.configured(ctx.app.settings, data.provider_id):
        error = NOT_CONFIGURED.given(name=service.name, variable=service.variable)
        raise Invalid.of_field("embeddingConfig.providerId", error)
    if data.provider_id == "builtin" and service.models != {data.model: data.output_dimensionality or data.dimension}:
        error = FIXED.given(dimension=Model().dimension, model=Model().name)
        raise Invalid.of_field("embeddingConfig.model", error)
    stored = {
        "providerId": data.provider_id,
        "model": data.model,
        "dimension": data.dimension,
        "outputDimensionality": data.output_dimensionality,
        "baseUrl": own,
        "updatedAt": milliseconds(datetime.now(UTC)),
    }
    try:
        await providers.embed(ctx.app, Model.of(stored), ["kuchnia"], seconds=ctx.app.settings.embedding_seconds)
    except ProviderFailed as failed:
        _refuse(service.name, failed, ctx.locale)
    return {name: value for name, value in stored.items() if value is not None}


def _refuse(name: str, failed: ProviderFailed, locale: str) -> NoReturn:
    reason = failed.error(locale) if isinstance(failed.error, T) else failed.error
    raise Conflict(NOT_AVAILABLE.given(name=name, reason=reason), reason=reason) from None


async def _shown(ctx: Context, stored: Mapping[str, Any]) -> CurrentEmbeddings:
    settings, chosen = ctx.app.settings, stored.get("embedding")
    locked = settings.vector_autoindexing_disabled
    count, dimension = await stored_dimension(ctx)
    model = Model.of(chosen)
    shown = chosen or {"providerId": model.provider, "model": model.name, "dimension": model.dimension}
    return CurrentEmbeddings(
        settings=EmbeddingsShown(
            openai_configured=settings.openai_api_key is not None,
            auto_indexing_enabled=not locked and stored.get("auto_index") is not False,
            auto_indexing_locked=locked,
            lock_reason="env" if locked else None,
            embedding_config=EmbeddingShown.model_validate(shown),
            configured_providers=[one for one in SERVICES if providers.configured(settings, one)],
            indexed_dimension=dimension,
            reindex_required=dimension is not None and dimension != model.dimension,
            document_count=count,
            embedding_config_source="tenant" if chosen else "env",
        )
    )
