"""Preferences of a user: the channel of each notification type, and the language of mails."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput
from bottega.kernel.events import Event
from bottega.kernel.i18n import LOCALES, T
from bottega.kernel.notification_types import NotificationType
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.notifications.delivery_settings import Language
from bottega.platform.notifications.inbox import reader_of
from bottega.platform.notifications.module import module
from bottega.platform.notifications.tables import ReaderPreferences

# At once by e-mail, in one mail a day, in the application only, or not at all.
Channel = Literal["mail", "daily", "app", "off"]
UNKNOWN_TYPE: Final = T(en="There are no notifications of this kind", pl="Nie ma powiadomień tego rodzaju")

# What stands in people's preferences for everything that clients send under names that nobody declared.
OTHERS: Final = module.notifies(
    NotificationType(
        "notifications.other",
        label=T(en="Other notifications", pl="Pozostałe powiadomienia"),
        title=T(en="Notification", pl="Powiadomienie"),
    )
)

_READ: Final = "SELECT id, language, channels FROM notifications_preferences WHERE tenant_id = $1 AND user_id = $2"
_SET: Final = """
INSERT INTO notifications_preferences (tenant_id, user_id, channels)
VALUES ($1, $2, jsonb_build_object($3::text, $4::text))
ON CONFLICT (tenant_id, user_id) DO UPDATE
SET channels = notifications_preferences.channels || excluded.channels, updated_at = now()
"""
_NO_SUMMARY: Final = """
UPDATE notifications_preferences AS p SET updated_at = now(), channels = (
    SELECT coalesce(jsonb_object_agg(key, CASE value WHEN 'daily' THEN 'app' ELSE value END), '{}')
    FROM jsonb_each_text(p.channels))
WHERE tenant_id = $1 AND user_id = $2
"""
_HEAR: Final = """
INSERT INTO notifications_preferences (tenant_id, user_id, spoken) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, user_id) DO UPDATE SET spoken = excluded.spoken, updated_at = now()
WHERE notifications_preferences.spoken IS DISTINCT FROM excluded.spoken
"""


class ChosenChannel(Schema):
    """By what way somebody is told of a type; ``usual`` is where they have chosen nothing."""

    type: str
    label: str
    channel: Channel
    usual: Channel


class PreferencesShown(Schema):
    """What the caller has chosen."""

    language: Language | None
    channels: list[ChosenChannel]


class PreferencesInput(Input):
    """What is to change; what is left out stays."""

    language: Language | None = Field(default=None, description="Of mails; null: that of the last sign-in.")
    channels: dict[Annotated[str, Field(max_length=100)], Channel | None] = Field(
        default={}, max_length=500, description="By type; null: as usual."
    )


def usual(declared: NotificationType | None) -> Channel:
    """By what way people are told who chose nothing."""
    return "mail" if declared is None else declared.usually


async def _chosen(ctx: Context, user_id: UUID) -> Mapping[str, Any]:
    row = await ctx.query_one(_READ, ctx.tenant_id, user_id)
    return dict(row) if row else {"id": None, "language": None, "channels": {}}


@module.get("/preferences", name="preferences.read", answers={200: "Preferences of the caller"})
async def read_preferences(ctx: Context) -> PreferencesShown:
    """Get own notification preferences.

    By what way the caller is told of each type: by e-mail at once (`mail`), in one e-mail a day (`daily`), in the
    application only (`app`), or not at all (`off`).
    """
    chosen = await _chosen(ctx, reader_of(ctx))
    channels = [
        ChosenChannel(
            type=one.name,
            label=one.label(ctx.locale),
            channel=chosen["channels"].get(one.name) or usual(one),
            usual=usual(one),
        )
        for one in ctx.app.notification_types.values()
    ]
    return PreferencesShown(language=chosen["language"], channels=channels)


@module.put(
    "/preferences",
    name="preferences.update",
    answers={200: "Preferences of the caller"},
    label=T(en="Change notification preferences", pl="Zmiana preferencji powiadomień"),
)
async def change_preferences(ctx: Context, data: PreferencesInput) -> PreferencesShown:
    """Change own notification preferences.

    Changes what is sent, for the caller alone.
    """
    reader = reader_of(ctx)
    issues = [
        {"code": "custom", "path": ["channels", name], "message": UNKNOWN_TYPE}
        for name in data.channels
        if name not in ctx.app.notification_types
    ]
    if issues:
        raise InvalidInput(issues)
    await ctx.begin()
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{ctx.tenant_id} told {reader}")
    known = await _chosen(ctx, reader)
    merged = {**known["channels"], **data.channels}
    values: dict[str, Any] = {"channels": {name: channel for name, channel in merged.items() if channel is not None}}
    if "language" in data.model_fields_set:
        values["language"] = data.language
    if known["id"] is None:
        await changes.insert(ctx, ReaderPreferences, {"user_id": reader, **values})
    else:
        await changes.update(ctx, ReaderPreferences, known["id"], values)
    return await read_preferences(ctx)


async def choose(ctx: Context, user_id: UUID, type_name: str, channel: Channel) -> None:
    """Set one channel in a user's name, beside the history: by the link in a mail."""
    await ctx.begin()
    await ctx.query(_SET, ctx.tenant_id, user_id, type_name, channel)


async def end_summaries(ctx: Context, user_id: UUID) -> None:
    """Send a user no more daily mails: what was in them stays in the application."""
    await ctx.begin()
    await ctx.query(_NO_SUMMARY, ctx.tenant_id, user_id)


@module.on("auth.login.success")
async def note_language(ctx: Context, event: Event) -> None:
    """Remember the language somebody signed in with, for their mails."""
    spoken = event.payload.get("locale")
    if spoken in LOCALES and event.record_id is not None:
        await ctx.begin()
        await ctx.query(_HEAR, ctx.tenant_id, event.record_id, spoken)
