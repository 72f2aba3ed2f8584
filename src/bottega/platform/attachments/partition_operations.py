"""Partitions of a tenant: list, create, update, delete."""

from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Query, Schema, Stamp
from bottega.kernel.writes import changes
from bottega.kernel.writes.preconditions import Where, version_of
from bottega.kernel.writes.undo_rules import verifies
from bottega.platform.attachments.module import module
from bottega.platform.attachments.owners import MANAGE
from bottega.platform.attachments.partitions import BUILT_IN, all_partitions, hold_files
from bottega.platform.attachments.tables import CODE_TAKEN, Partition

NO_SUCH: Final = T(en="Partition not found", pl="Nie znaleziono partycji")
CODE_STAYS: Final = T(en="Partition code cannot be changed.", pl="Kodu partycji nie można zmienić.")
BUILT_IN_STAYS: Final = T(en="Default partitions cannot be removed.", pl="Domyślnych partycji nie można usunąć.")
IN_USE: Final = T(en="Partition is in use and cannot be removed.", pl="Partycja jest w użyciu i nie można jej usunąć.")
BUILT_IN_IS_OURS: Final = T(
    en="Default partitions are changed by super-admins only", pl="Domyślne partycje zmienia tylko superadministrator"
)
MOST: Final = 100
TOO_MANY: Final = T(en="There are {most} partitions already", pl="Jest już {most} partycji")
# Where the settings of an installation say where a partition keeps its files.
ENV_KEY: Final = "BOTTEGA_PARTITION_STORAGE"
_USED: Final = "SELECT EXISTS (SELECT FROM attachments_attachments WHERE tenant_id = $1 AND partition_code = $2)"


class PartitionItem(Schema):
    """A place for files."""

    id: UUID
    code: str
    title: str
    description: str | None
    is_public: bool = Field(description="Everybody who has the address of a file may read it, without signing in.")
    requires_ocr: bool = Field(description="The text of its files is read.")
    ocr_model: str | None
    created_at: Stamp
    updated_at: Stamp
    env_key: str = Field(description="The setting that gives it a storage of its own.")


class Partitions(Schema):
    """The partitions of a tenant."""

    items: list[PartitionItem]


class PartitionAnswer(Schema):
    """A partition."""

    item: PartitionItem


class PartitionInput(Input):
    """A new partition."""

    code: str = Field(min_length=2, max_length=60, pattern=r"^[A-Za-z0-9_-]+$")
    title: str = Field(min_length=1, max_length=120)
    description: str | None = Field(default=None, max_length=500)
    is_public: bool = False
    requires_ocr: bool | None = Field(default=None, description="Yes if left out; when it is changed, as it was.")
    ocr_model: str | None = Field(default=None, max_length=50)


class PartitionChange(PartitionInput):
    """A partition as it is to be; what is left out of it is false or empty, what is said of its text stays."""

    id: UUID


class PartitionId(Query):
    """Which partition."""

    id: UUID


@module.get("/partitions", MANAGE, name="partitions.list")
async def list_partitions(ctx: Context) -> Partitions:
    """List partitions.

    In the order they were made; two of them every tenant has.
    """
    return Partitions(items=[_item(row) for row in await all_partitions(ctx)])


def _item(row: dict[str, Any]) -> PartitionItem:
    return PartitionItem(
        **{name: row[name] for name in PartitionItem.model_fields if name != "env_key"}, env_key=ENV_KEY
    )


@module.post(
    "/partitions",
    MANAGE,
    name="partitions.create",
    table=Partition,
    label=T(en="Create partition", pl="Dodanie partycji"),
    answers={409: "The code is taken"},
)
async def create_partition(ctx: Context, data: PartitionInput) -> PartitionAnswer:
    """Create a partition.

    Files of a public one may be read by everybody who has their addresses.
    """
    await hold_files(ctx)
    known = await all_partitions(ctx)
    if any(row["code"] == data.code for row in known):
        raise Conflict(CODE_TAKEN, details=[{"code": "taken", "path": ["code"], "message": CODE_TAKEN}])
    if len(known) >= MOST:
        raise Conflict(TOO_MANY.given(most=MOST))
    values = {**data.model_dump(), "organization_id": ctx.organization_for_new()}
    values["requires_ocr"] = data.requires_ocr is not False
    made = await changes.insert(ctx, Partition, values)
    return PartitionAnswer(item=_item(await changes.one(ctx, Partition, made)))


@module.put(
    "/partitions",
    MANAGE,
    name="partitions.update",
    table=Partition,
    label=T(en="Update partition", pl="Zmiana partycji"),
    answers={404: "Partition not found"},
)
async def update_partition(ctx: Context, data: PartitionChange) -> PartitionAnswer:
    """Update a partition; its code stays."""
    ctx.refuse_closed()
    before = await _known(ctx, data.id)
    if data.code != before["code"]:
        raise Invalid.of_field("code", CODE_STAYS)
    refuse_built_in(ctx, before["code"])
    values = data.model_dump(exclude={"id", "code"})
    if data.requires_ocr is None:
        values["requires_ocr"] = before["requires_ocr"]
    if "ocr_model" not in data.model_fields_set:
        values["ocr_model"] = before["ocr_model"]
    if "tenant_id" in before:
        await changes.update(ctx, Partition, data.id, values, where=Where(version=version_of(ctx)))
    else:
        await changes.insert(ctx, Partition, {**values, "id": data.id, "code": data.code})
    row = await _known(ctx, data.id)
    return PartitionAnswer(item=_item(row))


async def _known(ctx: Context, partition_id: UUID) -> dict[str, Any]:
    for row in await all_partitions(ctx):
        if row["id"] == partition_id:
            return row
    raise NotFound(NO_SUCH)


@module.delete(
    "/partitions",
    MANAGE,
    name="partitions.delete",
    query=PartitionId,
    status=204,
    table=Partition,
    label=T(en="Delete partition", pl="Usunięcie partycji"),
    answers={404: "Partition not found", 409: "It has files"},
)
async def delete_partition(ctx: Context, query: PartitionId) -> Reply:
    """Delete a partition that has no files."""
    ctx.refuse_closed()
    await hold_files(ctx)
    row = await _known(ctx, query.id)
    if row["code"] in BUILT_IN:
        raise Invalid.of_field("id", BUILT_IN_STAYS)
    await _refuse_used(ctx, row["code"])
    await changes.delete(ctx, Partition, query.id, where=Where(version=version_of(ctx)))
    return Reply(status=204)


@verifies(Partition)
async def keep_used(ctx: Context, ids: set[UUID]) -> None:
    """A partition with files stays, also when its creation is undone."""
    rows = await ctx.query(
        "SELECT code FROM attachments_partitions WHERE tenant_id = $1 AND id = ANY($2) AND deleted_at IS NOT NULL",
        ctx.tenant_id,
        list(ids),
    )
    for row in rows:
        if row["code"] not in BUILT_IN:
            await _refuse_used(ctx, row["code"])


async def _refuse_used(ctx: Context, code: str) -> None:
    if await ctx.query_value(_USED, ctx.tenant_id, code):
        raise Conflict(IN_USE, code="in_use")


def refuse_built_in(ctx: Context, code: str) -> None:
    """403 for who would change a partition that every tenant has, and runs no installation."""
    if code in BUILT_IN and not ctx.actor.acl.super_admin:
        raise Forbidden(BUILT_IN_IS_OURS)
