"""An import of ten thousand people with tags and a custom field: sent, written by a worker, and taken back."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx

from bottega.app import create_application
from bottega.kernel.keys.secrets import Secrets
from bottega.settings import Settings

NAME: Final = "people: import of 10,000"
PEOPLE: Final = 10_000
TARGET: Final = 60.0
_HEAD: Final = "Imię;Nazwisko;E-mail;Telefon;Ulica;Kod pocztowy;Miejscowość;Etykiety;region"
_TAGS: Final = ("VIP", "kuchnia, VIP", "garderoba", "")


def content() -> bytes:
    """The file."""
    home = "61-001;Poznań"
    rows = [
        f"Ewa{n};Importowana{n};ewa{n}@import.example;{700_000_000 + n};Polna {n};{home};{_TAGS[n % 4]};pomorskie"
        for n in range(PEOPLE)
    ]
    return "\r\n".join([_HEAD, *rows]).encode("cp1250")


async def measure_import(port: int, headers: Mapping[str, str], dsn: str, folder: Path, tenant_id: UUID) -> None:
    """Print how long each part took, and how far it is meanwhile."""
    settings = Settings(data=folder)
    app = create_application(settings, dsn, Secrets.load(settings))
    await app.open()
    address = f"http://127.0.0.1:{port}/api"
    try:
        async with httpx.AsyncClient(base_url=address, headers=dict(headers), timeout=300) as client:
            began = time.perf_counter()
            files = {"file": ("lista.csv", content(), "text/csv")}
            # Again and again in one database they are doubles.
            answer = await client.post("/customers/people/import", files=files, data={"duplicates": "create"})
            sent = time.perf_counter()
            import_id = answer.raise_for_status().json()["importId"]
            payload = {"tenantId": str(tenant_id), "importId": import_id}
            [job] = [job for job in app.jobs if job.name == "customers.import"]
            working = asyncio.ensure_future(job.run(app, payload))
            last = await _followed(client, import_id, working)
            ended = time.perf_counter()
            assert last["state"] == "done", last
            undone = await client.post("/audit_logs/audit-logs/actions/undo", json={"undoToken": last["undoToken"]})
            undone.raise_for_status()
            taken_back = time.perf_counter()
    finally:
        await app.close()
    print(
        f"\nImport of {PEOPLE:,} people with tags, a custom field and addresses: read and checked {sent - began:.1f} s,"
        f" written {ended - sent:.1f} s, together {ended - began:.1f} s (target {TARGET:.0f} s);"
        f" undo {taken_back - ended:.1f} s."
    )


async def _followed(client: httpx.AsyncClient, import_id: str, working: asyncio.Task[Any]) -> dict[str, Any]:
    """Print how far it is whenever that has changed; how it ended."""
    shown = -1
    while True:
        done = working.done()
        progress = (await client.get(f"/customers/people/imports/{import_id}")).json()
        if progress["done"] - shown >= PEOPLE // 10 or done:
            shown = progress["done"]
            print(f"  {progress['state']}: {shown:,} of {progress['total']:,}")
        if done:
            await working
            return progress
        await asyncio.sleep(0.2)
