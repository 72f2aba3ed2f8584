"""Hits of a search: what a strategy found, in its order, and how the orders of several strategies are made one.

Reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009): a hit is worth ``weight / (60 + rank)`` for each
strategy that found it, so that figures of different kinds need not be compared. Ranks alone would put the best of poor
hits beside the best of good ones: each counts as far as its strategy believes in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from bottega.kernel.registrations import RecordName

Strategy = Literal["fulltext", "vector", "tokens"]
STRATEGIES: Final[tuple[Strategy, ...]] = ("fulltext", "vector", "tokens")
Key = tuple[str, UUID]

_K: Final = 60
# Words that are there weigh more than meanings that are near.
_WEIGHTS: Final[Mapping[Strategy, float]] = {"fulltext": 1.2, "tokens": 1.2, "vector": 1.0}


@dataclass(frozen=True)
class Hit:
    """A record that a strategy found, and how far it believes in it, from 0 to 1; the name where it is known."""

    entity: str
    record_id: UUID
    score: float
    name: RecordName | None = None

    @property
    def key(self) -> Key:
        """What it is the same by, whoever found it."""
        return self.entity, self.record_id


@dataclass(frozen=True)
class Fused:
    """A record and what it is worth: who found it, first the strategy that is answered as its source."""

    hit: Hit
    score: float
    sources: tuple[Strategy, ...]


def fuse(found: Mapping[Strategy, Sequence[Hit]]) -> list[Fused]:
    """One order of what several strategies found, the best first."""
    worth: dict[Key, float] = {}
    shares: dict[Key, dict[Strategy, float]] = {}
    best: dict[Key, Hit] = {}
    for strategy, hits in found.items():
        for rank, hit in enumerate(hits):
            share = _WEIGHTS[strategy] * hit.score / (_K + rank + 1)
            worth[hit.key] = worth.get(hit.key, 0.0) + share
            shares.setdefault(hit.key, {})[strategy] = share
            if best.get(hit.key) is None or (best[hit.key].name is None and hit.name is not None):
                best[hit.key] = hit
    order = sorted(best, key=lambda key: -worth[key])
    return [
        Fused(best[key], worth[key], tuple(sorted(shares[key], key=lambda one: -shares[key][one]))) for key in order
    ]
