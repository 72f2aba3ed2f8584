"""What the supervisor tells of its processes: restarts, pauses, and when something counts as back."""

import time
from pathlib import Path

import pytest

from bottega.kernel.http import process_report
from bottega.kernel.http.process_report import PartReport
from bottega.processes.child_process import LONGEST_PAUSE_SECONDS, Restarts, together


def test_pauses_grow_with_quick_deaths_up_to_a_minute() -> None:
    restarts = Restarts("job worker")
    pauses = [restarts.count() for _ in range(12)]
    assert pauses[:5] == [0.2, 0.4, 0.8, 1.6, 3.2]
    assert pauses[-1] == LONGEST_PAUSE_SECONDS
    assert restarts.keeps_dying
    assert restarts.report().restarts == 12


@pytest.mark.parametrize(
    ("quick_deaths", "running", "age", "steady"),
    [(0, True, 0, True), (1, True, 0, True), (2, True, 0, False), (2, True, 60, True), (1, False, 60, False)],
)
def test_a_part_is_back_when_it_runs_and_is_not_between_two_deaths(
    quick_deaths: int, running: bool, age: int, steady: bool
) -> None:
    part = PartReport(quick_deaths, quick_deaths, running, time.time() - age)
    assert part.is_steady(30) is steady


def test_the_report_is_read_as_written_and_a_broken_one_says_nothing(tmp_path: Path) -> None:
    parts = {"http": together([PartReport(1, 0, True, 5.0), PartReport(2, 3, False, 9.0)])}
    process_report.write(tmp_path, parts)
    assert process_report.read(tmp_path) == {"http": PartReport(3, 3, False, 9.0)}
    for broken in ("", "[]", "{", '{"http": {"nothing": 1}}', '{"http": 1}'):
        (tmp_path / process_report.FILE).write_text(broken)
        assert process_report.read(tmp_path) == {}
    process_report.write(tmp_path / "nowhere", parts)
    assert process_report.read(tmp_path / "nowhere") == {}
