"""Materials of the warehouse: two tenants, one with ten thousand of them and one with a million."""

import time
from collections.abc import Callable, Mapping
from uuid import UUID

import asyncpg

from bottega.platform.auth.tenant_setup import Founded

_MATERIALS = """
INSERT INTO warehouse_materials (tenant_id, organization_id, typ, producent, symbol, dlugosc, szerokosc, grubosc, cala,
                                 pozostalo, ilosc, contract_id)
SELECT $1, $2, (ARRAY['plyta_laminowana','mdf','hdf','sklejka','blat_laminowany','fornir'])[1 + n % 6],
       (ARRAY['Egger','Kronospan','Swiss Krono','Pfleiderer','Forner'])[1 + n % 5],
       'H' || (1000 + n % 2500) || ' ST' || (9 + n % 30), 2800, 2070, 18, n % 3 <> 0,
       CASE WHEN n % 3 = 0 THEN 1.250 END, n % 14,
       CASE WHEN n % 10 = 0 THEN ('00000000-0000-4000-8000-' || lpad((n % 20000)::text, 12, '0'))::uuid END
FROM generate_series(1, $3::int) AS n
"""

_COUNTS = """
INSERT INTO row_counts (tenant_id, entity, organization_id, facets, n)
SELECT tenant_id, 'warehouse:material', organization_id, ARRAY[typ, cala::text], count(*)
FROM warehouse_materials WHERE tenant_id = $1 GROUP BY 1, 3, 4
"""


async def add_materials(
    dsn: str, founded: Mapping[str, Founded], sizes: Mapping[str, int], say: Callable[[str], None]
) -> None:
    """Make the materials of the tenants."""
    owner = await asyncpg.connect(dsn)
    for name, size in sizes.items():
        started = time.perf_counter()
        # Counted at once instead of row by row; the contracts they are reserved for are made up.
        await owner.execute("ALTER TABLE warehouse_materials DISABLE TRIGGER ALL")
        await owner.execute(_MATERIALS, founded[name].tenant_id, founded[name].organization_id, size)
        await owner.execute(_COUNTS, founded[name].tenant_id)
        await owner.execute("ALTER TABLE warehouse_materials ENABLE TRIGGER ALL")
        say(f"{size:,} materials for the {name} tenant in {time.perf_counter() - started:.1f} s")
    await owner.execute("VACUUM (ANALYZE) warehouse_materials")
    await owner.close()


async def some_id(dsn: str, tenant: UUID) -> UUID:
    """The id of some material."""
    owner = await asyncpg.connect(dsn)
    try:
        query = "SELECT id FROM warehouse_materials WHERE tenant_id = $1 LIMIT 1 OFFSET 777"
        return await owner.fetchval(query, tenant)
    finally:
        await owner.close()
