"""Names of organizations where records refer to them: those the caller can select."""

from collections.abc import Collection
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.registrations import RecordName, RecordNames
from bottega.kernel.text.folding import fold
from bottega.platform.directory.module import module
from bottega.platform.directory.tables import Organization
from bottega.platform.directory.tree import Node, tree_of


async def _selectable(ctx: Context) -> list[Node]:
    tree = await tree_of(ctx.app, ctx.tenant_id)
    return [node for node in tree.nodes.values() if ctx.scope.allowed is None or node.id in ctx.scope.allowed]


def _name(node: Node) -> RecordName:
    return RecordName(node.name, node.path_label if node.parent_id else "")


async def _by_ids(ctx: Context, ids: Collection[UUID]) -> dict[UUID, RecordName]:
    return {node.id: _name(node) for node in await _selectable(ctx) if node.id in ids}


async def _by_words(ctx: Context, words: str | None, limit: int) -> dict[UUID, RecordName]:
    wanted = fold(words or "").split()
    nodes = await _selectable(ctx)
    found = [node for node in nodes if node.is_active and all(word in fold(node.path_label) for word in wanted)]
    return {node.id: _name(node) for node in found[:limit]}


module.names(Organization.entity, RecordNames((), _by_ids, _by_words))
