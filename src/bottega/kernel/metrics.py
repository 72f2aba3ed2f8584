"""Numbers for Prometheus: how many requests, how long, how many failed; one registry a process."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY: Final = CollectorRegistry()
_DURATION: Final = Histogram(
    "bottega_request_seconds", "Time to answer a request", ["operation"], registry=REGISTRY,
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)  # fmt: skip
_FAILED: Final = Counter(
    "bottega_request_failures_total", "Requests answered with 500", ["operation"], registry=REGISTRY
)
_ASKED: Final = Counter(
    "bottega_sql_statements_total", "Statements sent to the database for requests", ["operation"],
    registry=REGISTRY,
)  # fmt: skip
_children: dict[str, tuple[Histogram, Counter]] = {}


def observe(operation: str, seconds: float, asked: int) -> None:
    """Count an answered request, and the statements it took."""
    child = _children.get(operation)
    if child is None:
        child = _children[operation] = (_DURATION.labels(operation), _ASKED.labels(operation))
    child[0].observe(seconds)
    child[1].inc(asked)


def statements(operation: str) -> int:
    """How many statements the requests for an operation have taken so far."""
    return int(REGISTRY.get_sample_value("bottega_sql_statements_total", {"operation": operation}) or 0)


def failed(operation: str) -> None:
    """Count a request that was our fault."""
    _FAILED.labels(operation).inc()


def exposition() -> bytes:
    """Everything counted, in Prometheus' text format."""
    return generate_latest(REGISTRY)
