"""A tiny Bottega whose web server cannot start."""

from typing import Any

from stand_in import initialise, migrate, run_worker, seed

__all__ = ["create_app", "initialise", "migrate", "run_worker", "seed"]


def create_app(*_: Any) -> Any:
    """Fail like a program with a bug."""
    message = "a bug"
    raise RuntimeError(message)
