"""Measures a thousand schedules that are due at once, with two workers: how late each is begun, and that each ran once.

``python -m bench.due_schedules [SCHEDULES]``: a serving Bottega of its own in a temporary folder and one more worker,
on loopback only, for five minutes at most. It fails when the 99th percentile of the delay is above 2 seconds, or a
schedule did not run exactly once.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx

from bench.serving import Served, sign_in

MOST_SECONDS: Final = 2.0
LONGEST: Final = 300.0
TIMES: Final = ("created_at", "started_at", "finished_at")
_DUE: Final = (
    "UPDATE scheduler_jobs SET next_run_at = clock_timestamp() + interval '3 seconds'"
    " WHERE name LIKE 'Bench %' RETURNING next_run_at"
)
_RUNS: Final = (
    "SELECT e.schedule_id, e.created_at, e.started_at, e.finished_at FROM scheduler_executions AS e"
    " JOIN scheduler_jobs AS j ON j.tenant_id = e.tenant_id AND j.id = e.schedule_id WHERE j.name LIKE 'Bench %'"
)


async def measure(served: Served, schedules: int) -> bool:
    """Make the schedules, let all be due, and say how late they were; whether that was early enough."""
    async with httpx.AsyncClient(base_url=served.url, timeout=60) as client:
        await sign_in(client)
        for number in range(schedules):
            body: dict[str, Any] = {
                "name": f"Bench {number}",
                "scopeType": "tenant",
                "scheduleType": "cron",
                "scheduleValue": "0 3 * * *",
                "targetType": "command",
                "targetCommand": "scheduler.test.echo",
            }
            (await client.post("/scheduler/jobs", json=body)).raise_for_status()
    connection = await asyncpg.connect(served.dsn())
    try:
        due: datetime = (await connection.fetch(_DUE))[0]["next_run_at"]
        deadline = time.monotonic() + LONGEST / 2
        while True:
            runs = await connection.fetch(_RUNS)
            if len(runs) >= schedules and all(run["finished_at"] for run in runs):
                break
            assert time.monotonic() < deadline, f"{len(runs)} runs of {schedules}"
            await asyncio.sleep(0.5)
    finally:
        await connection.close()
    late = {name: _percentiles([(run[name] - due).total_seconds() for run in runs]) for name in TIMES}
    for name, (p50, p99) in late.items():
        print(f"{name}: p50 {p50:.2f} s, p99 {p99:.2f} s after they were due")
    once = set(Counter(run["schedule_id"] for run in runs).values()) == {1}
    print(f"{schedules} schedules, {len(runs)} runs, load {os.getloadavg()[0]:.1f}")
    return once and late["created_at"][1] <= MOST_SECONDS


def _percentiles(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]


def main() -> None:
    """Serve with two workers, measure, stop."""
    schedules = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="bottega-schedules-") as folder, ExitStack() as stack:
        served = stack.enter_context(Served.begun(Path(folder)))
        worker = subprocess.Popen(
            [sys.executable, "-m", "bottega", "--data", folder, "work"], stdout=subprocess.DEVNULL, env=os.environ
        )
        stack.callback(worker.wait, 30)
        stack.callback(worker.terminate)
        good = asyncio.run(asyncio.wait_for(measure(served, schedules), LONGEST))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
