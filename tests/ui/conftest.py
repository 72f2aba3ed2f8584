"""The web application as built from ``ui/``: tests that need it are skipped, loudly, where it cannot be built."""

import fcntl
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import build_ui  # noqa: E402 - a script, found by the line above


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of what was built, once for all processes of a run."""
    with (Path(tempfile.gettempdir()) / "bottega-screens.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            build_ui.build()
        except build_ui.CannotBuildError as reason:
            pytest.skip(f"THE SCREENS WERE NOT BUILT, so nothing of them is tested: {reason}")
    return build_ui.BUILT
