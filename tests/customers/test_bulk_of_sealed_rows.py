"""Many rows with encrypted columns at once: sealed, hashed, found, and all of them or none."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from studio import EVERYTHING, listed, person

from bottega.business.contracts.tables.contract import Contract
from bottega.business.customers.tables import Entity
from bottega.business.customers.tables_activity import Address, Comment
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, NotFound
from bottega.kernel.writes import changes

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*EVERYTHING)


def notes(me: Any, customer: str, count: int) -> list[dict[str, Any]]:
    place = {"organization_id": me.organization_id, "entity_id": UUID(customer)}
    return [{**place, "body": f"notatka numer {n}", "appearance_icon": None} for n in range(count)]


async def found(me: Any, words: str) -> list[str]:
    return [note["body"] for note in await listed(me, "/customers/comments", search=words)]


async def test_many_rows_take_as_many_statements_as_two(me: Any, app: Application) -> None:
    ewa = await person(me)
    asked: list[list[int]] = []
    for count in (2, 300):
        steps: list[int] = []
        async with app.acting(me.tenant_id, me.organization_id) as ctx:
            await ctx.begin()

            async def counted(work: Any, ctx: Context = ctx, steps: list[int] = steps) -> Any:
                before = ctx.asked
                result = await work
                steps.append(ctx.asked - before)
                return result

            ids = await counted(changes.insert_many(ctx, Comment, notes(me, ewa, count)))
            rows = [{"id": i, "body": f"zmieniona {n}"} for n, i in enumerate(ids)]
            await counted(changes.update_many(ctx, Comment, rows))
            await counted(changes.delete_many(ctx, Comment, ids[1:]))
        asked.append(steps)
        assert await found(me, "notatka") == []
        assert "zmieniona 0" in await found(me, "zmieniona")
    assert asked[0] == asked[1]


async def test_what_is_written_in_bulk_is_sealed_and_hashed_like_a_single_row(me: Any, app: Application) -> None:
    row = {
        "organization_id": me.organization_id,
        "kind": "person",
        "display_name": "Ewa Nowak",
        "primary_email": "ewa@example.com",
        "primary_phone": "600 100 200",
    }
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        one = await changes.insert(ctx, Entity, row)
        two = await changes.insert_many(ctx, Entity, [row, {**row, "primary_email": None}])
    async with app.database.tenant(me.tenant_id) as connection:
        stored = {r["id"]: r for r in await connection.fetch("SELECT * FROM customers_entities")}
        grams = {
            r["record_id"]: r["grams"]
            for r in await connection.fetch(
                "SELECT record_id, grams::text AS grams FROM search_rows WHERE entity = 'customers:customer_entity'"
            )
        }
    single, first, second = (stored[i] for i in (one, *two))
    assert first["primary_email_hash"] == single["primary_email_hash"]
    assert first["primary_phone_hash"] == single["primary_phone_hash"]
    assert (second["primary_email"], second["primary_email_hash"]) == (None, None)
    assert first["display_name"].endswith(":v1")
    assert first["display_name"] != single["display_name"]
    assert grams[one] == grams[two[0]] != grams[two[1]]


async def test_if_one_row_is_gone_none_is_changed(me: Any, app: Application) -> None:
    ewa = await person(me)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        ids = await changes.insert_many(ctx, Comment, notes(me, ewa, 3))
    with pytest.raises(NotFound):
        async with app.acting(me.tenant_id, me.organization_id) as ctx:
            await changes.update_many(ctx, Comment, [{"id": i, "body": "x"} for i in (*ids, uuid4())])
    assert len(await found(me, "notatka numer")) == 3


async def test_dependent_rows_that_somebody_has_deleted_meanwhile_are_left_out(me: Any, app: Application) -> None:
    ewa = await person(me)
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        ids = await changes.insert_many(ctx, Comment, notes(me, ewa, 3))
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        rows = [{"id": i, "body": "inna treść"} for i in (uuid4(), *ids)]
        await changes.update_many(ctx, Comment, rows, dependent=True)
    assert len(await found(me, "inna")) == 3
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        await changes.delete_many(ctx, Comment, [uuid4(), *ids])
    assert await found(me, "inna") == []


async def test_if_one_row_is_in_use_none_is_deleted(me: Any, app: Application) -> None:
    ewa = await person(me)
    ids: list[UUID] = []
    for street in ("Polna 1", "Leśna 2"):
        made = await me.post("/customers/addresses", {"entityId": ewa, "addressLine1": street})
        ids.append(UUID(made.json()["id"]))
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        contract = {"numer": "K/2026/001", "typ": "kuchnia", "customer_id": UUID(ewa), "adres_montazu_id": ids[1]}
        await changes.insert(ctx, Contract, {**contract, "organization_id": me.organization_id})
    with pytest.raises(Conflict) as refused:
        async with app.acting(me.tenant_id, me.organization_id) as ctx:
            await changes.delete_many(ctx, Address, ids)
    assert refused.value.details["used"] == {"contracts:contract": 1}
    assert len(await listed(me, "/customers/addresses")) == 2


async def test_br_25_a_customer_or_address_that_a_contract_points_at_is_not_deleted(me: Any, app: Application) -> None:
    ewa = await person(me)
    made = await me.post("/customers/addresses", {"entityId": ewa, "addressLine1": "Polna 1"})
    home = made.json()["id"]
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        contract = {"numer": "K/2026/002", "typ": "kuchnia", "customer_id": UUID(ewa), "adres_montazu_id": UUID(home)}
        await changes.insert(ctx, Contract, {**contract, "organization_id": me.organization_id})
    for path, record in (("addresses", home), ("people", ewa)):
        refused = await me.delete(f"/customers/{path}", {"id": record})
        assert (refused.status_code, refused.json()["code"]) == (409, "in_use"), path
    assert len(await listed(me, "/customers/addresses")) == len(await listed(me)) == 1
