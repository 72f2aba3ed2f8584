"""A hundred thousand people, twice: as the product stores them, encrypted and found by hashed grams, and bare.

The bare tables have the same columns and indexes and the plain texts; they are what the yardstick reads.
"""

import itertools
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import asyncpg
import msgspec

from bottega.business.customers.tables import Entity, Person
from bottega.kernel import search_rows
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import RawConnection
from bottega.kernel.encryption.sealing import place, sealed_names
from bottega.kernel.keys.tenant_keys import TenantKeys
from bottega.kernel.text.folding import fold
from bottega.platform.auth.tenant_setup import Founded

# As often as in Poland, about: one in a hundred is called Kowalski, Kowalczyk, Kowalewski or Kowal.
_SURNAMES: Final = {
    "Nowak": 50,
    "Kowalski": 35,
    "Wiśniewski": 27,
    "Wójcik": 25,
    "Kowalczyk": 24,
    "Kamiński": 24,
    "Lewandowski": 23,
    "Zieliński": 22,
    "Woźniak": 22,
    "Szymański": 22,
    "Dąbrowski": 21,
    "Kozłowski": 18,
    "Jankowski": 17,
    "Mazur": 17,
    "Kowalewski": 9,
    "Krawczyk": 15,
    "Grabowski": 14,
    "Pawłowski": 14,
    "Michalski": 14,
    "Król": 13,
    "Wieczorek": 13,
    "Jabłoński": 12,
    "Wróbel": 12,
    "Nowakowski": 12,
    "Majewski": 12,
    "Olszewski": 12,
    "Stępień": 11,
    "Malinowski": 11,
    "Jaworski": 11,
    "Adamczyk": 11,
    "Dudek": 11,
    "Nowicki": 11,
    "Pawlak": 11,
    "Górski": 10,
    "Witkowski": 10,
    "Walczak": 10,
    "Sikora": 10,
    "Baran": 10,
    "Rutkowski": 10,
    "Kowal": 3,
}
# The rest of the people have one of many rare names, made of two halves.
_BEGINNINGS: Final = (
    "Brzo",
    "Cier",
    "Dru",
    "Gło",
    "Jasz",
    "Kli",
    "Łą",
    "Mro",
    "Pło",
    "Rad",
    "Sko",
    "Śli",
    "Try",
    "Żur",
)
_ENDINGS: Final = ("bicki", "czyński", "dzik", "gała", "kowiak", "lski", "mański", "niewicz", "pała", "szewski", "tyra")
_COMMON: Final = 0.1
SURNAMES: Final = (*_SURNAMES, *(beginning + ending for beginning in _BEGINNINGS for ending in _ENDINGS))
_FIRST: Final = (
    "Anna",
    "Maria",
    "Katarzyna",
    "Małgorzata",
    "Agnieszka",
    "Barbara",
    "Ewa",
    "Krystyna",
    "Elżbieta",
    "Zofia",
    "Piotr",
    "Krzysztof",
    "Andrzej",
    "Tomasz",
    "Paweł",
    "Jan",
    "Michał",
    "Marcin",
    "Jakub",
    "Łukasz",
    "Szymon",
    "Błażej",
)
_STATUSES: Final = ("active", "prospect", "inactive", "lost")
_SOURCES: Final = ("polecenie", "strona", "targi", "salon", None)
_JOBS: Final = ("architekt", "właściciel", "kierownik budowy", None)
_REGIONS: Final = ("mazowieckie", "pomorskie", "śląskie", "małopolskie", "łódzkie", "podlaskie")
BARE: Final = {Entity.__tablename__: "bare_entities", Person.__tablename__: "bare_people"}
_BASE: Final = (
    "tenant_id",
    "id",
    "organization_id",
    "kind",
    "display_name",
    "primary_email",
    "primary_phone",
    "status",
    "source",
    "created_at",
)
_PROFILE: Final = ("tenant_id", "id", "organization_id", "first_name", "last_name", "job_title", "custom")
_CHUNK: Final = 10_000

