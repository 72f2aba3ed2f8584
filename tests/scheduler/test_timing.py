"""When schedules run: what is a cron expression or an interval, and what the clocks' changes do to them."""

from datetime import UTC, datetime

import pytest

from bottega.kernel.time_zones import is_time_zone
from bottega.platform.scheduler.timing import NeverRuns, interval_label, next_run
from scheduling import BAD_CRON, BAD_INTERVALS

NOON = datetime(2026, 1, 7, 12, 0, 30, tzinfo=UTC)  # A Wednesday.


def following(kind: str, value: str, zone: str = "UTC", after: datetime = NOON, times: int = 1) -> list[str]:
    """The next runs, in UTC."""
    found: list[str] = []
    for _ in range(times):
        after = next_run(kind, value, zone, after)
        found.append(f"{after:%Y-%m-%d %H:%M:%S}")
    return found


@pytest.mark.parametrize(
    ("expression", "first"),
    [
        ("* * * * *", "2026-01-07 12:01:00"),
        ("*/15 * * * *", "2026-01-07 12:15:00"),
        ("0 0 * * *", "2026-01-08 00:00:00"),
        ("  0   0\t*  * * ", "2026-01-08 00:00:00"),
        ("0 9 * * MON-FRI", "2026-01-08 09:00:00"),
        ("0 9 * * sun", "2026-01-11 09:00:00"),
        ("0 9 * * 0", "2026-01-11 09:00:00"),
        ("0 9 * * 7", "2026-01-11 09:00:00"),
        ("0 0 1 FEB *", "2026-02-01 00:00:00"),
        ("0 0 L * *", "2026-01-31 00:00:00"),
        ("0 0 * * 1#2", "2026-01-12 00:00:00"),
        ("0 0 * * FRI#3", "2026-01-16 00:00:00"),
        ("0 0 ? * MON", "2026-01-12 00:00:00"),
        ("0 0 15 * ?", "2026-01-15 00:00:00"),
        ("5-10/2,40 13 * * *", "2026-01-07 13:05:00"),
        ("0 0 29 2 *", "2028-02-29 00:00:00"),
    ],
)
def test_a_cron_expression_has_its_next_run(expression: str, first: str) -> None:
    assert following("cron", expression) == [first]


def test_either_day_field_may_match_where_both_are_restricted() -> None:
    assert following("cron", "0 0 15 * 1", times=3) == [
        "2026-01-12 00:00:00",
        "2026-01-15 00:00:00",
        "2026-01-19 00:00:00",
    ]


@pytest.mark.parametrize(
    ("interval", "first"),
    [
        ("1s", "2026-01-07 12:00:31"),
        ("15m", "2026-01-07 12:15:30"),
        ("2h", "2026-01-07 14:00:30"),
        ("1d", "2026-01-08 12:00:30"),
    ],
)
def test_an_interval_is_counted_from_now(interval: str, first: str) -> None:
    assert following("interval", interval, "Asia/Tokyo") == [first]


@pytest.mark.parametrize(
    ("kind", "value"), [*[("cron", one) for one in BAD_CRON], *[("interval", one) for one in BAD_INTERVALS]]
)
def test_what_is_no_time_or_never_comes_is_refused(kind: str, value: str) -> None:
    with pytest.raises(NeverRuns):
        next_run(kind, value, "UTC", NOON)


def test_an_expression_means_the_clock_of_its_zone() -> None:
    assert following("cron", "0 8 * * *", "Europe/Warsaw") == ["2026-01-08 07:00:00"]
    assert following("cron", "0 8 * * *", "America/New_York") == ["2026-01-07 13:00:00"]


def test_what_falls_into_the_hour_that_is_left_out_runs_right_after_it() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert following("cron", "30 2 * * *", "Europe/Warsaw", before, 2) == ["2026-03-29 01:00:00", "2026-03-30 00:30:00"]


def test_a_fixed_time_within_the_hour_that_comes_twice_runs_once() -> None:
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert following("cron", "30 2 * * *", "Europe/Warsaw", before, 2) == ["2026-10-25 00:30:00", "2026-10-26 01:30:00"]


def test_every_half_hour_goes_on_through_the_hour_that_comes_twice() -> None:
    before = datetime(2026, 10, 24, 23, 45, tzinfo=UTC)
    assert following("cron", "*/30 * * * *", "Europe/Warsaw", before, 4) == [
        "2026-10-25 00:00:00",
        "2026-10-25 00:30:00",
        "2026-10-25 01:00:00",
        "2026-10-25 01:30:00",
    ]


@pytest.mark.parametrize("zone", ["", "Mars/Phobos", "Europe/Warszawa", "../../etc/passwd", "europe/warsaw", "+01:00"])
def test_a_zone_that_does_not_exist_is_none(zone: str) -> None:
    assert not is_time_zone(zone)
    with pytest.raises(NeverRuns):
        next_run("cron", "* * * * *", zone, NOON)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Warsaw", "America/Argentina/Buenos_Aires", "Etc/GMT+3"])
def test_zones_are_those_of_the_iana_database(zone: str) -> None:
    assert is_time_zone(zone)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("60s", "60 seconds"),
        ("1s", "1 second"),
        ("60m", "1 hour"),
        ("90m", "90 minutes"),
        ("24h", "1 day"),
        ("36h", "36 hours"),
        ("7d", "7 days"),
        ("0s", "0 seconds"),
        ("0m", "0 seconds"),
        ("soon", "soon"),
    ],
)
def test_an_interval_is_read_aloud_in_its_largest_whole_unit(value: str, label: str) -> None:
    assert interval_label(value) == label
