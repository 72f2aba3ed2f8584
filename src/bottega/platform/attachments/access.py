"""Access to the bytes of files: public partitions without signing in, all others by the rights of the record."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context, Scope
from bottega.kernel.errors import NotFound, Unauthorized
from bottega.kernel.i18n import T
from bottega.platform.attachments import partitions
from bottega.platform.attachments.owners import is_open
from bottega.platform.attachments.record_files import NOT_FOUND

GONE: Final = T(en="File not available", pl="Plik jest niedostępny")
_COLUMNS: Final = (
    "id, tenant_id, organization_id, entity_id, record_id, owner_id, created_by, partition_code, storage, file_name,"
    " mime_type, file_size, sha256, assignments"
)
# One statement: small pictures are asked for a screenful at a time.
_FIND: Final = f"""
SELECT {_COLUMNS}, (
    SELECT p.is_public FROM attachments_partitions AS p
    WHERE p.tenant_id = $1 AND p.code = partition_code AND p.deleted_at IS NULL) AS is_public
FROM attachments_attachments WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
"""
_FIND_TENANT: Final = "SELECT tenant_id FROM attachments_attachments WHERE id = $1 AND deleted_at IS NULL"

# It loads nothing and runs nothing, whatever a browser takes it for.
SAFE: Final = {"content-security-policy": "default-src 'none'; sandbox", "cross-origin-resource-policy": "same-origin"}
# A browser shows a PDF in a viewer of its own, which a sandbox would keep from starting.
SAFE_PDF: Final = {**SAFE, "content-security-policy": "default-src 'none'; object-src 'self'; frame-ancestors 'self'"}


async def readable(ctx: Context, attachment_id: UUID) -> tuple[Mapping[str, Any], bool]:
    """The row of a file that the caller may read, and whether everybody may.

    Raises:
        NotFound: There is none that they may.
        Unauthorized: Nobody is signed in, and it is for nobody in particular.
    """
    anonymous = ctx.actor.kind == "anonymous"
    if not anonymous:
        found = await ctx.query_one(_FIND, ctx.tenant_id, attachment_id)
        if found is not None:
            row = dict(found)
            public = partitions.is_public(row)
            if public or await is_open(ctx, row):
                return row, public
            raise NotFound(NOT_FOUND)
    theirs = await _of_any_tenant(ctx, attachment_id)
    if theirs is None:
        raise Unauthorized if anonymous else NotFound(NOT_FOUND)
    return theirs, True


async def _of_any_tenant(ctx: Context, attachment_id: UUID) -> Mapping[str, Any] | None:
    """A file of a public partition of any tenant."""
    async with ctx.database.across_tenants("the address of a public file says nothing about its tenant") as connection:
        tenant_id = await connection.fetchval(_FIND_TENANT, attachment_id)
    if tenant_id is None:
        return None
    await ctx.close()
    ctx.scope = Scope(tenant_id, visible=frozenset())
    row = await ctx.query_one(_FIND, tenant_id, attachment_id)
    return found if row is not None and partitions.is_public(found := dict(row)) else None


def caching(*, public: bool, seconds: int) -> str:
    """How long browsers keep a file; what somebody may see today they may not see for long."""
    return f"public, max-age={seconds}" if public else "private, max-age=60"
