"""Providers of embeddings: the built-in encoder, and services that speak OpenAI's protocol (``POST /embeddings``).

What a service answers is believed only when it has the shape that was asked for: one vector a text, of finite numbers,
each of the dimension of the model.
"""

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import httpx
import msgspec

from bottega.kernel.application import Application
from bottega.kernel.errors import Problem
from bottega.kernel.i18n import T
from bottega.platform.search import encoder, outbound
from bottega.platform.search.translations import encoder_of
from bottega.settings import Settings

ProviderId = Literal["builtin", "openai", "google", "mistral", "cohere", "bedrock", "ollama"]
# What a provider may answer at most, in bytes: 200 vectors of 3072 numbers written out.
_LARGEST: Final = 32_000_000
# Texts of one request, and characters of one text.
BATCH: Final = 100
_LONGEST_TEXT: Final = 8_000


@dataclass(frozen=True)
class Service:
    """A provider: its name, the variable that makes it usable, and its models with their dimensions."""

    name: str
    variable: str
    models: Mapping[str, int]


SERVICES: Final[Mapping[ProviderId, Service]] = {
    "builtin": Service("Bottega", "", {encoder.MODEL: encoder.DIMENSION}),
    "openai": Service(
        "OpenAI",
        "OPENAI_API_KEY",
        {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536},
    ),
    "google": Service(
        "Google Generative AI", "GOOGLE_GENERATIVE_AI_API_KEY", {"text-embedding-004": 768, "embedding-001": 768}
    ),
    "mistral": Service("Mistral", "MISTRAL_API_KEY", {"mistral-embed": 1024}),
    "cohere": Service("Cohere", "COHERE_API_KEY", {"embed-english-v3.0": 1024, "embed-multilingual-v3.0": 1024}),
    "bedrock": Service("Amazon Bedrock", "AWS_ACCESS_KEY_ID", {"amazon.titan-embed-text-v2:0": 1024}),
    "ollama": Service(
        "Ollama", "OLLAMA_BASE_URL", {"nomic-embed-text": 768, "mxbai-embed-large": 1024, "all-minilm": 384}
    ),
}
_ADDRESSES: Final[Mapping[ProviderId, str]] = {
    "google": "https://generativelanguage.googleapis.com/v1beta/openai",
    "mistral": "https://api.mistral.ai/v1",
    "cohere": "https://api.cohere.ai/compatibility/v1",
}
_REASONS: Final = {
    401: T(en="it refuses the key", pl="odrzuca klucz"),
    403: T(en="it refuses the key", pl="odrzuca klucz"),
    404: T(en="it does not know the model", pl="nie zna tego modelu"),
    429: T(en="its quota is used up", pl="limit został wykorzystany"),
}
_HANGS: Final = T(en="it does not answer in time", pl="nie odpowiada na czas")
_UNREACHABLE: Final = T(en="it cannot be reached", pl="nie można się z nim połączyć")
_GARBAGE: Final = T(en="it answers something else than embeddings", pl="odpowiada czymś innym niż osadzenia")
_REFUSES: Final = T(en="it refuses the request (status {status})", pl="odrzuca żądanie (status {status})")
_DIMENSION: Final = T(
    en="its vectors have {found} numbers instead of {wanted}", pl="jego wektory mają {found} liczb zamiast {wanted}"
)
_PRIVATE: Final = T(en="its address is not allowed: {reason}", pl="jego adres jest niedozwolony: {reason}")


class ProviderFailed(Problem):
    """A provider of embeddings gave none; the reason is a sentence without values."""

    status = 503
    text = T(en="The provider of embeddings is not available", pl="Dostawca osadzeń jest niedostępny")


@dataclass(frozen=True)
class Model:
    """A model of a provider, as a tenant has chosen it; ``base_url`` is the tenant's own address."""

    provider: ProviderId = "builtin"
    name: str = encoder.MODEL
    dimension: int = encoder.DIMENSION
    base_url: str | None = None

    @property
    def id(self) -> str:
        """What embeddings that can be compared have in common."""
        return f"{self.provider}:{self.name}:{self.dimension}"

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> "Model":
        """As it is stored in the settings of a tenant; without one the built-in encoder."""
        if not stored:
            return cls()
        dimension = stored.get("outputDimensionality") or stored["dimension"]
        return cls(stored["providerId"], stored["model"], int(dimension), stored.get("baseUrl"))


def configured(settings: Settings, provider: ProviderId) -> bool:
    """Whether the operator has made a provider usable."""
    return provider == "builtin" or (provider != "bedrock" and _secret(settings, provider) is not None)


