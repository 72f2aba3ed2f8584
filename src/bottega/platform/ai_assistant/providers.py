"""Providers of language models: which there are, and which one a tenant uses with what key.

All are asked by the OpenAI-compatible API that each of them offers, so that one client does for all. Nobody is asked
unless a key, or a server of the installation's own, is configured.
"""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.platform.ai_assistant.tables import Provider
from bottega.settings import Settings

ProviderId = Literal["anthropic", "openai", "google"]
_READ: Final = "SELECT * FROM ai_assistant_providers WHERE tenant_id = $1 AND id = $1"


@dataclass(frozen=True)
class Offer:
    """A provider; ``env_key`` is the variable its key is read from."""

    id: ProviderId
    name: str
    default_model: str
    env_key: str
    base_url: str

    def key_in(self, settings: Settings) -> str | None:
        """The installation's key for it; a blank one is none."""
        keys = {
            "anthropic": settings.anthropic_api_key,
            "openai": settings.openai_api_key,
            "google": settings.google_api_key,
        }
        return (keys[self.id] or "").strip() or None


OFFERS: Final = (
    Offer("anthropic", "Anthropic", "claude-haiku-4-5-20251001", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1/"),
    Offer("openai", "OpenAI", "gpt-4o-mini", "OPENAI_API_KEY", "https://api.openai.com/v1/"),
    Offer(
        "google",
        "Google",
        "gemini-3-flash",
        "GOOGLE_GENERATIVE_AI_API_KEY",
        "https://generativelanguage.googleapis.com/v1beta/openai/",
    ),
)
BY_ID: Final = {one.id: one for one in OFFERS}


@dataclass(frozen=True)
class Chosen:
    """The provider a tenant uses; without a key, and without a server of the installation's own, it is not asked."""

    offer: Offer
    model: str
    base_url: str
    key: str | None = field(repr=False)
    own_server: bool = False

    @property
    def configured(self) -> bool:
        """Whether it can be asked."""
        return self.key is not None or self.own_server


async def stored_provider(ctx: Context) -> dict[str, Any] | None:
    """What the tenant chose, its key opened; None where it chose nothing."""
    row = await ctx.query_one(_READ, ctx.tenant_id)
    return None if row is None else await sealing.opened(ctx, Provider, row)


async def provider_of(ctx: Context) -> Chosen:
    """The provider of the tenant: its own choice, else the installation's, else the first that has a key."""
    settings = ctx.app.settings
    row = await stored_provider(ctx)
    offer = BY_ID.get(row["provider_id"]) if row is not None else None
    key = row["api_key"] if row is not None and offer is not None else None
    model = row["model"] if row is not None and offer is not None else None
    if offer is None:
        offer = _of_installation(settings)
        model = settings.ai_model
    own = settings.ai_base_url
    chosen_key = key or offer.key_in(settings)
    return Chosen(offer, model or offer.default_model, own or offer.base_url, chosen_key, own_server=bool(own))


def _of_installation(settings: Settings) -> Offer:
    if settings.ai_provider is not None:
        return BY_ID[settings.ai_provider]
    return next((one for one in OFFERS if one.key_in(settings)), OFFERS[0])
