"""The demo studio many times over: every row copied in SQL with ids of its own, so that all of it still fits together.

Three digits in the middle of an id say which copy a row belongs to. References follow, for they are changed the same
way; what there is once (people, cash boxes, texts, boards) is not copied, and stays what the copies point at. Encrypted
texts are bound to tenant and column, not to a row, so copies open.
"""

import time
from collections.abc import Callable
from typing import Final
from uuid import UUID

import asyncpg

from bottega.demo.seeding import add_studio
from bottega.kernel.application import Application
from bottega.kernel.database.pools import RawConnection
from bottega.kernel.database.running_totals import DAY, EVER, MONTH
from bottega.kernel.database.tables import CLASSES, Table, TenantTable, sql_table
from bottega.kernel.local_time import local_day_sql
from bottega.platform.auth.tenant_setup import Founded

COPIED: Final = (
    "customers_entities",
    "customers_people",
    "customers_companies",
    "customers_addresses",
    "customers_deals",
    "customers_deal_people",
    "customers_deal_companies",
    "customers_activities",
    "customers_comments",
    "contracts_contracts",
    "contracts_furniture",
    "contracts_fronts",
    "contracts_handles",
    "contracts_vitrines",
    "contracts_appliances",
    "contracts_valuations",
    "contracts_payments",
    "contracts_planned_payments",
    "contracts_assembly_notes",
    "contracts_worker_assignments",
    "contracts_work_ratings",
    "contracts_purchase_orders",
    "contracts_installation_dates",
    "contracts_text_attachments",
    "warehouse_goods_issues",
    "warehouse_goods_issue_lines",
    "finance_transactions",
    "finance_transfers",
    "finance_approvals",
    "calendar_events",
    "calendar_reschedules",
    "measurements_measurements",
    "messaging_messages",
)
# What must not be twice, beside ids: numbers of documents, and places in a cash box.
_DISTINCT: Final = {
    "contracts_contracts.numer": "'K' || n || substr(s.numer, 2)",
    "warehouse_goods_issues.nr": "'WZ' || n || substr(s.nr, 3)",
    "finance_transactions.lp_kasowe": "s.lp_kasowe + n * 100000",
}
_SETUP: Final = """
CREATE FUNCTION pg_temp.copy_of(id uuid, n int) RETURNS uuid IMMUTABLE STRICT LANGUAGE sql AS $$
    SELECT overlay(
        id::text PLACING lpad(to_hex(('x' || substr(id::text, 21, 3))::bit(12)::int # n), 3, '0') FROM 21
    )::uuid
$$;
CREATE TEMP TABLE copied (id uuid PRIMARY KEY);
"""
_SEARCH: Final = """
INSERT INTO search_rows (tenant_id, entity, record_id, organization_id, title, subtitle, words, grams)
SELECT tenant_id, entity, pg_temp.copy_of(record_id, n), organization_id, title, subtitle, words, grams
FROM search_rows AS s CROSS JOIN generate_series(1, $2::int) AS n
WHERE tenant_id = $1 AND record_id IN (SELECT id FROM copied)
"""


async def add_studios(app: Application, dsn: str, times: int, say: Callable[[str], None]) -> Founded:
    """Set up the demo studio, and let all that happened in it have happened so many times."""
    started = time.perf_counter()
    tenant, organization = await add_studio(app)
    owner = await asyncpg.connect(dsn)
    try:
        await owner.execute(_SETUP)
        # Counted and added up at once instead of row by row; the copies point at what is there.
        await owner.execute("SET session_replication_role = replica")
        for name in COPIED:
            await owner.execute(
                f"INSERT INTO copied SELECT id FROM {name} WHERE tenant_id = $1 ON CONFLICT DO NOTHING", tenant
            )
        for name in COPIED:
            await owner.execute(_copy_sql(CLASSES[name]), tenant, times - 1)
            await _recount(owner, CLASSES[name], tenant)
        await owner.execute(_SEARCH, tenant, times - 1)
        await owner.execute("VACUUM (ANALYZE)")
    finally:
        await owner.close()
    say(f"the studio {times} times in {time.perf_counter() - started:.1f} s")
    return Founded(tenant, organization, {})


def _copy_sql(table: type[Table]) -> str:
    """Insert the copies of all rows of a tenant, ``$1``; which ids are to be changed is looked up once a row."""
    described = sql_table(table)
    written = [column for column in described.columns if column.computed is None]
    ids = [column.name for column in written if column.type.python_type is UUID]
    moving = [name for name in ids if name not in ("tenant_id", "id", "organization_id")]
    known = "".join(f", EXISTS (SELECT FROM copied AS c WHERE c.id = t.{name}) AS moves_{name}" for name in moving)
    values = {column.name: f"s.{column.name}" for column in written}
    values["id"] = "pg_temp.copy_of(s.id, n)"
    for name in moving:
        values[name] = f"CASE WHEN s.moves_{name} THEN pg_temp.copy_of(s.{name}, n) ELSE s.{name} END"
    values |= {name: value for name in values if (value := _DISTINCT.get(f"{described.name}.{name}"))}
    return (
        f"WITH s AS MATERIALIZED (SELECT t.*{known} FROM {described.name} AS t WHERE t.tenant_id = $1)"
        f" INSERT INTO {described.name} ({', '.join(values)}) SELECT {', '.join(values.values())}"
        " FROM s CROSS JOIN generate_series(1, $2::int) AS n ORDER BY n"
    )


async def _recount(owner: RawConnection, table: type[Table], tenant: UUID) -> None:
    """Bring the kept counts and sums of a table up to date."""
    name = table.__tablename__
    entity: str = vars(table)["entity"]
    live = " AND deleted_at IS NULL" if issubclass(table, TenantTable) else ""
    if table.counted_by is not None:
        facets = ", ".join(f"{column}::text" for column in table.counted_by)
        await owner.execute("DELETE FROM row_counts WHERE tenant_id = $1 AND entity = $2", tenant, entity)
        await owner.execute(
            "INSERT INTO row_counts (tenant_id, entity, organization_id, facets, n)"
            f" SELECT tenant_id, '{entity}', organization_id, ARRAY[{facets}]::text[], count(*) FROM {name}"
            f" WHERE tenant_id = $1{live} GROUP BY 1, 3, 4",
            tenant,
        )
    if issubclass(table, TenantTable) and (summed := table.summed):
        facets = ", ".join(f"{column}::text" for column in summed.by)
        day = local_day_sql(summed.moment)
        grains = f"('{DAY}', {day}), ('{MONTH}', date_trunc('month', {day})::date), ('{EVER}', date '0001-01-01')"
        await owner.execute("DELETE FROM row_sums WHERE tenant_id = $1 AND entity = $2", tenant, entity)
        await owner.execute(
            "INSERT INTO row_sums (tenant_id, entity, organization_id, grain, day, facets, amount, n, fresh)"
            f" SELECT tenant_id, '{entity}', organization_id, g.grain, g.day, ARRAY[{facets}]::text[],"
            f" sum({summed.amount}), count(*), false FROM {name}, LATERAL (VALUES {grains}) AS g (grain, day)"
            f" WHERE tenant_id = $1{live} AND {summed.column} = '{summed.value}' GROUP BY 1, 3, 4, 5, 6",
            tenant,
        )
