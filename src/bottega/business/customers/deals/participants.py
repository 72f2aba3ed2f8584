"""Links between deals and their people and companies, within one organization."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.business.customers.kinds import COMPANY, NOT_FOUND, PERSON
from bottega.business.customers.references import OTHER_ORGANIZATION, subjects, visible
from bottega.business.customers.tables import Company, Entity, Person
from bottega.business.customers.tables_activity import DealCompany, DealPerson
from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Forbidden, Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.writes import changes

WRONG_KIND: Final = T(en="Invalid entity type", pl="Nieprawidłowy rodzaj klienta")


@dataclass(frozen=True)
class Side:
    """One of the two kinds of participants."""

    kind: str
    table: type[Table]
    column: str
    # What names them in a request.
    field: str


PEOPLE: Final = Side(PERSON, DealPerson, "person_entity_id", "personIds")
COMPANIES: Final = Side(COMPANY, DealCompany, "company_entity_id", "companyIds")

_PARTICIPANTS: Final = """
SELECT l.deal_id, e.id, e.kind, e.display_name, e.primary_email, e.primary_phone, p.job_title, c.domain, c.website_url
FROM (SELECT tenant_id, deal_id, person_entity_id AS entity_id FROM customers_deal_people
      WHERE tenant_id = $1 AND deal_id = ANY($2)
      UNION ALL
      SELECT tenant_id, deal_id, company_entity_id FROM customers_deal_companies
      WHERE tenant_id = $1 AND deal_id = ANY($2)) AS l
JOIN customers_entities AS e ON e.tenant_id = l.tenant_id AND e.id = l.entity_id
LEFT JOIN customers_people AS p ON p.tenant_id = e.tenant_id AND p.id = e.id
LEFT JOIN customers_companies AS c ON c.tenant_id = e.tenant_id AND c.id = e.id
WHERE $3::uuid[] IS NULL OR e.organization_id = ANY($3)
ORDER BY e.id
"""


@dataclass(frozen=True)
class Participant:
    """A person or company as a deal names them."""

    id: UUID
    kind: str
    label: str
    subtitle: str | None


async def check_participants(ctx: Context, side: Side, ids: Sequence[UUID], organization_id: UUID) -> list[UUID]:
    """The ids without repetitions; 404 for nobody, 400 for the other kind, 403 for somebody of another organization.

    They are kept from being deleted until the command ends.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    found = await subjects(ctx, wanted, hold="SHARE")
    for id_ in wanted:
        if id_ not in found:
            raise NotFound(NOT_FOUND[side.kind])
        if found[id_].kind != side.kind:
            raise Invalid.of_field(side.field, WRONG_KIND)
        if found[id_].organization_id != organization_id:
            raise Forbidden(OTHER_ORGANIZATION)
    return wanted


async def set_participants(ctx: Context, side: Side, deal_id: UUID, ids: Sequence[UUID]) -> None:
    """Make these, and only these, take part; who already does keeps their role."""
    known = await _links(ctx, side, deal_id)
    gone = [link_id for entity_id, link_id in known.items() if entity_id not in ids]
    await changes.delete_many(ctx, side.table, gone)
    new = [{"deal_id": deal_id, side.column: id_} for id_ in ids if id_ not in known]
    await changes.insert_many(ctx, side.table, new)


async def _links(ctx: Context, side: Side, deal_id: UUID) -> dict[UUID, UUID]:
    rows = await ctx.query(
        f"SELECT {side.column}, id FROM {side.table.__tablename__} WHERE tenant_id = $1 AND deal_id = $2",
        ctx.tenant_id,
        deal_id,
    )
    return {row[0]: row[1] for row in rows}


async def participants_of(ctx: Context, deal_ids: Sequence[UUID]) -> Mapping[UUID, list[Participant]]:
    """Who takes part in each of the deals, by name."""
    found: dict[UUID, list[Participant]] = {deal_id: [] for deal_id in deal_ids}
    if not found:
        return found
    keys = await sealing.keys_of(ctx)
    for row in await ctx.query(_PARTICIPANTS, ctx.tenant_id, list(deal_ids), visible(ctx)):
        found[row["deal_id"]].append(_named(keys, row))
    for people in found.values():
        people.sort(key=lambda one: one.label.casefold())
    return found


def _named(keys: TenantKeys, row: Any) -> Participant:
    profile: type[Table] = Person if row["kind"] == PERSON else Company
    columns = ("job_title",) if row["kind"] == PERSON else ("domain", "website_url")
    email, phone = (_open(keys, Entity, row, column) for column in ("primary_email", "primary_phone"))
    own = [_open(keys, profile, row, column) for column in columns]
    ways = [email, phone] if row["kind"] == PERSON else own
    label = next((text for text in (_open(keys, Entity, row, "display_name"), *ways) if text), str(row["id"]))
    subtitle = next((text for text in (*own, *(ways if row["kind"] == PERSON else ())) if text), None)
    return Participant(row["id"], row["kind"], label, subtitle)


def _open(keys: TenantKeys, table: type[Table], row: Any, column: str) -> str | None:
    value: str | None = row[column]
    return keys.open(value, sealing.place(table, column)) if value is not None else None
