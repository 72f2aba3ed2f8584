"""The tree of organizations: parents, ancestors and descendants.

The tree is read whole, once, and kept until an organization changes; a tenant has tens of organizations, not thousands.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bottega.kernel.database.pools import Record

if TYPE_CHECKING:
    from bottega.kernel.application import Application
    from bottega.kernel.database.pools import Connection

# The tables whose changes make stale what is remembered of tenants and organizations.
SOURCES: Final = ("directory_tenants", "directory_organizations")


@dataclass(frozen=True)
class Node:
    """An organization and its place."""

    id: UUID
    tenant_id: UUID
    name: str
    is_active: bool
    parent_id: UUID | None
    ancestor_ids: tuple[UUID, ...]
    child_ids: tuple[UUID, ...]
    path_label: str
    updated_at: datetime

    @property
    def depth(self) -> int:
        """How far below the root it is; 0 for a root."""
        return len(self.ancestor_ids)

    @property
    def root_id(self) -> UUID:
        """The root above it, or itself."""
        return self.ancestor_ids[0] if self.ancestor_ids else self.id

    @property
    def tree_path(self) -> str:
        """Ids from the root to it, joined with ``/``."""
        return "/".join(str(i) for i in (*self.ancestor_ids, self.id))


@dataclass(frozen=True)
class Tree:
    """All live organizations of a tenant, in tree order: parents before children, siblings by name."""

    nodes: Mapping[UUID, Node]

    @cached_property
    def _below(self) -> Mapping[UUID, tuple[UUID, ...]]:
        found: dict[UUID, list[UUID]] = {id_: [] for id_ in self.nodes}
        for node in self.nodes.values():
            for ancestor in node.ancestor_ids:
                found[ancestor].append(node.id)
        return {id_: tuple(below) for id_, below in found.items()}

    def below(self, organization_id: UUID) -> tuple[UUID, ...]:
        """Every descendant, in tree order."""
        return self._below.get(organization_id, ())

    def shown(self, allowed: Container[UUID] | None) -> list[Node]:
        """The nodes somebody may reach and those above them, in tree order; all without a restriction."""
        if allowed is None:
            return list(self.nodes.values())
        reached = [node for node in self.nodes.values() if node.id in allowed]
        needed = {i for node in reached for i in (node.id, *node.ancestor_ids)}
        return [node for node in self.nodes.values() if node.id in needed]

    def with_descendants(self, ids: Iterable[UUID]) -> frozenset[UUID]:
        """The given organizations that exist, and everything below them."""
        found = [i for i in ids if i in self.nodes]
        return frozenset(found).union(*(self.below(i) for i in found))


def grow(rows: Iterable[Record]) -> Tree:
    """Build the tree of rows in the order of siblings; an unknown parent, or one in a circle, makes a node a root."""
    known: dict[UUID, Record] = {row["id"]: row for row in rows}
    parents: dict[UUID, UUID | None] = {
        i: row["parent_id"] if row["parent_id"] in known else None for i, row in known.items()
    }
    for start in known:
        if closes_circle(parents, start):
            parents[start] = None
    children: dict[UUID | None, list[UUID]] = {}
    for i in known:
        children.setdefault(parents[i], []).append(i)
    nodes: dict[UUID, Node] = {}
    # Not recursive: a chain of a thousand organizations is silly, but must not break the tenant.
    waiting: list[UUID] = children.get(None, [])[::-1]
    while waiting:
        i = waiting.pop()
        row, below = known[i], children.get(i, [])
        parent_id = parents[i]
        parent = nodes[parent_id] if parent_id is not None else None
        nodes[i] = Node(
            i,
            row["tenant_id"],
            row["name"],
            row["is_active"],
            parent_id,
            ancestor_ids=(*parent.ancestor_ids, parent.id) if parent else (),
            child_ids=tuple(below),
            path_label=f"{parent.path_label} / {row['name']}" if parent else row["name"],
            updated_at=row["updated_at"],
        )
        waiting += below[::-1]
    return Tree(nodes)


def closes_circle(parents: Mapping[UUID, UUID | None], start: UUID) -> bool:
    """Whether going up from a node never ends."""
    seen, current = {start}, parents[start]
    while current is not None:
        if current in seen:
            return True
        seen.add(current)
        current = parents.get(current)
    return False


READ = (
    "SELECT id, tenant_id, name, is_active, parent_id, updated_at FROM directory_organizations"
    " WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY sort_key(name), id"
)


async def tree_of(app: "Application", tenant_id: UUID) -> Tree:
    """The tree of a tenant, from memory when nothing has changed."""
    cache = app.once("directory.trees", lambda: app.caches.of(*SOURCES))

    async def load() -> Tree:
        async with app.database.tenant(tenant_id) as connection:
            return await read_tree(connection, tenant_id)

    return await cache.get(tenant_id, "tree", load)


async def read_tree(connection: "Connection", tenant_id: UUID) -> Tree:
    """The tree as this transaction sees it."""
    return grow(await connection.fetch(READ, tenant_id))
