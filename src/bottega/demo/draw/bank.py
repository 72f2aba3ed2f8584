"""Generator of bank movements: weekly cash deposits, card and BLIK settlements (BR-14).

Cards and BLIK are settled by who runs them: what customers paid in a week is in the bank at its end.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from bottega.demo.draw.ledger_entries import CASH, INTERNAL, OFFICE, OWNER, TRANSFER, Entry
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.workdays import open_day
from bottega.kernel.local_time import LOCAL_ZONE

# What stays for change, in the main cash box and in Katarzyna's.
KEPT: Final[dict[str | None, Decimal]] = {None: Decimal(8_500), OFFICE: Decimal(400)}
# More than this is not left in the safe over night, nor is less than that carried to the bank.
SAFE: Final = Decimal(15_000)
LEAST: Final = Decimal(500)
FRIDAY: Final = 4
SETTLED: Final = {"karta": "Rozliczenie terminala – karty", "blik": "Rozliczenie BLIK"}


def draw_moves(seed: int, today: date, entries: Sequence[Entry]) -> list[Entry]:
    """Both legs of each."""
    chance = Chance(seed, "moves")
    found: list[Entry] = []
    for who in KEPT:
        cash = [one for one in entries if one.cash and one.who == who]
        found += _deposits(chance, today, who, cash)
    for rodzaj in SETTLED:
        found += _settlements(chance, today, rodzaj, [one for one in entries if one.rodzaj == rodzaj])
    return found


def _evenings(today: date, flow: Sequence[Entry]) -> Iterator[tuple[date, datetime]]:
    """The evening of each day from the first entry until yesterday."""
    day = min(one.at for one in flow).astimezone(LOCAL_ZONE).date()
    while day < today:
        yield day, datetime.combine(day, time(18, 30), LOCAL_ZONE).astimezone(UTC)
        day += timedelta(days=1)


def _deposits(chance: Chance, today: date, who: str | None, flow: Sequence[Entry]) -> Iterator[Entry]:
    """On the last working day of a week, on the last one there was, and whenever too much lies in the safe."""
    coming = sorted(flow, key=lambda one: one.at, reverse=True)
    held, yesterday = Decimal(0), open_day(today - timedelta(days=1))
    for day, at in _evenings(today, flow):
        while coming and coming[-1].at < at:
            held += coming.pop().counts
        over = (held - KEPT[who]) // 50 * 50
        due = day == yesterday or open_day(day + timedelta(days=FRIDAY - day.weekday())) == day
        if (due and over >= LEAST) or held > SAFE:
            held -= over
            yield from _legs(chance, "Wpłata gotówki do banku", (CASH, who), over, at)


def _settlements(chance: Chance, today: date, rodzaj: str, flow: Sequence[Entry]) -> Iterator[Entry]:
    """Every Friday, holidays or not: no person does it."""
    coming = sorted(flow, key=lambda one: one.at, reverse=True)
    held = Decimal(0)
    for day, at in _evenings(today, flow):
        while coming and coming[-1].at < at:
            held += coming.pop().counts
        if day.weekday() == FRIDAY and held > 0:
            yield from _legs(chance, SETTLED[rodzaj], (rodzaj, None), held, at)
            held = Decimal(0)


def _legs(chance: Chance, name: str, source: tuple[str, str | None], amount: Decimal, at: datetime) -> Iterator[Entry]:
    ids = (chance.new_id(at), chance.new_id(at))
    for place, (rodzaj, who) in enumerate((source, (TRANSFER, None))):
        yield Entry(
            id=ids[place],
            name=name,
            amount=amount,
            income=bool(place),
            rodzaj=rodzaj,
            at=at,
            category="przesuniecie",
            author=OWNER,
            who=who,
            linked=("inter_cash_transfer", ids[1 - place]),
            role=INTERNAL,
        )
