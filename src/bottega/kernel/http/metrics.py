"""Prometheus metrics: requests, durations, failures; one registry per process.

There are a thousand operations: each has its count and its sum, and the distribution is that of all of them together.
Requests are answered in one thread, so they are counted in plain numbers; the library's counters take a lock each, a
twentieth of a short request together.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, SummaryMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bottega.kernel.job_reports import QueueCounts

BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


@dataclass(slots=True)
class _Counted:
    """What was counted of an operation: answers, their seconds, their statements, and those that were our fault."""

    answers: int = 0
    seconds: float = 0.0
    statements: int = 0
    failures: int = 0


_counted: Final[dict[str, _Counted]] = {}
_latencies: Final = [0] * (len(BUCKETS) + 1)


def observe(operation: str, seconds: float, asked: int) -> None:
    """Count an answered request, and the statements it took."""
    one = _counted.get(operation)
    if one is None:
        one = _counted[operation] = _Counted()
    one.answers += 1
    one.seconds += seconds
    one.statements += asked
    _latencies[bisect_left(BUCKETS, seconds)] += 1


def statements(operation: str) -> int:
    """How many statements the requests for an operation have taken so far."""
    return _counted[operation].statements if operation in _counted else 0


def failed(operation: str) -> None:
    """Count a request that was our fault."""
    _counted.setdefault(operation, _Counted()).failures += 1


class _Process(Collector):
    """What this process has counted."""

    def collect(self) -> Iterable[Metric]:
        taken = SummaryMetricFamily("bottega_request_seconds", "Time to answer a request", labels=["operation"])
        failures = CounterMetricFamily("bottega_request_failures", "Requests answered with 500", labels=["operation"])
        asked = CounterMetricFamily(
            "bottega_sql_statements", "Statements sent to the database for requests", labels=["operation"]
        )
        for operation, one in _counted.items():
            taken.add_metric([operation], one.answers, one.seconds)
            asked.add_metric([operation], one.statements)
            if one.failures:
                failures.add_metric([operation], one.failures)
        yield from (taken, asked, failures)
        latency = HistogramMetricFamily("bottega_latency_seconds", "Time to answer a request, whatever its operation")
        bounds = [*map(str, BUCKETS), "+Inf"]
        total = sum(one.seconds for one in _counted.values())
        latency.add_metric([], list(zip(bounds, map(float, accumulate(_latencies)), strict=True)), total)
        yield latency


class _Installation(Collector):
    """What holds for the whole installation, asked for when somebody looks."""

    def __init__(self, counts: QueueCounts | None, restarts: Mapping[str, int]) -> None:
        self._counts, self._restarts = counts, restarts

    def collect(self) -> Iterable[Metric]:
        restarts = CounterMetricFamily("bottega_restarts", "Restarts since the start", labels=["part"])
        for part, number in self._restarts.items():
            restarts.add_metric([part], number)
        yield restarts
        if self._counts is None:
            return
        one = self._counts
        yield GaugeMetricFamily("bottega_jobs_waiting", "Jobs that wait", one.waiting)
        yield GaugeMetricFamily("bottega_jobs_running", "Jobs that run", one.running)
        yield GaugeMetricFamily("bottega_jobs_set_aside", "Jobs that failed for good", one.set_aside)
        yield GaugeMetricFamily("bottega_oldest_job_seconds", "Age of the oldest unfinished job", one.oldest_seconds)
        yield GaugeMetricFamily("bottega_events_waiting", "Events that wait", one.events_waiting)
        yield GaugeMetricFamily("bottega_events_set_aside", "Events that failed for good", one.events_set_aside)
        yield GaugeMetricFamily(
            "bottega_oldest_event_seconds", "Age of the oldest undelivered event", one.oldest_event_seconds
        )


def exposition(counts: QueueCounts | None, restarts: Mapping[str, int]) -> bytes:
    """Everything counted, in Prometheus' text format; ``counts`` is None while the database is away."""
    registry = CollectorRegistry()
    registry.register(_Process())
    registry.register(_Installation(counts, restarts))
    return generate_latest(registry)
