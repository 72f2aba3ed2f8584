"""Progress bars of background jobs on a terminal; elsewhere a line now and then, and one when a job ends."""

import time
from collections.abc import Callable
from typing import Final, NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

# A log wants to know that a job goes on, not every step of it.
SECONDS_BETWEEN_LINES: Final = 10.0


class Shown(NamedTuple):
    """How far a job is; ``said`` are its figures in words, and ``state`` is ``running`` until it ends."""

    id: str
    title: str
    said: str
    done: int
    of: int | None
    state: str


class JobBars:
    """The jobs that run, each with a bar or with lines."""

    def __init__(self, console: Console, say: Callable[[str], None]) -> None:
        """Nothing runs yet; ``say`` prints a line that stays."""
        self._console = console
        self._say = say
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._said_at: dict[str, float] = {}

    def show(self, one: Shown) -> None:
        """Show how far a job is, or that it ended."""
        ended = one.state != "running"
        if self._console.is_terminal:
            self._draw(one, ended=ended)
        now = time.monotonic()
        due = not self._console.is_terminal and now - self._said_at.get(one.id, 0.0) >= SECONDS_BETWEEN_LINES
        if ended:
            self._said_at.pop(one.id, None)
            self._say(f"{one.title} ({one.id}): {one.said}; {one.state}.")
        elif due:
            self._said_at[one.id] = now
            self._say(f"{one.title} ({one.id}): {one.said}")

    def settle(self) -> None:
        """Take the bars away, so that a line can be printed; the next report brings them back."""
        if self._bars is not None:
            self._bars.stop()
        self._bars = None
        self._tasks.clear()

    def _draw(self, one: Shown, *, ended: bool) -> None:
        if ended:
            task = self._tasks.pop(one.id, None)
            if self._bars is not None and task is not None:
                self._bars.remove_task(task)
            if not self._tasks:
                self.settle()
            return
        if self._bars is None:
            columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
            self._bars = Progress(*columns, TimeElapsedColumn(), console=self._console, transient=True)
            self._bars.start()
        description, total = f"{one.title}: {one.said}", one.of or None
        task = self._tasks.get(one.id)
        if task is None:
            task = self._tasks[one.id] = self._bars.add_task(description, total=total)
        self._bars.update(task, description=description, completed=one.done, total=total, refresh=True)
