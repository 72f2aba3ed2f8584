"""Generator of customers: 218 people and 17 companies with 290 addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from bottega.demo.draw.places import TOWNS, Place, Town, draw_place
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.sales import Deal
from bottega.demo.texts.firms import FIRMS, Firm
from bottega.demo.texts.names import MEN, SURNAMES, WOMEN, plain
from bottega.demo.texts.stories import BY_NUMBER

PEOPLE: Final = 218
ADDRESSES: Final = 290
SOURCES: Final = {"polecenie": 38, "google": 27, "facebook_instagram": 18, "wystawa": 9, "architekt": 8}
# Nobody comes back sooner than this.
REST: Final = timedelta(days=75)


@dataclass(frozen=True)
class Address:
    """Where a customer lives or works; the second one is where the furniture goes."""

    id: UUID
    place: Place
    purpose: str


@dataclass(frozen=True)
class Customer:
    """A person, or a company with the person one rings up."""

    id: UUID
    display_name: str
    created: datetime
    source: str
    phone: str
    email: str
    addresses: tuple[Address, ...]
    first_name: str = ""
    last_name: str = ""
    woman: bool = False
    firm: Firm | None = None
    # For the contact of a company, that company.
    company_id: UUID | None = None
    owner: str = ""
    deals: tuple[Deal, ...] = ()

    @property
    def home(self) -> Address:
        """The first address."""
        return self.addresses[0]

    @property
    def site(self) -> Address:
        """Where the furniture goes."""
        return self.addresses[-1]


def draw_customers(seed: int, deals: Sequence[Deal]) -> list[Customer]:
    """Everybody, in the order they came; each deal belongs to exactly one customer or company."""
    chance = Chance(seed, "customers")
    firms = _firms_with_deals(chance, [deal for deal in deals if deal.business])
    private = _people_with_deals(chance, [deal for deal in deals if not deal.business])
    drafts = [*firms, *private]
    towns = chance.quotas({town: town.share for town in TOWNS}, len(drafts))
    sources = chance.quotas(SOURCES, len(drafts))
    contacts = len(firms)
    # Contacts are reached at their company's address, and have one as everybody has.
    doubles = set(chance.some(range(len(drafts)), ADDRESSES - len(drafts) - contacts))
    names = _Names(chance)
    customers: list[Customer] = []
    for place, (who, own) in enumerate(drafts):
        created = chance.moment(own[0].created)
        business = isinstance(who, Firm)
        addresses = _addresses(chance, towns[place], created, business=business, second=place in doubles)
        made = Customer(
            chance.new_id(created), "", created, sources[place], "", "", addresses, owner=own[0].owner, deals=tuple(own)
        )
        customers += (
            _company(chance, names, who, made) if isinstance(who, Firm) else [replace(made, **_named(names, who))]
        )
    numbered = sorted(customers, key=lambda one: (one.created, one.id))
    return [replace(one, phone=f"+48 600 000 {number:03d}") for number, one in enumerate(numbered, 1)]


Draft = tuple[Firm | str, list[Deal]]


def _firms_with_deals(chance: Chance, deals: list[Deal]) -> list[Draft]:
    """Each company has a deal at least; those of stories have theirs."""
    chosen: dict[str, list[Deal]] = {firm.name: [] for firm in FIRMS}
    free: list[Deal] = []
    for deal in deals:
        if deal.job and deal.job.story:
            chosen[BY_NUMBER[deal.job.story].customer].append(deal)
        else:
            free.append(deal)
    waiting = chance.shuffled([name for name, own in chosen.items() if not own])
    for deal in free:
        chosen[waiting.pop() if waiting else chance.pick(FIRMS).name].append(deal)
    return [(firm, sorted(chosen[firm.name], key=lambda deal: deal.created)) for firm in FIRMS]


def _people_with_deals(chance: Chance, deals: list[Deal]) -> list[Draft]:
    """Most come once; some come back for something else. The name is that of a story, or not yet known."""
    told = [deal for deal in deals if deal.job and deal.job.story]
    others = [deal for deal in deals if deal not in told]
    drafts: list[Draft] = [(BY_NUMBER[deal.job.story].customer, [deal]) for deal in told if deal.job and deal.job.story]
    returning = len(others) - (PEOPLE - len(FIRMS) - len(told))
    for place, deal in enumerate(others):
        if returning and chance.happens(returning / (len(others) - place) * 1.3):
            before = [
                one
                for _, one in drafts
                if one[-1].created < deal.created - REST and deal.typ not in {known.typ for known in one}
            ]
            if before:
                chance.pick(before).append(deal)
                returning -= 1
                continue
        drafts.append(("", [deal]))
    return drafts


class _Names:
    """Names that nobody has yet, and addresses of e-mail for them."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._taken: set[str] = {story.customer for story in BY_NUMBER.values()}
        self._emails: set[str] = set()

    def new(self) -> tuple[str, str]:
        """A given name and a surname that belong together."""
        while True:
            woman = self._chance.happens(0.55)
            first = self._chance.pick(WOMEN if woman else MEN)
            last = self._chance.pick(SURNAMES)[woman]
            if f"{first} {last}" not in self._taken:
                self._taken.add(f"{first} {last}")
                return first, last

    def email(self, *parts: str) -> str:
        """An address that nobody has."""
        name = ".".join(plain(part) for part in parts)
        free = next(
            one for n in range(1, 100) if (one := f"{name}{n if n > 1 else ''}@example.com") not in self._emails
        )
        self._emails.add(free)
        return free


def _named(names: _Names, told: str) -> dict[str, Any]:
    """What a person is called: as the story says, or as nobody else is."""
    first, last = told.split(" ", 1) if told else names.new()
    return {
        "display_name": f"{first} {last}",
        "first_name": first,
        "last_name": last,
        "woman": first in WOMEN,
        "email": names.email(first, last),
    }


def _company(chance: Chance, names: _Names, firm: Firm, made: Customer) -> list[Customer]:
    """A company and its contact, who came the same day."""
    first, last = firm.contact.split(" ", 1)
    later = made.created + timedelta(minutes=3)
    company = replace(made, display_name=firm.name, firm=firm, email=names.email("biuro", firm.name.split(" ", 1)[-1]))
    office = Address(chance.new_id(later), made.home.place, "office")
    contact = Customer(
        chance.new_id(later),
        firm.contact,
        later,
        made.source,
        "",
        names.email(first, last),
        (office,),
        first,
        last,
        first.endswith("a"),
        company_id=company.id,
        owner=made.owner,
    )
    return [company, contact]


def _addresses(chance: Chance, town: Town, created: datetime, *, business: bool, second: bool) -> tuple[Address, ...]:
    home = Address(chance.new_id(created), draw_place(chance, town), "office" if business else "home")
    if not second:
        return (home,)
    elsewhere = chance.pick(TOWNS)
    return home, Address(chance.new_id(created + timedelta(minutes=2)), draw_place(chance, elsewhere), "shipping")
