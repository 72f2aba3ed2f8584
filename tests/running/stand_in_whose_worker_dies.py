"""A Bottega that serves, with a worker that never lives for long."""

import asyncio
from collections.abc import Callable
from typing import Any

from stand_in import create_app, initialise, migrate, seed

from bottega.kernel.keys.secrets import Secrets
from bottega.settings import Settings

__all__ = ["create_app", "initialise", "migrate", "run_worker", "seed"]


async def run_worker(
    settings: Settings, dsn: str, secrets: Secrets, stop: asyncio.Event, show: Callable[[Any], None]
) -> None:
    """Die of a bug."""
    raise RuntimeError("a bug")
