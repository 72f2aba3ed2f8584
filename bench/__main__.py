"""``python -m bench [materials|customers|documents|studio|…]``: load both sides in turns, print the ratios.

The machine is noisy, so only ratios of rounds that ran side by side mean anything: each figure is the median of rounds.
"""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench import documents, files, importing
from bench.free_time import measure_free_time
from bench.material_cases import measure_materials
from bench.materials import add_materials, some_id
from bench.notices import add_notices, measure_notices
from bench.people import add_people
from bench.people_cases import measure_people
from bench.sides import Rounds, Side
from bench.studio import add_studios
from bench.studio_cases import measure_studio
from bench.users import sign_in
from bottega.app import create_application
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.postgres.server import EmbeddedPostgres
from bottega.platform.auth.tenant_setup import Founded, found_tenant
from bottega.processes.installation import migrate
from bottega.settings import Settings

SUITES = ("materials", "customers", "documents", "studio", "notifications", "planner", "files")
SMALL = 10_000


@dataclass
class Ground:
    """What is measured on: a database with tenants and their rows, and who asks in each."""

    dsn: str
    homes: dict[str, Founded]
    headers: dict[str, dict[str, str]]


def say(line: str) -> None:
    """Tell how far it is, beside the tables."""
    print(line, file=sys.stderr)


async def fill(options: argparse.Namespace, settings: Settings, dsn: str, secrets: Secrets) -> Ground:
    """Make the tenants that the wanted suites need."""
    app = create_application(settings, dsn, secrets)
    await app.open()
    try:
        # The yardstick reads its one row from the small one.
        names = ["small", *(["large"] if "materials" in options.suites else [])]
        homes = {name: await found_tenant(app, name) for name in names}
        if "materials" in options.suites:
            await add_materials(dsn, homes, {"small": SMALL, "large": options.large}, say)
        if "customers" in options.suites:
            await add_people(app, dsn, homes["small"], options.people, say)
        if "studio" in options.suites:
            homes["studio"] = await add_studios(app, dsn, options.times, say)
        headers = {name: await sign_in(app, home) for name, home in homes.items()}
        if "notifications" in options.suites:
            await add_notices(dsn, homes["small"])
        return Ground(dsn, homes, headers)
    finally:
        await app.close()


async def measure(options: argparse.Namespace, folder: Path) -> None:
    """Everything, printed as it comes."""
    settings = Settings(data=folder)
    secrets = Secrets.load(settings)
    server = EmbeddedPostgres()
    dsn = server.start(folder, secrets.database_password("postgres"))
    try:
        await migrate(dsn, secrets, lambda _step: None)
        ground = await fill(options, settings, dsn, secrets)
        homes = ";".join(f"{n},{h.tenant_id},{h.organization_id}" for n, h in ground.homes.items())
        environment = {"BENCH_DSN": dsn, "BENCH_FOLDER": str(folder), "BENCH_TENANTS": homes, **files.ENVIRONMENT}
        ours = Side("product", environment, options.processes)
        theirs = Side("yardstick", environment, options.processes)
        try:
            await ours.ready()
            await theirs.ready()
            rounds = Rounds(ours, theirs, options.rounds, options.seconds, options.only)
            await run_suites(options, rounds, ground, folder)
        finally:
            ours.stop()
            theirs.stop()
    finally:
        server.stop()


async def run_suites(options: argparse.Namespace, rounds: Rounds, ground: Ground, folder: Path) -> None:
    """Print the tables of the wanted suites, and what the process weighs after them."""
    load = os.getloadavg()[0]
    print(
        f"\n{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()},"
        f" {options.processes} processes a side,"
        f" {options.rounds} rounds of {options.seconds} s, 16 connections"
    )
    small = ground.headers["small"]
    if "materials" in options.suites:
        wanted = await some_id(ground.dsn, ground.homes["small"].tenant_id)
        await measure_materials(rounds, small, ground.headers["large"], str(wanted))
    if "customers" in options.suites:
        await measure_people(rounds, small, options.people)
        if rounds.wants(importing.NAME):
            tenant_id = ground.homes["small"].tenant_id
            await importing.measure_import(rounds.ours.port, small, ground.dsn, folder, tenant_id)
    if "studio" in options.suites:
        await measure_studio(rounds, ground.headers["studio"], options.times)
    if "notifications" in options.suites:
        await measure_notices(rounds, small)
    if "planner" in options.suites:
        await measure_free_time(rounds, small)
    if "files" in options.suites:
        await files.measure_files(rounds, small, folder)
    print(f"\nMemory of one worker after load: {rounds.ours.memory:.0f} MB (target 180).")
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import bottega.app")
    await process.wait()
    print(f"Import of bottega.app: {time.perf_counter() - started:.2f} s (target 1.50).")


def main() -> None:
    """Parse the options and measure in a throwaway folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", default=SUITES, help=f"of {', '.join(SUITES)}; all without any")
    parser.add_argument("--large", type=int, default=1_000_000, help="materials of the large tenant")
    parser.add_argument("--people", type=int, default=100_000, help="people of the small tenant")
    parser.add_argument("--times", type=int, default=100, help="how many times over there is the demo studio")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--processes", type=int, default=1, help="HTTP processes a side")
    parser.add_argument("--only", help="only what has this in its name")
    options = parser.parse_args()
    if unknown := set(options.suites) - set(SUITES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if "documents" in options.suites:
        # Needs neither server nor database.
        documents.main()
    if set(options.suites) == {"documents"}:
        return
    with tempfile.TemporaryDirectory(prefix="bottega-bench-") as folder:
        asyncio.run(measure(options, Path(folder)))


main()
