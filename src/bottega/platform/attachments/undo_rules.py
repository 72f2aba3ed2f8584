"""Undo rules of attachments and partitions: the rights of the record, and of super-admins over built-in partitions."""

from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.writes.undo_rules import Putting, permits
from bottega.platform.attachments.owners import is_open
from bottega.platform.attachments.partition_operations import refuse_built_in
from bottega.platform.attachments.tables import Attachment, Partition


@permits(Attachment)
async def files_of_records(ctx: Context, putting: Putting) -> None:
    """Files that come, change or go, with the record they had and the one they will have."""
    asked: set[object] = set()
    for change in putting.changes:
        for version in change.versions:
            owner = (version["entity_id"], version["owner_id"], version["organization_id"], version["created_by"])
            if owner in asked:
                continue
            asked.add(owner)
            if not await is_open(ctx, version, manage=True):
                raise NotFound


@permits(Partition)
async def partitions_of_tenants(ctx: Context, putting: Putting) -> None:
    """Built-in ones are changed by super-admins only."""
    for code in putting.of("code"):
        refuse_built_in(ctx, code)
