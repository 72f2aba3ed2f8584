"""Status of the installation's processes: written by the supervisor for ``/readyz`` and ``/metrics``.

A file and not a table, since it must tell the truth also while the database is away.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

FILE: Final = "processes.json"
# A part that died this often in a row is not back until it has lived for as long as a quick death takes.
UNSTEADY: Final = 2


@dataclass(frozen=True)
class PartReport:
    """How a part fares: its restarts since the start, its quick deaths in a row, when it was last started."""

    restarts: int = 0
    quick_deaths: int = 0
    running: bool = True
    started_at: float = 0.0

    def is_steady(self, seconds: float) -> bool:
        """Whether it runs and is not just between two deaths; ``seconds`` of life make up for earlier ones."""
        alive = time.time() - self.started_at
        return self.running and (self.quick_deaths < UNSTEADY or alive > seconds)


def write(folder: Path, parts: Mapping[str, PartReport]) -> None:
    """Replace the report; a reader sees the old one or the new one. A full disk is no reason to stop serving."""
    try:
        new = folder / f"{FILE}.new"
        new.write_text(json.dumps({name: asdict(part) for name, part in parts.items()}), encoding="utf-8")
        new.replace(folder / FILE)
    except OSError:
        return


def read(folder: Path) -> dict[str, PartReport]:
    """The report; empty where no supervisor has written one."""
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {name: PartReport(**part) for name, part in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
