"""Settings of the assistant: which language model a tenant uses; keys are stored sealed and never shown."""

from typing import Annotated, Any, Final

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.providers import OFFERS, Chosen, ProviderId, provider_of, stored_provider
from bottega.platform.ai_assistant.tables import Provider

Key = Annotated[str, Field(min_length=8, max_length=500, json_schema_extra={"format": "password"})]
LOCKED: Final = "ai assistant settings"


class ProviderShown(Schema):
    """A provider of language models."""

    id: ProviderId
    name: str
    default_model: str
    env_key: str
    configured: bool = Field(description="Whether the installation has a key for it.")


class ProviderInUse(ProviderShown):
    """The provider that is asked."""

    model: str


class SettingsShown(Schema):
    """The settings in force; no key is shown."""

    provider: ProviderInUse
    available_providers: list[ProviderShown]
    own_key: bool = Field(description="Whether the tenant has a key of its own.")
    mcp_key_configured: bool = Field(description="Always true: MCP clients bring the key of whom they act for.")


class SettingsInput(Input):
    """Which provider and model; what is left out stays, but another provider never gets the key of the last one."""

    provider_id: ProviderId
    model: str | None = Field(default=None, min_length=1, max_length=200, pattern=r"^[\w./:@-]+$")
    api_key: Key | None = None


@module.get("/settings", "ai_assistant.view", name="settings.read")
async def read_settings(ctx: Context) -> SettingsShown:
    """Get assistant settings.

    Which provider of language models answers the chat, and which ones there are.
    """
    return await _shown(ctx)


@module.put(
    "/settings",
    "ai_assistant.settings.manage",
    name="settings.update",
    label=T(en="Change assistant settings", pl="Zmiana ustawień asystenta"),
)
async def change_settings(ctx: Context, data: SettingsInput) -> SettingsShown:
    """Change assistant settings.

    Chooses the tenant's provider, model and key. The key is sealed with the tenant's own data key; `apiKey: null`
    removes it.
    """
    await ctx.begin()
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{ctx.tenant_id} {LOCKED}")
    before = await stored_provider(ctx)
    values: dict[str, Any] = data.given()
    if before is None:
        await changes.insert(ctx, Provider, {"id": ctx.tenant_id, "model": None, "api_key": None, **values})
        return await _shown(ctx)
    if before["provider_id"] != data.provider_id:
        values = {"model": None, "api_key": None, **values}
    await changes.update(ctx, Provider, ctx.tenant_id, values)
    return await _shown(ctx)


async def _shown(ctx: Context) -> SettingsShown:
    chosen, stored = await provider_of(ctx), await stored_provider(ctx)
    listed = [_listed(Chosen(one, one.default_model, one.base_url, one.key_in(ctx.app.settings))) for one in OFFERS]
    current = {**_listed(chosen), "model": chosen.model}
    return SettingsShown(
        provider=ProviderInUse.model_validate(current),
        available_providers=[ProviderShown.model_validate(one) for one in listed],
        own_key=stored is not None and stored["api_key"] is not None,
        mcp_key_configured=True,
    )


def _listed(chosen: Chosen) -> dict[str, Any]:
    offer = chosen.offer
    return {
        "id": offer.id,
        "name": offer.name,
        "default_model": offer.default_model,
        "env_key": offer.env_key,
        "configured": chosen.configured,
    }
