"""Generator of instalments paid in two parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.schedules import means_of
from bottega.demo.draw.workdays import next_open_day

if TYPE_CHECKING:
    from bottega.demo.draw.payments import Payment


def with_parts(chance: Chance, paid: Sequence[Payment], extra: int, whole: set[UUID]) -> list[Payment]:
    """Some instalments come in two parts, but not those of stories and companies, which are paid as a ``whole``."""
    large = [place for place, one in enumerate(paid) if one.amount > 3_000 and one.contract_id not in whole]
    split = set(chance.some(large, extra))
    found: list[Payment] = []
    for place, one in enumerate(paid):
        if place not in split:
            found.append(one)
            continue
        part = (one.amount * chance.pick((Decimal("0.5"), Decimal("0.6"), Decimal("0.7")))).quantize(Decimal(1))
        rest = one.amount - part
        other = means_of(chance.pick(("gotowka", "przelew", "blik")), rest, business=False)
        day = one.day if other == "blik" else next_open_day(one.day)
        found += [replace(one, amount=part), replace(one, amount=rest, rodzaj=other, day=day)]
    return found
