"""Snapshots of contract texts, frozen at signing.

What is frozen is the template's text with its placeholders: names and addresses stay where they are encrypted.
"""

from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.tables.work import TextAttachment
from bottega.kernel.context import Context
from bottega.kernel.writes import changes

_TEXTS: Final = (
    "SELECT a.id, t.tresc FROM contracts_text_attachments AS a JOIN contracts_text_templates AS t"
    " ON t.tenant_id = a.tenant_id AND t.id = a.template_id"
    " WHERE a.tenant_id = $1 AND a.contract_id = $2 AND a.deleted_at IS NULL AND (a.tresc_snapshot IS NULL) = $3"
    " ORDER BY a.id FOR UPDATE OF a"
)


async def follow_signing(ctx: Context, before: dict[str, Any], values: dict[str, Any]) -> None:
    """Freeze the texts of a contract that is signed now; of one that is a draft again they follow the templates."""
    signed = values.get("data_podpisania", before["data_podpisania"]) is not None
    if signed == (before["data_podpisania"] is not None):
        return
    if signed:
        await freeze_texts(ctx, before["id"])
    else:
        rows = await ctx.query(_TEXTS, ctx.tenant_id, before["id"], False)  # noqa: FBT003 - a parameter of SQL
        thawed = [{"id": row["id"], "tresc_snapshot": None} for row in rows]
        await changes.update_many(ctx, TextAttachment, thawed)


async def freeze_texts(ctx: Context, contract_id: UUID) -> None:
    """Keep the texts of a contract as they are now: at its signing, or when it is printed for the first time."""
    await ctx.begin()
    rows = await ctx.query(_TEXTS, ctx.tenant_id, contract_id, True)  # noqa: FBT003 - a parameter of SQL
    frozen = [{"id": row["id"], "tresc_snapshot": row["tresc"]} for row in rows]
    await changes.update_many(ctx, TextAttachment, frozen)
