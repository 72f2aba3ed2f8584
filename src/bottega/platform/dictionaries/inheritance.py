"""Inheritance of dictionaries: an organization reads its own and those of its ancestors.

What other modules ask (the entries behind a key or an id) is remembered until a dictionary changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import normalize
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.errors import NotFound
from bottega.kernel.i18n import T
from bottega.platform.directory import tree_of

DICTIONARY_NOT_FOUND: Final = T(en="Dictionary not found", pl="Nie znaleziono słownika")

# Told before a value leaves a dictionary: ``dictionary_id``, ``value``. Whose records hold it refuses.
LEAVING: Final = "dictionaries.entry.leaving"

_FIND: Final = "SELECT * FROM dictionaries_dictionaries WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"
# How the entries ``e`` of a dictionary are listed.
ORDER: Final = "e.position, sort_key(e.label), e.id"
_ENTRIES: Final = (
    "SELECT d.id AS dictionary_id, d.key, d.organization_id, d.created_at AS made, e.id AS entry_id, e.value,"
    " e.label, e.color, e.icon, e.normalized_value, e.is_default"
    " FROM dictionaries_dictionaries d"
    " LEFT JOIN dictionaries_entries e ON e.tenant_id = d.tenant_id AND e.dictionary_id = d.id"
    " WHERE d.tenant_id = $1 AND (d.key = $2 OR d.id::text = $2) AND d.deleted_at IS NULL AND d.is_active"
    f" ORDER BY d.created_at, d.id, {ORDER}"
)


@dataclass(frozen=True)
class DictionaryEntry:
    """A value of a dictionary, for other modules."""

    id: UUID
    value: str
    label: str
    color: str | None
    icon: str | None
    is_default: bool = False


@dataclass(frozen=True)
class ResolvedDictionary:
    """A dictionary with its entries by normalized value, in the order they are listed in."""

    id: UUID
    key: str
    organization_id: UUID
    entries: Mapping[str, DictionaryEntry]

    @property
    def default(self) -> DictionaryEntry | None:
        """The entry that is meant when nothing is said."""
        return next((one for one in self.entries.values() if one.is_default), None)

    def find(self, value: str) -> DictionaryEntry | None:
        """The entry of a value, whatever its case."""
        return self.entries.get(normalized(value))


def normalized(value: str) -> str:
    """A value as it is compared: whatever its case, and however a keyboard composes its letters."""
    return normalize("NFC", value).strip().lower()


async def readable(ctx: Context) -> frozenset[UUID] | None:
    """The organizations whose dictionaries the caller reads; None for all of the tenant, empty for none."""
    scope = ctx.scope
    if scope.closed:
        return frozenset()
    own = set(scope.visible or ())
    if scope.organization_id is not None:
        own.add(scope.organization_id)
    if not own:
        return None
    tree = await tree_of(ctx.app, ctx.tenant_id)
    above = {i for organization in own if (node := tree.nodes.get(organization)) for i in node.ancestor_ids}
    return frozenset(own | above)


async def find_dictionary(ctx: Context, dictionary_id: UUID, *, own: bool = False) -> Record:
    """A live dictionary the caller reads, or with ``own`` may change; 404 otherwise."""
    row = await ctx.query_one(_FIND, ctx.tenant_id, dictionary_id)
    reach = await readable(ctx)
    if row is None or (reach is not None and row["organization_id"] not in reach):
        raise NotFound(DICTIONARY_NOT_FOUND)
    if own and row["organization_id"] != home_of(ctx):
        raise NotFound(DICTIONARY_NOT_FOUND)
    return row


def home_of(ctx: Context) -> UUID:
    """The organization whose dictionaries the caller may change; 400 when none is selected."""
    return ctx.organization_for_new()


async def resolve(ctx: Context, key_or_id: str | UUID) -> ResolvedDictionary | None:
    """An active dictionary with its entries, by key or id; the nearest one, from the selected organization upwards."""
    cache = ctx.app.once(
        "dictionaries.resolved", lambda: ctx.app.caches.of("dictionaries_dictionaries", "dictionaries_entries")
    )
    wanted = str(key_or_id)

    async def load() -> list[ResolvedDictionary]:
        return list(_gather(await ctx.query(_ENTRIES, ctx.tenant_id, wanted)))

    # What this command has written itself is not committed, and must not be remembered.
    found: list[ResolvedDictionary] = await load() if ctx.changed else await cache.get(ctx.tenant_id, wanted, load)
    if not found:
        return None
    reach = await readable(ctx)
    seen = [one for one in found if reach is None or one.organization_id in reach]
    if len(seen) > 1 and ctx.scope.organization_id is not None:
        node = (await tree_of(ctx.app, ctx.tenant_id)).nodes.get(ctx.scope.organization_id)
        near = [] if node is None else [node.id, *reversed(node.ancestor_ids)]
        seen.sort(key=lambda one: near.index(one.organization_id) if one.organization_id in near else len(near))
    return seen[0] if seen else None


async def find_entry(ctx: Context, key_or_id: str | UUID, value: str) -> DictionaryEntry | None:
    """The entry of a value in a dictionary; None when there is no such value or dictionary."""
    dictionary = await resolve(ctx, key_or_id)
    return dictionary.find(value) if dictionary else None


def _gather(rows: Iterable[Record]) -> Iterable[ResolvedDictionary]:
    entries: dict[UUID, dict[str, DictionaryEntry]] = {}
    heads: dict[UUID, Record] = {}
    for row in rows:
        heads.setdefault(row["dictionary_id"], row)
        found = entries.setdefault(row["dictionary_id"], {})
        if row["value"] is not None:
            entry = DictionaryEntry(
                row["entry_id"], row["value"], row["label"], row["color"], row["icon"], row["is_default"]
            )
            found[row["normalized_value"]] = entry
    for i, head in heads.items():
        yield ResolvedDictionary(i, head["key"], head["organization_id"], entries[i])


def note(ctx: Context, kind: str, items: list[dict[str, Any]]) -> None:
    """Remember in the access log what was shown."""
    if items:
        ctx.app.access.note(ctx, kind, [item["id"] for item in items], list(items[0]))
