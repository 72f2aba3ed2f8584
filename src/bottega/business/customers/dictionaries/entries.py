"""Dictionary entries of customers as an organization reads them, inherited from above.

All of a tenant's words of a kind are remembered until one changes; who sees which of them is decided here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from bottega.business.customers.tables_activity import DictionaryEntry
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import Record
from bottega.kernel.writes import changes
from bottega.platform.dictionaries import normalized
from bottega.platform.directory import tree_of

# What the paths call a kind, and how it is stored.
KINDS: Final[Mapping[str, str]] = {
    "statuses": "status",
    "sources": "source",
    "lifecycle-stages": "lifecycle_stage",
    "address-types": "address_type",
    "activity-types": "activity_type",
    "deal-statuses": "deal_status",
    "pipeline-stages": "pipeline_stage",
    "job-titles": "job_title",
    "industries": "industry",
}
LONGEST: Final = 150

_COLUMNS: Final = "id, organization_id, value, normalized_value, label, color, icon, updated_at"
_READ: Final = (
    f"SELECT {_COLUMNS} FROM customers_dictionary_entries"
    " WHERE tenant_id = $1 AND kind = $2 ORDER BY sort_key(label), id"
)
_FIND: Final = (
    f"SELECT {_COLUMNS} FROM customers_dictionary_entries"
    " WHERE tenant_id = $1 AND organization_id = $2 AND kind = $3 AND normalized_value = $4"
)


@dataclass(frozen=True)
class Word:
    """A value of a dictionary."""

    id: UUID
    organization_id: UUID
    value: str
    normalized: str
    label: str
    color: str | None
    icon: str | None
    # None for one that is not written yet.
    updated_at: datetime | None = None


async def words_of(ctx: Context, kind: str, organization_id: UUID | None = None) -> list[Word]:
    """The words of a stored kind the caller reads, one a value: the nearest, own ones first, then by label."""
    home = organization_id or ctx.scope.organization_id
    near = await order_of_nearness(ctx, home)
    readable = await _readable(ctx, home)
    chosen: dict[str, Word] = {}
    for word in await _all_of(ctx, kind):
        if readable is not None and word.organization_id not in readable:
            continue
        known = chosen.get(word.normalized)
        if known is None or distance(near, word.organization_id) < distance(near, known.organization_id):
            chosen[word.normalized] = word
    # The words come by label; sorting is stable.
    places = {word.id: place for place, word in enumerate(await _all_of(ctx, kind))}
    return sorted(chosen.values(), key=lambda word: (word.organization_id != home, places[word.id]))


async def find_words(
    ctx: Context, kind: str, values: Iterable[str], organization_id: UUID | None = None
) -> dict[str, Word]:
    """The words among the values, by normalized value."""
    wanted = {normalized(value) for value in values}
    if not wanted:
        return {}
    found = await words_of(ctx, kind, organization_id)
    return {word.normalized: word for word in found if word.normalized in wanted}


async def ensure_word(
    ctx: Context, organization_id: UUID, kind: str, value: str, *, color: str | None = None, icon: str | None = None
) -> Word | None:
    """The word of a value, made in the organization when nobody above has it; colour and icon are taken over if given.

    A word that is made stays when the command is undone: others may have chosen it meanwhile. None for blank values and
    those too long to be a word.
    """
    key = normalized(value)
    if not key or len(value.strip()) > LONGEST:
        return None
    known = (await find_words(ctx, kind, [value], organization_id)).get(key)
    given = {name: text for name, text in (("color", color), ("icon", icon)) if text is not None}
    if known is not None and all(getattr(known, name) == text for name, text in given.items()):
        return known
    own = await locked_word(ctx, organization_id, kind, key)
    if own is None:
        return await _make(ctx, organization_id, kind, _written_in(known, value, organization_id), given)
    changed = {name: text for name, text in given.items() if getattr(own, name) != text}
    if changed:
        await changes.update(ctx, DictionaryEntry, own.id, changed)
    return replace(own, **changed)


async def locked_word(ctx: Context, organization_id: UUID, kind: str, key: str) -> Word | None:
    """An organization's own word by normalized value; of two who choose the same new one the second finds it."""
    await ctx.begin()
    lock = f"customers.word:{organization_id}:{kind}:{key}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    row = await ctx.query_one(_FIND, ctx.tenant_id, organization_id, kind, key)
    return _word(row) if row else None


def _written_in(known: Word | None, value: str, organization_id: UUID) -> Word:
    """The word as the organization would write it: like those above it, or as it was typed."""
    if known is not None:
        return replace(known, id=new_id(), organization_id=organization_id)
    text = value.strip()
    return Word(new_id(), organization_id, text, normalized(text), text, None, None)


async def _make(ctx: Context, organization_id: UUID, kind: str, word: Word, given: Mapping[str, str]) -> Word:
    made = replace(word, **given)
    row = {
        "id": made.id,
        "organization_id": organization_id,
        "kind": kind,
        "value": made.value,
        "normalized_value": made.normalized,
        "label": made.label,
        "color": made.color,
        "icon": made.icon,
    }
    await changes.insert(ctx, DictionaryEntry, row, lasting=True)
    return made


def _word(row: Record) -> Word:
    return Word(
        row["id"],
        row["organization_id"],
        row["value"],
        row["normalized_value"],
        row["label"],
        row["color"],
        row["icon"],
        row["updated_at"],
    )


async def _all_of(ctx: Context, kind: str) -> list[Word]:
    cache = ctx.app.once("customers.words", lambda: ctx.app.caches.of("customers_dictionary_entries"))

    async def load() -> list[Word]:
        rows = await ctx.query(_READ, ctx.tenant_id, kind)
        return [_word(row) for row in rows]

    # What this command has written itself is not committed, and must not be remembered.
    return await load() if ctx.changed else await cache.get(ctx.tenant_id, kind, load)


async def _readable(ctx: Context, home: UUID | None) -> frozenset[UUID] | None:
    """The organizations in view and everything above them; None for all of the tenant."""
    if ctx.scope.closed:
        return frozenset()
    if ctx.scope.visible is None and home is None:
        return None
    own: set[UUID] = set(ctx.scope.visible or ())
    if home is not None:
        own.add(home)
    tree = await tree_of(ctx.app, ctx.tenant_id)
    above = {i for organization in own if (node := tree.nodes.get(organization)) for i in node.ancestor_ids}
    return frozenset(own | above)


async def order_of_nearness(ctx: Context, home: UUID | None) -> list[UUID]:
    """The organization itself, then those above it, the nearest first."""
    if home is None:
        return []
    node = (await tree_of(ctx.app, ctx.tenant_id)).nodes.get(home)
    return [home] if node is None else [home, *reversed(node.ancestor_ids)]


def distance(near: list[UUID], organization_id: UUID) -> int:
    """How far away an organization is; all that are not above are as far."""
    return near.index(organization_id) if organization_id in near else len(near)
