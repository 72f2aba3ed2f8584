"""``python -m bench``: load product and yardstick in turns on the same machine, and print the ratios.

The machine is noisy, so only ratios of rounds that ran side by side mean anything: each figure is the median of rounds.
"""

import argparse
import asyncio
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from bench.data import fill, sign_in, some_id
from bench.load import Outcome, http, load
from bottega.app import create_application
from bottega.installation import migrate
from bottega.kernel.embedded import EmbeddedPostgres
from bottega.kernel.secrets import Secrets
from bottega.settings import Settings

BODY = b'{"typ":"mdf","producent":"Egger","symbol":"H1180 ST37","dlugosc":2800,"szerokosc":2070,"cala":true,"ilosc":3}'


@dataclass(frozen=True)
class Comparison:
    """One line of the table."""

    name: str
    ours: Callable[[], bytes]
    theirs: Callable[[], bytes]
    target: float


class Side:
    """A server process under load."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        """Start it on a free port."""
        listener = socket.create_server(("127.0.0.1", 0))
        listener.set_inheritable(True)
        self.port = listener.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.server", name, str(listener.fileno())],
            env={**os.environ, **environment}, pass_fds=(listener.fileno(),),
        )  # fmt: skip
        self._watched = psutil.Process(self.process.pid)
        listener.close()

    async def round(self, request: Callable[[], bytes], seconds: float, connections: int = 16) -> Outcome:
        """Load it for a while."""
        before = sum(self._watched.cpu_times()[:2])
        outcome = await load(self.port, request, connections=connections, seconds=seconds)
        outcome.cpu = sum(self._watched.cpu_times()[:2]) - before
        if outcome.failures:
            print(f"  {outcome.failures} of {len(outcome.times)} answers were failures", file=sys.stderr)
        return outcome

    @property
    def memory(self) -> float:
        """Resident megabytes."""
        return self._watched.memory_info().rss / 1e6

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(15)


async def compare(case: Comparison, ours: Side, theirs: Side, rounds: int, seconds: float) -> str:
    """Both sides in turns; a line of the table."""
    results: list[tuple[Outcome, Outcome]] = []
    for turn in range(rounds + 1):
        mine = await ours.round(case.ours, seconds)
        bare = await theirs.round(case.theirs, seconds)
        if turn:  # the first turn warms up
            results.append((mine, bare))
    rate = median(a.rate / b.rate for a, b in results)
    cpu = median(a.cpu_each / b.cpu_each for a, b in results)
    mine, bare = results[len(results) // 2]
    return (
        f"| {case.name} | {mine.rate:.0f} | {bare.rate:.0f} | **{rate:.2f}** | {case.target:.2f} | "
        f"{mine.cpu_each:.0f} | {bare.cpu_each:.0f} | {cpu:.2f} |"
    )


async def measure(options: argparse.Namespace, folder: Path) -> None:
    """Everything, printed as it comes."""
    settings = Settings(data=folder)
    secrets = Secrets.load(settings)
    server = EmbeddedPostgres()
    dsn = server.start(folder, secrets.database_password("postgres"))
    try:
        await migrate(dsn, secrets, lambda _step: None)
        app = create_application(settings, dsn, secrets)
        await app.open()
        sizes = {"small": 10_000, "large": options.large}
        homes = await fill(app, dsn, sizes, lambda line: print(line, file=sys.stderr))
        tokens = {
            name: {"authorization": f"Bearer {await sign_in(app, home)}"} for name, home in homes.items()
        }
        wanted = await some_id(dsn, homes["small"].tenant_id)
        await app.close()
        environment = {
            "BENCH_DSN": dsn,
            "BENCH_FOLDER": str(folder),
            "BENCH_TENANTS": ";".join(f"{n},{h.tenant_id},{h.organization_id}" for n, h in homes.items()),
        }
        ours, theirs = Side("product", environment), Side("yardstick", environment)
        try:
            await ready(ours), await ready(theirs)
            await tables(options, ours, theirs, tokens, str(wanted))
        finally:
            ours.stop()
            theirs.stop()
    finally:
        server.stop()


async def ready(side: Side) -> None:
    """Wait until a side answers."""
    for _ in range(100):
        try:
            await load(side.port, lambda: http("GET", "/one"), connections=1, seconds=0.05)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            return


async def tables(
    options: argparse.Namespace, ours: Side, theirs: Side, tokens: dict[str, dict[str, str]], wanted: str
) -> None:
    """Run every comparison."""
    small, large = tokens["small"], tokens["large"]
    check = b'{"features":["warehouse.view","warehouse.delete","auth.users.list"]}'

    def get(path: str, who: dict[str, str] | None = None) -> Callable[[], bytes]:
        request = http("GET", path, who)
        return lambda: request

    def post(path: str, body: bytes, who: dict[str, str] | None = None) -> Callable[[], bytes]:
        request = http("POST", path, who, body)
        return lambda: request

    cases = [
        Comparison("list of 50", get("/api/warehouse/materials?pageSize=50", small), get("/list?tenant=small"), 0.60),
        Comparison("one by id", get(f"/api/warehouse/materials?id={wanted}", small),
                   get(f"/list?tenant=small&id={wanted}"), 0.50),
        Comparison("feature check", post("/api/auth/feature-check", check, small), get("/one"), 0.50),
        Comparison("navigation", get("/api/auth/admin/nav", small), get("/one"), 0.50),
        Comparison("create", post("/api/warehouse/materials", BODY, small), post("/insert", BODY), 0.40),
    ]  # fmt: skip
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},"
          f" {options.rounds} rounds of {options.seconds} s, 16 connections\n")  # fmt: skip
    print("| first page | p50 ms, 10,000 rows | p50 ms, large | ratio | target |\n|---|---|---|---|---|")
    contract = "00000000-0000-4000-8000-000000000010"
    for name, query in (
        ("unfiltered", "pageSize=50"), ("typ", "typ=mdf"), ("whole boards", "cala=true"),
        ("typ and whole", "typ=mdf&cala=true"), ("contract", f"contractId={contract}"),
        ("sorted by symbol", "sortField=symbol"), ("filtered and sorted", "typ=mdf&sortField=createdAt&sortDir=desc"),
    ):  # fmt: skip
        if options.only and options.only not in name:
            continue
        path = f"/api/warehouse/materials?{query}"
        pairs = []
        for _ in range(options.rounds):
            a = await ours.round(get(path, small), options.seconds / 2, 4)
            b = await ours.round(get(path, large), options.seconds / 2, 4)
            pairs.append((a.p50, b.p50))
        a, b = median(p[0] for p in pairs), median(p[1] for p in pairs)
        print(
            f"| {name} | {a:.2f} | {b:.2f} | **{median(y / x for x, y in pairs):.2f}** | 3.00 |", flush=True
        )
    # Creates come last: no worker runs here that would add their counts up.
    print("\n| what | requests/s | yardstick | ratio | target | CPU µs | yardstick | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for case in cases:
        if not options.only or options.only in case.name:
            print(await compare(case, ours, theirs, options.rounds, options.seconds), flush=True)
    print(f"\nMemory of one worker after load: {ours.memory:.0f} MB (target 180).")
    started = time.perf_counter()
    importing = await asyncio.create_subprocess_exec(sys.executable, "-c", "import bottega.app")
    await importing.wait()
    print(f"Import of bottega.app: {time.perf_counter() - started:.2f} s (target 1.50).")


def main() -> None:
    """Parse the options and measure in a throwaway folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=int, default=1_000_000, help="materials of the large tenant")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--only", help="only what has this in its name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bottega-bench-") as folder:
        asyncio.run(measure(options, Path(folder)))


main()
