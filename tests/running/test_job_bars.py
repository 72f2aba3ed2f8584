"""Progress of jobs where the worker runs: a bar on a terminal, and lines that a log can bear elsewhere."""

import io

import pytest
from rich.console import Console

from bottega.processes import job_bars
from bottega.processes.job_bars import JobBars, Shown


def shown(done: int, state: str = "running", job: str = "job-1") -> Shown:
    return Shown(job, "Import", f"{done} of 1001", done, 1001, state)


def test_without_a_terminal_a_line_comes_now_and_then_and_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    bars = JobBars(Console(file=io.StringIO()), said.append)
    for done in (0, 500, 1000):
        bars.show(shown(done))
    assert said == ["Import (job-1): 0 of 1001"]
    monkeypatch.setattr(job_bars, "SECONDS_BETWEEN_LINES", 0.0)
    bars.show(shown(1001))
    bars.show(shown(1001, "finished"))
    assert said[1:] == ["Import (job-1): 1001 of 1001", "Import (job-1): 1001 of 1001; finished."]


def test_on_a_terminal_a_bar_is_drawn_until_the_job_ends() -> None:
    said: list[str] = []
    screen = io.StringIO()
    bars = JobBars(Console(file=screen, force_terminal=True, width=120), said.append)
    bars.show(shown(500))
    bars.show(shown(7, job="job-2"))
    bars.settle()
    assert "Import: 500 of 1001" in screen.getvalue()
    assert said == []
    bars.show(shown(600))
    bars.show(shown(600, "failed"))
    assert "Import: 600 of 1001" in screen.getvalue()
    assert said == ["Import (job-1): 600 of 1001; failed."]
    bars.settle()
