"""Lookup of customers, companies and tags within the caller's organizations."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.kinds import COMPANY, KINDS, NOT_FOUND
from bottega.business.customers.references import found_or, subjects
from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.visibility import closes

COMPANY_ELSEWHERE: Final = T(
    en="Cannot link person to company outside current scope", pl="Nie można powiązać osoby z firmą z innej organizacji"
)
UNKNOWN_TAGS: Final = T(en="One or more tags not found for this scope", pl="Nie znaleziono etykiet w tej organizacji")


@closes(Entity)
async def closed_in_logs(ctx: Context, row: Mapping[str, Any]) -> bool:
    """People and companies share a table, and are not for the same eyes."""
    return not ctx.may(KINDS[row["kind"]].view)


async def locked_customer(ctx: Context, kind: str, entity_id: UUID) -> dict[str, Any]:
    """A customer in view, opened, which nobody else changes until the command ends; 404 otherwise."""
    row = await found_or(ctx, Entity, entity_id, NOT_FOUND[kind])
    if row["kind"] != kind:
        raise NotFound(NOT_FOUND[kind])
    return row


async def check_company(ctx: Context, company_id: UUID, organization_id: UUID) -> None:
    """400 unless it is a company in view; 403 when it belongs to another organization than the person.

    The company is kept from being deleted until the command ends.
    """
    company = (await subjects(ctx, [company_id], hold="SHARE")).get(company_id)
    if company is None or company.kind != COMPANY:
        raise Invalid.of_field("companyEntityId", NOT_FOUND[COMPANY])
    if company.organization_id != organization_id:
        raise Forbidden(COMPANY_ELSEWHERE)


async def check_tags(ctx: Context, tag_ids: Sequence[UUID], organization_id: UUID) -> list[UUID]:
    """The ids, each once, of tags of the organization; 400 when one is not."""
    wanted = list(dict.fromkeys(tag_ids))
    if not wanted:
        return []
    await ctx.begin()
    rows = await ctx.query(
        "SELECT id FROM customers_tags WHERE tenant_id = $1 AND id = ANY($2) AND organization_id = $3"
        " AND deleted_at IS NULL FOR SHARE",
        ctx.tenant_id,
        wanted,
        organization_id,
    )
    if len(rows) != len(wanted):
        raise Invalid.of_field("tags", UNKNOWN_TAGS)
    return wanted
