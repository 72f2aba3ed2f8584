"""``python -m bench.searching [ROWS]``: how fast records are indexed and found, on rows made in SQL.

One tenant, places of a warehouse with names of five words, the last ones with embeddings. The search rows are made by
the code of the product (``search_index.rebuild``), a part of them; the others in SQL, as that code makes them.
"""

import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.parse import quote

import asyncpg

from bench.load import load
from bench.users import sign_in
from bottega.app import create_application
from bottega.kernel import search_index
from bottega.kernel.application import Application
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.postgres.server import EmbeddedPostgres
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.platform.search.indexing import embed_records
from bottega.platform.search.providers import Model
from bottega.processes.installation import migrate
from bottega.settings import Settings

ROWS: Final = 500_000
REBUILT: Final = 10_000
EMBEDDED: Final = 3_000
CONNECTIONS: Final = 8
SECONDS: Final = 15.0
LOCATION: Final = "warehouse:location"
_WORDS: Final = (
    ("kuchnia", "szafa", "garderoba", "biblioteka", "komoda", "regał", "łazienka", "biuro", "salon", "sypialnia"),
    ("dębowa", "biała", "czarna", "jesionowa", "lakierowana", "fornirowana", "sosnowa", "matowa", "zielona"),
    ("uchwyty", "szuflady", "blat", "fronty", "zawiasy", "półki", "cokół", "oświetlenie", "lustro", "szkło", "okap"),
    ("Poznań", "Luboń", "Swarzędz", "Łódź", "Gniezno", "Września", "Kórnik", "Śrem", "Leszno", "Konin", "Piła"),
)
_FORMS: Final = (
    "kuchnie szafy garderobę komody regału łazienki biurko salonu sypialni dębowe białej czarną szuflad blaty frontów"
    " zawiasami półka cokołu lustra szkła okapy poznan lodz Swarzędzu gniezno"
)
_LOCATIONS: Final = f"""
INSERT INTO warehouse_locations (tenant_id, organization_id, nazwa)
SELECT $1, $2, concat_ws(' ', {
    ", ".join(f"(ARRAY{list(words)!r})[1 + (n / {13**place}) % {len(words)}]" for place, words in enumerate(_WORDS))
}, n) FROM generate_series(1, $3::int) AS n
"""
_SEARCH_ROWS: Final = f"""
INSERT INTO search_rows (tenant_id, entity, record_id, organization_id, title, words, grams)
SELECT tenant_id, '{LOCATION}', id, organization_id, nazwa, fold(nazwa),
  array_to_tsvector(grams(fold(nazwa)) || md5(tenant_id::text || '{LOCATION}'))
FROM warehouse_locations WHERE tenant_id = $1 ON CONFLICT DO NOTHING
"""


async def fill(app: Application, dsn: str, home: Founded, rows: int) -> None:
    """Make the rows, and print how fast the index of the first ones is rebuilt and the last ones are embedded."""
    owner = await asyncpg.connect(dsn)
    await owner.execute("ALTER TABLE warehouse_locations DISABLE TRIGGER USER")
    await owner.execute(_LOCATIONS, home.tenant_id, home.organization_id, rows)
    await owner.execute("ALTER TABLE warehouse_locations ENABLE TRIGGER USER")
    await owner.execute("VACUUM ANALYZE warehouse_locations")
    spec = search_index.spec_of_entity(LOCATION)
    assert spec is not None
    began, done, after = time.perf_counter(), 0, search_index.FIRST
    while done < min(REBUILT, rows):
        async with app.acting(home.tenant_id) as ctx:
            batch = await search_index.rebuild(ctx, spec, after, most=500, organizations=None, force=False)
        done, after = done + batch.count, batch.last or after
    print(f"full text: {done / (time.perf_counter() - began):,.0f} rows/s ({done} rows)")
    await owner.execute("ALTER TABLE search_rows DISABLE TRIGGER USER")
    made = await owner.fetch("SELECT indexdef FROM pg_indexes WHERE tablename = 'search_rows' AND indexdef ~ 'gin'")
    await owner.execute("DROP INDEX ix_search_rows_grams, ix_search_rows_lexemes")
    await owner.execute(_SEARCH_ROWS, home.tenant_id)
    for row in made:
        await owner.execute(row["indexdef"])
    await owner.execute("ALTER TABLE search_rows ENABLE TRIGGER USER")
    await owner.execute("DELETE FROM search_changes")
    ids = await owner.fetch("SELECT id FROM warehouse_locations ORDER BY id DESC LIMIT $1", EMBEDDED)
    began = time.perf_counter()
    for start in range(0, len(ids), 200):
        records = [(LOCATION, row["id"]) for row in ids[start : start + 200]]
        async with app.acting(home.tenant_id) as ctx:
            await embed_records(app, await ctx.begin(), home.tenant_id, Model(), records)
    print(f"with vectors: {len(ids) / (time.perf_counter() - began):,.0f} rows/s ({len(ids)} rows)")
    await owner.execute("VACUUM ANALYZE")
    await owner.close()


