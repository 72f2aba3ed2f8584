"""Default dictionary entries of new top-level organizations."""

from typing import Any, Final
from uuid import UUID

from bottega.business.customers.module import module
from bottega.business.customers.tables_activity import DictionaryEntry
from bottega.kernel.context import Context
from bottega.kernel.events import Event
from bottega.kernel.writes import changes
from bottega.platform.dictionaries import normalized
from bottega.platform.directory import tree_of

# Value, colour and icon, by stored kind.
WORDS: Final[dict[str, tuple[tuple[str, str | None, str | None], ...]]] = {
    "status": (
        ("customer", "#16a34a", "handshake"),
        ("active", "#2563eb", "user-check"),
        ("prospect", "#f59e0b", "target"),
        ("inactive", "#6b7280", "archive"),
    ),
    "lifecycle_stage": (
        ("prospect", "#f59e0b", "sparkles"),
        ("evaluation", "#a855f7", "clipboard-list"),
        ("customer", "#22c55e", "handshake"),
        ("expansion", "#0ea5e9", "trending-up"),
        ("churned", "#ef4444", "alert-circle"),
    ),
    "source": (
        ("partner_referral", "#6366f1", "handshake"),
        ("customer_referral", "#22c55e", "thumbs-up"),
        ("industry_event", "#f97316", "calendar"),
        ("inbound_web", "#0ea5e9", "globe"),
        ("outbound_campaign", "#facc15", "megaphone"),
    ),
    "address_type": (
        ("office", "#3b82f6", "building"),
        ("work", "#6366f1", "briefcase"),
        ("billing", "#f97316", "wallet"),
        ("shipping", "#22c55e", "truck"),
        ("home", "#10b981", "map-pin"),
    ),
    "activity_type": (
        ("call", "#2563eb", "phone-call"),
        ("email", "#16a34a", "mail"),
        ("meeting", "#f59e0b", "users"),
        ("note", "#a855f7", "notebook"),
        ("task", "#ef4444", "check-square"),
    ),
    "deal_status": (
        ("open", "#2563eb", "circle"),
        ("closed", "#6b7280", "check-circle"),
        ("win", "#22c55e", "trophy"),
        ("loose", "#ef4444", "flag"),
        ("in_progress", "#f59e0b", "activity"),
    ),
    "pipeline_stage": (
        ("opportunity", "#38bdf8", "target"),
        ("marketing_qualified_lead", "#a855f7", "sparkles"),
        ("sales_qualified_lead", "#f97316", "users"),
        ("offering", "#22c55e", "package"),
        ("negotiations", "#facc15", "handshake"),
        ("win", "#16a34a", "award"),
        ("loose", "#ef4444", "flag"),
        ("stalled", "#6b7280", "alert-circle"),
    ),
    "job_title": (
        ("Director of Operations", "#f97316", "settings"),
        ("VP of Partnerships", "#6366f1", "users"),
        ("Founder & Principal", "#ec4899", "star"),
        ("Senior Project Manager", "#0ea5e9", "clipboard-list"),
        ("Chief Revenue Officer", "#8b5cf6", "bar-chart-3"),
        ("Director of Retail Partnerships", "#f59e0b", "shopping-bag"),
    ),
    "industry": tuple(
        (name, None, None)
        for name in (
            "Renewable Energy",
            "Software",
            "Interior Design",
            "SaaS",
            "E-commerce",
            "Healthcare",
            "Manufacturing",
            "Logistics",
            "Financial Services",
            "Retail",
            "Hospitality",
            "Energy",
            "Media",
        )
    ),
}


async def seed_words(ctx: Context, organization_id: UUID) -> int:
    """Give an organization the words it does not have yet; answers how many were added."""
    await ctx.begin()
    lock = f"customers.words:{organization_id}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    rows = await ctx.query(
        "SELECT kind, normalized_value FROM customers_dictionary_entries WHERE tenant_id = $1 AND organization_id = $2",
        ctx.tenant_id,
        organization_id,
    )
    there = {(row["kind"], row["normalized_value"]) for row in rows}
    missing: list[dict[str, Any]] = [
        {
            "organization_id": organization_id,
            "kind": kind,
            "value": value,
            "normalized_value": normalized(value),
            "label": _label(value),
            "color": color,
            "icon": f"lucide:{icon}" if icon else None,
        }
        for kind, words in WORDS.items()
        for value, color, icon in words
        if (kind, normalized(value)) not in there
    ]
    await changes.insert_many(ctx, DictionaryEntry, missing)
    return len(missing)


def _label(value: str) -> str:
    """A value for people: ``in_progress`` reads "In progress"; what has capitals is already written for people."""
    return value if value != value.lower() else value.replace("_", " ").capitalize()


@module.on("directory.organization.created")
async def seed_organization(ctx: Context, event: Event) -> None:
    """Give an organization at the top of a tree its first words; those below read them there."""
    if event.record_id is None:
        return
    node = (await tree_of(ctx.app, ctx.tenant_id)).nodes.get(event.record_id)
    if node is not None and node.parent_id is None:
        await seed_words(ctx, event.record_id)
