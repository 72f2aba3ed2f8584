"""A tiny Bottega whose demo studio cannot be set up."""

from typing import Any

from stand_in import create_app, initialise, migrate, run_worker

from bottega.kernel.startup_errors import StartError

__all__ = ["create_app", "initialise", "migrate", "run_worker", "seed"]


async def seed(*_: Any) -> None:
    """Fail after the first user was made."""
    message = "The demo studio is closed today."
    raise StartError(message)