def _secret(settings: Settings, provider: ProviderId) -> str | None:
    """The key of a provider; for Ollama, which has none, its address."""
    known: Mapping[ProviderId, str | None] = {
        "openai": settings.openai_api_key,
        "google": settings.google_api_key,
        "mistral": settings.mistral_api_key,
        "cohere": settings.cohere_api_key,
        "ollama": settings.ollama_base_url,
    }
    return known.get(provider)


async def embed(
    app: Application, model: Model, texts: Sequence[str], *, seconds: float | None = None
) -> list[list[float]]:
    """The embedding of each text.

    Raises:
        ProviderFailed: There is none, or not in ``seconds``.
    """
    if model.provider == "builtin":
        encode = encoder_of(app).encode
        if len(texts) == 1:
            return [encode(texts[0])]
        return await asyncio.to_thread(lambda: [encode(text) for text in texts])
    found: list[list[float]] = []
    for start in range(0, len(texts), BATCH):
        piece = [text[:_LONGEST_TEXT] for text in texts[start : start + BATCH]]
        found += await _ask(app.settings, model, piece, seconds or app.settings.embedding_seconds)
    return found


async def _ask(settings: Settings, model: Model, texts: Sequence[str], seconds: float) -> list[list[float]]:
    try:
        async with asyncio.timeout(seconds):
            answer = await _post(settings, model, {"model": model.name, "input": list(texts)}, seconds)
    except (TimeoutError, httpx.TimeoutException):
        raise ProviderFailed(_HANGS) from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise ProviderFailed(_UNREACHABLE) from None
    except outbound.NotAllowed as refused:
        raise ProviderFailed(_PRIVATE.given(reason=str(refused))) from None
    return _read(answer, model, len(texts))


async def _post(settings: Settings, model: Model, body: Mapping[str, Any], seconds: float) -> bytes:
    """What a provider answers; a key of the operator's goes to the operator's address only."""
    headers: dict[str, str] = {}
    if model.base_url is not None:
        place = await outbound.place_of(model.base_url, private=settings.embedding_private_urls)
        url, name = place.url, place.name
        headers["Host"] = place.host
    else:
        url, name = _address(settings, model.provider), ""
        if model.provider != "ollama" and (key := _secret(settings, model.provider)):
            headers["Authorization"] = f"Bearer {key}"
    if model.provider == "openai" and model.name.startswith("text-embedding-3"):
        body = {**body, "dimensions": model.dimension}
    suffix = "/v1/embeddings" if model.provider == "ollama" else "/embeddings"
    async with (
        httpx.AsyncClient(timeout=seconds, follow_redirects=False, trust_env=model.base_url is None) as client,
        client.stream(
            "POST",
            f"{url.rstrip('/')}{suffix}",
            json=body,
            headers=headers,
            extensions={"sni_hostname": name} if name else {},
        ) as answer,
    ):
        if not answer.is_success:
            raise ProviderFailed(_REASONS.get(answer.status_code) or _REFUSES.given(status=answer.status_code))
        content = bytearray()
        async for piece in answer.aiter_bytes():
            content += piece
            if len(content) > _LARGEST:
                raise ProviderFailed(_GARBAGE)
        return bytes(content)


def _address(settings: Settings, provider: ProviderId) -> str:
    if provider == "openai":
        return settings.openai_base_url
    if provider == "ollama":
        return settings.ollama_base_url or "http://localhost:11434"
    if provider not in _ADDRESSES:
        raise ProviderFailed
    return _ADDRESSES[provider]


def _read(answer: bytes, model: Model, wanted: int) -> list[list[float]]:
    """The vectors of an answer, in the order of the texts.

    Raises:
        ProviderFailed: It has another shape, or vectors of another dimension.
    """
    try:
        said: Any = msgspec.json.decode(answer)
        rows = sorted(said["data"], key=lambda one: one["index"])
        vectors = [[_number(one) for one in row["embedding"]] for row in rows]
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError):
        raise ProviderFailed(_GARBAGE) from None
    if len(vectors) != wanted or [row["index"] for row in rows] != list(range(wanted)):
        raise ProviderFailed(_GARBAGE)
    for vector in vectors:
        if len(vector) != model.dimension:
            raise ProviderFailed(_DIMENSION.given(found=len(vector), wanted=model.dimension))
        if not any(vector):
            raise ProviderFailed(_GARBAGE)
    return vectors


def _number(value: Any) -> float:
    """A component, within what PostgreSQL stores of it."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError
    number = float(value)
    if abs(number) > 1e30:  # noqa: PLR2004 - single precision ends at 3.4e38, and squares are summed
        raise ValueError
    return number
