"""Shared base of activities and comments: customer, optional deal, author."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bottega.business.customers.references import OTHER_ORGANIZATION, Target, check_deal, found_or, required, subject_of
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.tables import Table
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.preconditions import version_of
from bottega.kernel.writes.undo_rules import Putting, permits
from bottega.platform.auth import author_for, author_of


@dataclass(frozen=True)
class Remarks:
    """A kind of remark: its table, what logs call it, and what is said when one is missing."""

    table: type[Table]
    kind: str
    not_found: T
    id_required: T

    def __post_init__(self) -> None:
        """Let undo ask about authors what a change asks."""
        permits(self.table)(self.put_back)

    async def placed(self, ctx: Context, data: Input) -> dict[str, Any]:
        """The values of a new one: in the organization of its customer, signed, with an id."""
        values = data.given()
        values.pop("tenant_id", None)
        subject = await subject_of(ctx, values["entity_id"], values.pop("organization_id", None))
        await check_deal(ctx, values.get("deal_id"), subject.organization_id)
        author = await author_of(ctx, values.get("author_user_id"))
        values |= {"id": new_id(), "organization_id": subject.organization_id, "author_user_id": author}
        ctx.describe(self.kind, values["id"], organization_id=subject.organization_id, parent=subject.parent)
        return values

    async def changed(self, ctx: Context, data: Input) -> tuple[dict[str, Any], dict[str, Any]]:
        """The one that is meant, locked, and what is to change; it stays in its organization."""
        values = data.given()
        row = await found_or(ctx, self.table, values.pop("id"), self.not_found)
        organization_id: UUID = row["organization_id"]
        values.pop("tenant_id", None)
        if values.pop("organization_id", None) not in (None, organization_id):
            raise Forbidden(OTHER_ORGANIZATION)
        subject = await subject_of(ctx, values.get("entity_id") or row["entity_id"], organization_id)
        await check_deal(ctx, values.get("deal_id"), organization_id)
        if "author_user_id" in values:
            values["author_user_id"] = await author_for(ctx, values["author_user_id"], row["author_user_id"])
        ctx.describe(self.kind, row["id"], organization_id=organization_id, parent=subject.parent)
        return row, values

    async def put_back(self, ctx: Context, putting: Putting) -> None:
        """403 unless the caller may name the author that undo would bring back in place of another."""
        for change in putting.changes:
            if change.before and change.after:
                await author_for(ctx, change.after["author_user_id"], change.before["author_user_id"])

    async def write(self, ctx: Context, record_id: UUID, values: dict[str, Any]) -> None:
        """Store what changes, unless the client has seen another version."""
        await changes.update(ctx, self.table, record_id, values, where=Where.visible(ctx, version_of(ctx)))

    async def delete(self, ctx: Context, data: Target) -> None:
        """Delete one for good, with an entry that names its customer."""
        row = await found_or(ctx, self.table, required(data, self.id_required), self.not_found)
        subject = await subject_of(ctx, row["entity_id"])
        ctx.describe(self.kind, row["id"], organization_id=subject.organization_id, parent=subject.parent)
        await changes.delete(ctx, self.table, row["id"], where=Where.visible(ctx, version_of(ctx)))
