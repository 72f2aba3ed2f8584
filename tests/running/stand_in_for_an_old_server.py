"""A tiny Bottega that finds the database server too old."""

from typing import Any

from stand_in import create_app, initialise, run_worker, seed

from bottega.kernel.startup_errors import StartError

__all__ = ["create_app", "initialise", "migrate", "run_worker", "seed"]


async def migrate(*_: Any) -> None:
    """Refuse the server."""
    message = "PostgreSQL 18 or newer is needed; this is 9."
    raise StartError(message)
