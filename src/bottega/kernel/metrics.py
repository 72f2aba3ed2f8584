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
_children: dict[str, Histogram] = {}


def observe(operation: str, seconds: float) -> None:
    """Count an answered request."""
    child = _children.get(operation)
    if child is None:
        child = _children[operation] = _DURATION.labels(operation)
    child.observe(seconds)


def failed(operation: str) -> None:
    """Count a request that was our fault."""
    _FAILED.labels(operation).inc()


def exposition() -> bytes:
    """Everything counted, in Prometheus' text format."""
    return generate_latest(REGISTRY)