def queries() -> list[bytes]:
    """What people type: one or two words in some form, a beginning, a number, a mistake, another language."""
    rng = random.Random(7)  # noqa: S311 - the same queries every time
    forms = _FORMS.split()
    typed = [" ".join(rng.sample(forms, rng.choice((1, 2, 2, 3)))) for _ in range(300)]
    typed += [f"{rng.choice(forms)} {rng.randrange(500_000)}" for _ in range(150)]
    typed += [form[: rng.randrange(3, 6)] for form in forms for _ in range(2)]
    typed += ["kuhcnia", "garederoba", "szufldy", "oak kitchen", "white wardrobe", "600 100 200", "Nowak"]
    rng.shuffle(typed)
    return [quote(one).encode() for one in typed]


async def measure(dsn: str, folder: str, headers: dict[str, str]) -> None:
    """Load one web process, and print how long answers took."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        environment = {**os.environ, "BENCH_DSN": dsn, "BENCH_FOLDER": folder}
        command = [sys.executable, "-m", "bench.server", "product", str(listener.fileno())]
        with subprocess.Popen(  # noqa: ASYNC220 - nothing else is served meanwhile
            command, env=environment, pass_fds=[listener.fileno()]
        ) as server:
            try:
                head = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
                typed, rng = queries(), random.Random(11)  # noqa: S311 - likewise

                def request() -> bytes:
                    path = b"/api/search/search/global?limit=20&q=" + rng.choice(typed)
                    return b"GET " + path + b" HTTP/1.1\r\nhost: x\r\n" + head + b"\r\n"

                await asyncio.sleep(8)
                await load(port, request, connections=CONNECTIONS, seconds=SECONDS / 3)
                for connections in (1, CONNECTIONS):
                    found = await load(port, request, connections=connections, seconds=SECONDS)
                    times = sorted(found.times)
                    p99 = times[int(len(times) * 0.99)] * 1000
                    busy = f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
                    print(
                        f"{connections} connections: p50 {found.p50:.0f} ms, p99 {p99:.0f} ms, {found.rate:.0f}/s,"
                        f" {found.failures} failures; {busy}"
                    )
            finally:
                server.terminate()
                server.wait(20)


async def main(rows: int) -> None:
    """Make the rows in a folder of their own, and measure."""
    with tempfile.TemporaryDirectory(prefix="bottega-bench-") as folder:
        settings = Settings(data=Path(folder), rate_limit_enabled=False)
        secrets, postgres = Secrets.load(settings), EmbeddedPostgres()
        dsn = postgres.start(Path(folder), secrets.database_password("postgres"))
        try:
            await migrate(dsn, secrets, lambda _step: None)
            app = create_application(settings, dsn, secrets)
            await app.open()
            try:
                home = await found_tenant(app, "Large")
                headers = await sign_in(app, home)
                await fill(app, dsn, home, rows)
            finally:
                await app.close()
            await measure(dsn, folder, headers)
        finally:
            postgres.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
