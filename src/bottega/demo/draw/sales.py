"""Generator of deals: won, lost and open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.pricing import Prices, furniture_price, rise_until
from bottega.demo.draw.random_source import Chance, grosze
from bottega.demo.draw.workdays import some_open_day
from bottega.demo.texts.product_mix import KINDS, SHARES
from bottega.demo.texts.stories import BY_NUMBER

LOST: Final = 84
OPEN: Final = 34
# Business that was not won, beside the ten contracts with companies.
LOST_TO_FIRMS: Final = 14
REASONS: Final = {"cena": 48, "termin": 22, "rezygnacja": 30}
# How many deals somebody has, and how many became contracts: 62, 51 and 44 in a hundred for the designers. The owner
# sees to companies and friends of the house himself, and the office to clients who come again for something small.
OWNER: Final = "Marek Jesionowski"
OFFICE: Final = "Katarzyna Wolna"
SMALL: Final = ("szafa", "przedpokoj", "garderoba", "lazienka", "inne")
NEWCOMER: Final = "Julia Bąk"
JOINED: Final = 450
WON: Final = {NEWCOMER: 23, OWNER: 22, OFFICE: 37, "Tomasz Lis": 48, "Anna Maj": 62}
NOT_WON: Final = {NEWCOMER: 29, OWNER: 2, OFFICE: 3, "Tomasz Lis": 46, "Anna Maj": 38}
# Measured without becoming a contract, beside those that did.
MEASURED_IN_VAIN: Final = 60


@dataclass(frozen=True)
class Deal:
    """What may be sold; to whom is said where the customers are. ``measured`` is the day of measuring, if any."""

    id: UUID
    typ: str
    status: str
    value: Decimal
    owner: str
    created: date
    measured: date | None
    closed: date | None
    reason: str | None = None
    job: Job | None = None

    @property
    def business(self) -> bool:
        """Whether it is one with a company."""
        return KINDS[self.typ].business


@dataclass(frozen=True)
class _Begun:
    """A deal before somebody owns it."""

    created: date
    measured: date | None
    closed: date | None
    typ: str
    value: Decimal
    status: str
    reason: str | None = None
    job: Job | None = None


def draw_deals(seed: int, today: date, jobs: Sequence[Job], prices: Prices) -> list[Deal]:
    """All deals in the order they were begun."""
    chance = Chance(seed, "deals")
    won = [_won(chance, job, prices) for job in jobs]
    others = list(_not_won(chance, today))
    deals = [*_owned(chance, today, won, WON), *_owned(chance, today, others, NOT_WON)]
    return sorted(deals, key=lambda deal: (deal.created, deal.id))


def _won(chance: Chance, job: Job, prices: Prices) -> _Begun:
    measured = some_open_day(job.begun - timedelta(days=chance.between(3, 16)))
    created = some_open_day(measured - timedelta(days=chance.between(2, 12)))
    value = prices[job.contract_id].suma
    return _Begun(created, measured, job.signed, job.typ, value, "win", job=job)


def _not_won(chance: Chance, today: date) -> Iterator[_Begun]:
    kinds = _kinds_not_won(chance)
    reasons = chance.quotas(REASONS, LOST)
    measured = chance.quotas({True: MEASURED_IN_VAIN, False: LOST + OPEN - MEASURED_IN_VAIN}, LOST + OPEN)
    for place, (typ, was_measured) in enumerate(zip(kinds, measured, strict=True)):
        lost = place < LOST
        ago = chance.between(40, 725) if lost else chance.between(12, 45) if was_measured else chance.between(1, 30)
        created = some_open_day(today - timedelta(days=ago))
        day = _after(created, chance.between(4, 11)) if was_measured else None
        meble, dodatki = furniture_price(chance, typ, rise_until(created, today))
        value = grosze(meble + dodatki)
        if lost:
            closed = _after(day or created, chance.between(7, 28))
            yield _Begun(created, day, closed, typ, value, "loose", reasons[place])
        else:
            yield _Begun(created, day, None, typ, value, "open")


def _after(day: date, days: int) -> date:
    return max(some_open_day(day + timedelta(days=days)), day)


def _kinds_not_won(chance: Chance) -> list[str]:
    """What was not sold: much the same as what was."""
    private = {typ: share for typ, share in SHARES.items() if not KINDS[typ].business}
    firms = {typ: share for typ, share in SHARES.items() if KINDS[typ].business}
    kinds = chance.quotas(firms, LOST_TO_FIRMS) + chance.quotas(private, LOST + OPEN - LOST_TO_FIRMS)
    return chance.shuffled(kinds)


def _owned(chance: Chance, today: date, begun: list[_Begun], counts: dict[str, int]) -> Iterator[Deal]:
    """Give each deal to somebody, as many as they have; whoever came later has none from before."""
    left = dict(counts)
    owners: dict[int, str] = {}
    for place, deal in enumerate(begun):
        if deal.job is not None and deal.job.story is not None:
            owners[place] = BY_NUMBER[deal.job.story].keeper
            left[owners[place]] -= 1
    for owner in left:
        free = [place for place in range(len(begun)) if place not in owners and _may_own(owner, begun[place], today)]
        free = sorted(chance.shuffled(free), key=lambda place: not _is_for(owner, begun[place].typ))
        owners |= dict.fromkeys(free[: left[owner]], owner)
    for place, deal in enumerate(begun):
        yield Deal(
            chance.new_id(chance.moment(deal.created)),
            deal.typ,
            deal.status,
            deal.value,
            owners[place],
            deal.created,
            deal.measured,
            deal.closed,
            deal.reason,
            deal.job,
        )


def _is_for(owner: str, typ: str) -> bool:
    """Companies are the owner's and what is small the office's, as far as they go."""
    return (owner == OWNER and KINDS[typ].business) or (owner == OFFICE and typ in SMALL)


def _may_own(owner: str, deal: _Begun, today: date) -> bool:
    return owner != NEWCOMER or deal.created > today - timedelta(days=JOINED)
