"""Lazy imports of the parts the command line puts together.

``bottega --help`` must not wait for a web framework. A stand-in module, given by the tests of serving, replaces all
parts at once: serving is about processes, whatever runs inside them.
"""

from importlib import import_module
from typing import Any, Final

PARTS: Final = {
    "create_app": "bottega.app",
    "run_worker": "bottega.processes.worker",
    "migrate": "bottega.processes.installation",
    "initialise": "bottega.processes.installation",
    "seed": "bottega.demo",
    "check_demo": "bottega.demo",
}


def load_part(name: str, stand_in: str | None = None) -> Any:
    """A function of the composition, by a name in ``PARTS``."""
    return getattr(import_module(stand_in or PARTS[name]), name)
