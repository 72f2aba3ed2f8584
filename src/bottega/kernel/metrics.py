"""Numbers for Prometheus: how many requests, how long, how many failed; one registry a process.

There are a thousand operations: each has its count and its sum, and the distribution is that of all of them together.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Summary,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bottega.kernel.job_reports import QueueCounts

# The moment a counter was made, once more for each of them, is of no use to anybody here.
disable_created_metrics()

REGISTRY: Final = CollectorRegistry()
_DURATION: Final = Summary(
    "bottega_request_seconds", "Time to answer a request", ["operation"], registry=REGISTRY
)
_LATENCY: Final = Histogram(
    "bottega_latency_seconds", "Time to answer a request, whatever its operation", registry=REGISTRY,
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)  # fmt: skip
_FAILED: Final = Counter(
    "bottega_request_failures_total", "Requests answered with 500", ["operation"], registry=REGISTRY
)
_ASKED: Final = Counter(
    "bottega_sql_statements_total", "Statements sent to the database for requests", ["operation"],
    registry=REGISTRY,
)  # fmt: skip
_children: dict[str, tuple[Summary, Counter]] = {}


def observe(operation: str, seconds: float, asked: int) -> None:
    """Count an answered request, and the statements it took."""
    child = _children.get(operation)
    if child is None:
        child = _children[operation] = (_DURATION.labels(operation), _ASKED.labels(operation))
    child[0].observe(seconds)
    _LATENCY.observe(seconds)
    child[1].inc(asked)


def statements(operation: str) -> int:
    """How many statements the requests for an operation have taken so far."""
    return int(REGISTRY.get_sample_value("bottega_sql_statements_total", {"operation": operation}) or 0)


def failed(operation: str) -> None:
    """Count a request that was our fault."""
    _FAILED.labels(operation).inc()


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
        yield GaugeMetricFamily(
            "bottega_oldest_job_seconds", "Age of the oldest unfinished job", one.oldest_seconds
        )
        yield GaugeMetricFamily("bottega_events_waiting", "Events that wait", one.events_waiting)
        yield GaugeMetricFamily(
            "bottega_events_set_aside", "Events that failed for good", one.events_set_aside
        )
        yield GaugeMetricFamily(
            "bottega_oldest_event_seconds", "Age of the oldest undelivered event", one.oldest_event_seconds
        )


def exposition(counts: QueueCounts | None, restarts: Mapping[str, int]) -> bytes:
    """Everything counted, in Prometheus' text format; ``counts`` is None while the database is away."""
    installation = CollectorRegistry()
    installation.register(_Installation(counts, restarts))
    return generate_latest(REGISTRY) + generate_latest(installation)
