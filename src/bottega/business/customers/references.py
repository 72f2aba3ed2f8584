"""Lookup of referenced records; those outside the caller's organizations are reported as missing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from bottega.business.customers.tables_activity import Deal
from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input
from bottega.kernel.writes import changes

CUSTOMER_NOT_FOUND: Final = T(en="Customer not found", pl="Nie znaleziono klienta")
DEAL_NOT_FOUND: Final = T(en="Deal not found", pl="Nie znaleziono szansy sprzedaży")
OTHER_ORGANIZATION: Final = T(
    en="Cross-tenant relation forbidden", pl="Powiązanie rekordów różnych organizacji jest niedozwolone"
)

# Row locks until the command ends: the first prevents deletion, the second also changes of dependent rows.
Hold = Literal["SHARE", "NO KEY UPDATE"]
_FIND: Final = (
    "SELECT id, kind, organization_id FROM customers_entities WHERE tenant_id = $1 AND id = ANY($2)"
    " AND ($3::uuid[] IS NULL OR organization_id = ANY($3)) ORDER BY id"
)


@dataclass(frozen=True)
class Subject:
    """The customer that a record refers to."""

    id: UUID
    kind: str
    organization_id: UUID

    @property
    def parent(self) -> tuple[str, UUID]:
        """What audit entries name as the parent: ``customers.person`` or ``customers.company``, and the id."""
        return f"customers.{self.kind}", self.id


def visible(ctx: Context) -> list[UUID] | None:
    """The organizations in view as a parameter; None for all."""
    return None if ctx.scope.visible is None else list(ctx.scope.visible)


class Target(Input):
    """The record to delete, by id in the body or in the query."""

    id: UUID | None = None


def required(data: Target, missing: T) -> UUID:
    """The id that was sent; 400 with the sentence if there is none."""
    if data.id is None:
        raise Invalid.of_field("id", missing)
    return data.id


async def subjects(ctx: Context, ids: Collection[UUID], *, hold: Hold | None = None) -> dict[UUID, Subject]:
    """The customers in the caller's view among the ids; those of others are simply missing."""
    if hold:
        await ctx.begin()
    sql = f"{_FIND} FOR {hold}" if hold else _FIND
    rows = await ctx.query(sql, ctx.tenant_id, list(ids), visible(ctx))
    return {row["id"]: Subject(row["id"], row["kind"], row["organization_id"]) for row in rows}


async def subject_of(
    ctx: Context, entity_id: UUID, organization_id: UUID | None = None, *, lock: bool = False
) -> Subject:
    """The customer in the caller's view; 404 if there is none, 403 if the record belongs to another organization.

    With ``lock`` changes of its dependent rows wait until this command ends.
    """
    ctx.refuse_closed()
    subject = (await subjects(ctx, [entity_id], hold="NO KEY UPDATE" if lock else None)).get(entity_id)
    if subject is None:
        raise NotFound(CUSTOMER_NOT_FOUND)
    if organization_id is not None and organization_id != subject.organization_id:
        if not ctx.scope.sees(organization_id):
            raise Forbidden
        raise Forbidden(OTHER_ORGANIZATION)
    return subject


async def check_deal(ctx: Context, deal_id: UUID | None, organization_id: UUID) -> None:
    """Refuse a deal that is not there with 400, one of another organization than its customer's with 403."""
    if deal_id is None:
        return
    row = await ctx.query_one(
        "SELECT organization_id FROM customers_deals WHERE tenant_id = $1 AND id = $2"
        " AND ($3::uuid[] IS NULL OR organization_id = ANY($3))",
        ctx.tenant_id,
        deal_id,
        visible(ctx),
    )
    if row is None:
        raise Invalid.of_field("dealId", DEAL_NOT_FOUND)
    if row["organization_id"] != organization_id:
        raise Forbidden(OTHER_ORGANIZATION)


async def deal_titles(ctx: Context, ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """The titles of the deals in the caller's view among the ids."""
    wanted = list({i for i in ids if i is not None})
    if not wanted:
        return {}
    rows = await ctx.query(
        "SELECT id, title FROM customers_deals WHERE tenant_id = $1 AND id = ANY($2)"
        " AND ($3::uuid[] IS NULL OR organization_id = ANY($3))",
        ctx.tenant_id,
        wanted,
        visible(ctx),
    )
    keys = await sealing.keys_of(ctx)
    place = sealing.place(Deal, "title")
    return {row["id"]: keys.open(row["title"], place) for row in rows}


async def found_or(ctx: Context, table: type[Table], record_id: UUID, missing: T) -> dict[str, Any]:
    """A row in the caller's view, locked and opened; 404 with the sentence if there is none."""
    ctx.refuse_closed()
    try:
        return await changes.one(ctx, table, record_id, lock=True)
    except NotFound:
        raise NotFound(missing) from None
