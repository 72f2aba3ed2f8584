"""Cutting plans: placement of pieces on a board by guillotine cuts.

An area proves nothing: three pieces of 1500 x 1100 mm are 85 % of a board of 2800 x 2070 mm, and only two of them lie
on it. So a layout is searched: the guillotine heuristics of rectpack (J. Jylänki, A Thousand Ways to Pack the Bin,
2010) with the pieces in several orders. What they lay out is checked again here, because they may join what an earlier
cut divided. Not finding a plan proves nothing either, so whoever knows better can say so.

Every piece has the width of the saw as a margin on two sides, and so has the board: then pieces may touch.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any, Final, NamedTuple

from rectpack import guillotine

# Whoever waits for a plan waits this long at most, in seconds.
SECONDS: Final = 2.0
# After the usual orders of the pieces this many chance ones are tried.
CHANCES: Final = 300
# Lengths are whole numbers of this part of a millimetre, so that nothing is lost to rounding.
PARTS: Final = 1000

_ALGORITHMS: Final[tuple[Callable[..., Any], ...]] = tuple(
    getattr(guillotine, f"Guillotine{fit}{split}")
    for fit in ("Bssf", "Blsf", "Baf")
    for split in ("Sas", "Las", "Slas", "Llas", "Minas", "Maxas")
)
_ORDERS: Final[tuple[Callable[["Wanted"], float], ...]] = (
    lambda one: -one.dl * one.szer,
    lambda one: -max(one.dl, one.szer),
    lambda one: -min(one.dl, one.szer),
    lambda one: -one.dl - one.szer,
    lambda one: -one.dl,
    lambda one: -one.szer,
)


class Wanted(NamedTuple):
    """A piece to lay out, in mm: what it is, along the board and across it, and whether it may be turned."""

    rodzaj: str
    indeks: int
    dl: int
    szer: int
    obrot: bool


@dataclass(frozen=True)
class Placed:
    """Where a piece lies: mm from the corner of the board, along it and across it, with its sides as they lie."""

    rodzaj: str
    indeks: int
    x: float
    y: float
    dl: int
    szer: int
    obrocona: bool


@dataclass(frozen=True)
class Layout:
    """The best plan that was found: what lies where, and what found no place."""

    placed: list[Placed]
    left: list[Wanted]


def laid_out(pieces: Sequence[Wanted], board: tuple[int, int], rzaz: Decimal) -> Layout:
    """Lay pieces out on a board of these sides in mm; several tries, the first that leaves nothing over ends them.

    Takes up to ``SECONDS`` of processor time; call it in a thread.
    """
    ends = time.monotonic() + SECONDS
    best = Layout([], list(pieces))
    for algorithm, merge, order in _tries(pieces):
        found = _packed(algorithm, order, board, rzaz, merge=merge)
        if found is not None and _area(found.left) < _area(best.left):
            best = found
        if not best.left or time.monotonic() > ends:
            break
    return best


def _tries(pieces: Sequence[Wanted]) -> Iterator[tuple[Callable[..., Any], bool, list[Wanted]]]:
    for key in _ORDERS:
        order = sorted(pieces, key=key)
        for algorithm in _ALGORITHMS:
            yield algorithm, True, order
            yield algorithm, False, order
    # The same request finds the same plan.
    chance = random.Random(len(pieces))  # noqa: S311 - nobody gains by guessing it
    for _ in range(CHANCES):
        order = sorted(pieces, key=lambda one: -one.dl * one.szer * chance.uniform(0.5, 1.5))
        yield chance.choice(_ALGORITHMS), False, order


def _packed(
    algorithm: Callable[..., Any], order: Sequence[Wanted], board: tuple[int, int], rzaz: Decimal, *, merge: bool
) -> Layout | None:
    """One try; None for a layout that no saw can cut."""
    margin = int((rzaz * PARTS).to_integral_value(ROUND_CEILING))
    space = algorithm(board[0] * PARTS + margin, board[1] * PARTS + margin, rot=False, merge=merge)
    placed: list[Placed] = []
    left: list[Wanted] = []
    for one in order:
        space.rot = one.obrot
        found = space.add_rect(one.dl * PARTS + margin, one.szer * PARTS + margin)
        if found is None:
            left.append(one)
            continue
        dl, szer = (found.width - margin) // PARTS, (found.height - margin) // PARTS
        turned = (dl, szer) != (one.dl, one.szer)
        place = found.x / PARTS, found.y / PARTS
        placed.append(Placed(one.rodzaj, one.indeks, *place, dl, szer, turned))
    whole = [(one.x, one.y, one.width, one.height) for one in space.rectangles]
    return Layout(placed, left) if can_be_cut(whole) else None


def can_be_cut(rectangles: Sequence[tuple[float, float, float, float]]) -> bool:
    """Whether rectangles (x, y, width, height) come apart by cuts from edge to edge, one after the other."""
    waiting = [list(rectangles)]
    while waiting:
        group = waiting.pop()
        if len(group) < 2:  # noqa: PLR2004 - one piece alone is cut out
            continue
        parts = _divided(group, 0)
        if len(parts) == 1:
            parts = _divided(group, 1)
        if len(parts) == 1:
            return False
        waiting += parts
    return True


def _divided(
    group: list[tuple[float, float, float, float]], axis: int
) -> list[list[tuple[float, float, float, float]]]:
    """The parts between all cuts across one axis that pass through no rectangle."""
    ordered = sorted(group, key=lambda one: one[axis])
    parts = [[ordered[0]]]
    end = ordered[0][axis] + ordered[0][axis + 2]
    for one in ordered[1:]:
        if one[axis] >= end:
            parts.append([one])
        else:
            parts[-1].append(one)
        end = max(end, one[axis] + one[axis + 2])
    return parts


def _area(pieces: Sequence[Wanted]) -> int:
    return sum(one.dl * one.szer for one in pieces)
