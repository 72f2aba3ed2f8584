"""Two tenants' data cannot be mixed up, even by a module with a bug: the database itself refuses."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from bottega.app import create_application
from bottega.business.warehouse.locations import Location
from bottega.business.warehouse.materials import Material
from bottega.kernel.application import Application
from bottega.kernel.context import Context, system_context
from bottega.kernel.database.guards import APP_ROLE
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.tables import CLASSES, Table
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.writes import changes
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.settings import Settings

MATERIAL = {
    "typ": "mdf",
    "producent": "Egger",
    "symbol": "U702 ST9",
    "dlugosc": 2800,
    "szerokosc": 2070,
    "cala": True,
    "ilosc": 1,
}


@pytest.fixture
async def other(app: Application) -> Founded:
    """A second tenant."""
    return await found_tenant(app, "Other studio")


async def add_material(app: Application, home: Founded, **values: Any) -> UUID:
    async with app.acting(home.tenant_id, home.organization_id) as ctx:
        return await changes.insert(ctx, Material, {**MATERIAL, "organization_id": home.organization_id, **values})


async def add_location(app: Application, home: Founded) -> UUID:
    async with app.acting(home.tenant_id, home.organization_id) as ctx:
        values = {"organization_id": home.organization_id, "nazwa": f"Regał {new_id()}"}
        return await changes.insert(ctx, Location, values)


async def test_a_query_that_forgets_the_tenant_still_sees_only_its_own(
    app: Application, tenant: Founded, other: Founded
) -> None:
    mine, theirs = await add_material(app, tenant), await add_material(app, other)
    ctx = system_context(app, tenant.tenant_id)
    try:
        seen = {row["id"] for row in await ctx.query("SELECT id FROM warehouse_materials")}
        changed = await ctx.query("UPDATE warehouse_materials SET ilosc = 99 RETURNING id")
        gone = await ctx.query("DELETE FROM warehouse_materials WHERE id = $1 RETURNING id", theirs)
    finally:
        await ctx.close()
    assert mine in seen
    assert theirs not in seen
    assert {row["id"] for row in changed} == seen
    assert gone == []
    async with app.database.tenant(other.tenant_id) as connection:
        assert await connection.fetchval("SELECT ilosc FROM warehouse_materials WHERE id = $1", theirs) == 1


async def test_a_row_cannot_be_written_into_another_tenant(app: Application, tenant: Founded, other: Founded) -> None:
    ctx = system_context(app, tenant.tenant_id)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await ctx.query(
                "INSERT INTO warehouse_locations (tenant_id, organization_id, nazwa) VALUES ($1, $2, 'x')",
                other.tenant_id,
                other.organization_id,
            )
    finally:
        await ctx.close()


async def test_a_row_cannot_be_moved_to_another_tenant(app: Application, tenant: Founded, other: Founded) -> None:
    location = await add_location(app, tenant)
    ctx = system_context(app, tenant.tenant_id)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ctx.query("UPDATE warehouse_locations SET tenant_id = $1 WHERE id = $2", other.tenant_id, location)
    finally:
        await ctx.close()


async def test_a_reference_to_another_tenants_row_is_refused_even_where_all_rows_are_seen(
    app: Application, tenant: Founded, other: Founded
) -> None:
    mine, theirs = await add_material(app, tenant), await add_location(app, other)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with app.database.across_tenants("the test plays a careless job") as connection:
            await connection.execute("UPDATE warehouse_materials SET location_id = $1 WHERE id = $2", theirs, mine)


async def test_a_reference_to_another_tenants_row_is_a_400_on_its_field(
    app: Application, caller: Any, other: Founded
) -> None:
    me = await caller("warehouse.*")
    theirs = await add_location(app, other)
    answer = await me.post("/warehouse/materials", {**MATERIAL, "locationId": str(theirs)})
    assert answer.status_code == 400
    assert answer.json()["details"][0]["path"] == ["locationId"]
    assert (await me.get("/warehouse/materials")).json()["total"] == 0


async def test_a_connection_without_a_tenant_sees_nothing(
    app: Application, tenant: Founded, dsn: str, data_folder: Any
) -> None:
    await add_material(app, tenant)
    secrets = Secrets.load(Settings(data=data_folder))
    bare = await asyncpg.connect(dsn, user=APP_ROLE, password=secrets.database_password(APP_ROLE))
    try:
        assert await bare.fetchval("SELECT count(*) FROM warehouse_materials") == 0
        assert await bare.fetchval("SELECT count(*) FROM directory_tenants") == 0
    finally:
        await bare.close()


async def test_the_applications_role_can_neither_switch_the_guard_off_nor_become_another(
    dsn: str, data_folder: Any, app: Application
) -> None:
    secrets = Secrets.load(Settings(data=data_folder))
    bare = await asyncpg.connect(dsn, user=APP_ROLE, password=secrets.database_password(APP_ROLE))
    try:
        for attempt in (
            "ALTER TABLE warehouse_materials DISABLE ROW LEVEL SECURITY",
            "DROP POLICY own_tenant ON warehouse_materials",
            "SET ROLE bottega_system",
            "SET ROLE postgres",
            "CREATE TABLE mine (id int)",
            "TRUNCATE warehouse_materials",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await bare.execute(attempt)
        await bare.execute("SET row_security = off")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await bare.fetch("SELECT * FROM warehouse_materials")
    finally:
        await bare.close()


async def test_every_table_with_a_tenant_is_guarded(app: Application) -> None:
    async with app.database.across_tenants("the test reads the catalogue") as connection:
        rows = await connection.fetch(
            "SELECT relname, relrowsecurity, relforcerowsecurity,"
            " (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid) AS policies"
            " FROM pg_class AS c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    guards = {row["relname"]: row for row in rows}
    tenants = [name for name, t in Table.metadata.tables.items() if CLASSES[name].owner in t.columns]
    assert len(tenants) > 15
    for name in tenants:
        assert guards[name]["relrowsecurity"], name
        assert guards[name]["relforcerowsecurity"], name
        assert guards[name]["policies"] == 2, name


async def test_connections_that_pass_from_tenant_to_tenant_never_show_the_last_ones_rows(
    app: Application, tenant: Founded, other: Founded
) -> None:
    homes = {tenant.tenant_id: tenant, other.tenant_id: other}
    for home in homes.values():
        await add_material(app, home)

    async def look(home: Founded) -> set[UUID]:
        ctx: Context = system_context(app, home.tenant_id)
        try:
            return {row["tenant_id"] for row in await ctx.query("SELECT tenant_id FROM warehouse_materials")}
        finally:
            await ctx.close()

    wanted = [home for _ in range(40) for home in homes.values()]
    seen = await asyncio.gather(*(look(home) for home in wanted))
    assert all(found == {home.tenant_id} for home, found in zip(wanted, seen, strict=True))


async def test_search_stays_within_the_tenant(app: Application, caller: Any, other: Founded) -> None:
    me = await caller("warehouse.*")
    await me.post("/warehouse/materials", {**MATERIAL, "symbol": "Zażółć 123"})
    await add_material(app, other, symbol="Zażółć 123")
    found = (await me.get("/warehouse/materials", params={"search": "zazolc"})).json()
    assert found["total"] == 1
    for home, expected in ((other, 1), (None, 0)):
        who = await caller("warehouse.*", within=home or await found_tenant(app, "Third studio"))
        assert (await who.get("/warehouse/materials", params={"search": "ZAZOLC"})).json()["total"] == expected


async def test_behind_a_pooler_the_tenant_is_set_inside_each_transaction(
    dsn: str, data_folder: Any, app: Application, tenant: Founded, other: Founded
) -> None:
    mine, theirs = await add_material(app, tenant), await add_material(app, other)
    secrets = Secrets.load(Settings(data=data_folder))
    pooled = create_application(Settings(data=data_folder, database_pooler=True, pool_size=2), dsn, secrets)
    await pooled.database.open()
    try:
        for home, wanted in ((tenant, mine), (other, theirs), (tenant, mine)):
            ctx = system_context(pooled, home.tenant_id)
            rows = await ctx.query("SELECT id FROM warehouse_materials")
            assert [row["id"] for row in rows] == [wanted]
            await ctx.close()
        connection = await pooled.database.acquire(tenant.tenant_id)
        assert await connection.fetch("SELECT id FROM warehouse_materials") == []
        await pooled.database.release(connection)
    finally:
        await pooled.database.close()