_COUNTS: Final = """
INSERT INTO row_counts (tenant_id, entity, organization_id, facets, n)
SELECT tenant_id, 'customers:customer_entity', organization_id, ARRAY[kind], count(*)
FROM customers_entities WHERE tenant_id = $1 GROUP BY 1, 3, 4
"""
_BARE_TABLES: Final = f"""
CREATE TABLE {BARE["customers_entities"]} (LIKE customers_entities INCLUDING ALL);
CREATE TABLE {BARE["customers_people"]} (LIKE customers_people INCLUDING ALL);
CREATE INDEX ON bare_entities (tenant_id, kind, sort_key(display_name), id);
CREATE TABLE bare_search (tenant_id uuid, record_id uuid PRIMARY KEY, words text, grams tsvector);
"""
_BARE_SEARCH: Final = """
INSERT INTO bare_search SELECT tenant_id, id, words, array_to_tsvector(grams(words) || md5(tenant_id::text))
FROM (SELECT tenant_id, id, fold(concat_ws(' ', display_name, primary_email)) AS words FROM bare_entities) AS e;
CREATE INDEX ON bare_search USING gin (grams);
VACUUM ANALYZE
"""


async def add_people(app: Application, dsn: str, home: Founded, n: int, say: Callable[[str], None]) -> None:
    """Make ``n`` people of a tenant, sealed with its own key, and the bare copies."""
    started = time.perf_counter()
    async with app.database.tenant(home.tenant_id) as connection:
        keys = await app.vault.keys(connection, home.tenant_id)
    owner = await asyncpg.connect(dsn)
    await owner.execute(_BARE_TABLES)
    grams = await owner.fetchval("SELECT pg_get_indexdef('ix_search_rows_grams'::regclass)")
    await owner.execute("DROP INDEX ix_search_rows_grams")
    for table in (Entity, Person):
        # Counted at once instead of row by row, and nobody is there to hear announcements.
        await owner.execute(f"ALTER TABLE {table.__tablename__} DISABLE TRIGGER USER")
    people = _people(home, n)
    while chunk := list(itertools.islice(people, _CHUNK)):
        await _copy(owner, keys, chunk)
        async with app.acting(home.tenant_id, home.organization_id) as ctx:
            for table in (Entity, Person):
                await search_rows.refresh(ctx, table, chunk)
    for table in (Entity, Person):
        await owner.execute(f"ALTER TABLE {table.__tablename__} ENABLE TRIGGER USER")
    await owner.execute(grams)
    await owner.execute(_COUNTS, home.tenant_id)
    for statement in _BARE_SEARCH.split(";"):
        await owner.execute(statement)
    await owner.close()
    say(f"{n:,} people in {time.perf_counter() - started:.1f} s")


def _people(home: Founded, n: int) -> Iterator[dict[str, Any]]:
    """People with base and profile columns together; the same ones every time, but for their ids."""
    chance = random.Random(7)  # noqa: S311 - the same people every time
    common, weights = list(_SURNAMES), list(_SURNAMES.values())
    for number in range(n):
        first = chance.choice(_FIRST)
        rare = chance.choice(_BEGINNINGS) + chance.choice(_ENDINGS)
        last = chance.choices(common, weights)[0] if chance.random() < _COMMON else rare
        yield {
            "tenant_id": home.tenant_id,
            "id": new_id(),
            "organization_id": home.organization_id,
            "kind": "person",
            "display_name": f"{first} {last}",
            "first_name": first,
            "last_name": last,
            "primary_email": f"{fold(first)}.{fold(last)}{number}@example.com",
            "primary_phone": f"+48 6{number % 100_000_000:08}",
            "status": chance.choice(_STATUSES),
            "source": chance.choice(_SOURCES),
            "job_title": chance.choice(_JOBS),
            "custom": {"region": chance.choice(_REGIONS), "area": chance.randrange(20, 400)},
            "created_at": datetime.now(UTC),
        }


async def _copy(owner: RawConnection, keys: TenantKeys, people: list[dict[str, Any]]) -> None:
    """The people as both sides store them."""
    bare = [{**person, "custom": msgspec.json.encode(person["custom"]).decode()} for person in people]
    sealed = [_sealed(keys, person) for person in bare]
    for table, columns in ((Entity, _BASE), (Person, _PROFILE)):
        name = table.__tablename__
        for target, rows in ((name, sealed), (BARE[name], bare)):
            await owner.copy_records_to_table(
                target, records=[[row.get(column) for column in columns] for row in rows], columns=columns
            )


def _sealed(keys: TenantKeys, person: dict[str, Any]) -> dict[str, Any]:
    sealed = dict(person)
    for table in (Entity, Person):
        for column in sealed_names(table):
            if person.get(column) is not None:
                sealed[column] = keys.seal(person[column], place(table, column))
    return sealed
