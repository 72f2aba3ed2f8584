"""Generator of expenses: suppliers, wages, taxes, rent, fuel, advertising."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from bottega.demo.draw.assemblies import Rating
from bottega.demo.draw.contracts import Contracts
from bottega.demo.draw.ledger_entries import BOOKKEEPER, CASH, OFFICE, OWNER, REJECTED, Entry
from bottega.demo.draw.orders import TO_STOCK
from bottega.demo.draw.pricing import rise_until
from bottega.demo.draw.random_source import Chance, grosze
from bottega.demo.draw.workdays import open_day
from bottega.demo.people import PEOPLE, STOREKEEPER
from bottega.demo.texts.orders import APPLIANCES, FITTINGS

# A month's pay in zloty: about 66 000 for the studio as a whole, with what goes to social insurance.
WAGES: Final = {
    "Marek Jesionowski": 6_200,
    "Katarzyna Wolna": 4_600,
    "Anna Maj": 4_500,
    "Tomasz Lis": 4_400,
    "Julia Bąk": 3_900,
    "Piotr Miara": 4_500,
    "Damian Kowal": 4_900,
    "Szymon Dąb": 3_900,
    "Rafał Sosna": 4_700,
    "Oleksandr Bondar": 3_900,
    "Grzegorz Paleta": 3_800,
    "Beata Rachuba": 1_700,
}
PAYDAY: Final = 10
# What somebody gets whatever their work was rated, of their usual pay.
BASE: Final = Decimal("0.35")
INSURANCE: Final = (12_400, 14_200)
RENT: Final = 11_900
FUEL: Final = (150, 265, 410)
MARKETING: Final = (2_900, 4_000, 5_200)
TOOLS: Final = (240, 620, 1_900)
# Of what customers paid in the month before: value added tax less what suppliers charged, and income tax.
TAXES: Final = Decimal("0.035")
DUE: Final = (14, 30)
CATEGORIES: Final = {FITTINGS: "okucia", APPLIANCES: "agd"}
STATIONS: Final = ("Orlen Swarzędz", "BP Głogowska", "Circle K Luboń", "Shell Obornicka")
CAMPAIGNS: Final = (
    "Google Ads",
    "Kampania Facebook i Instagram",
    "Druk katalogów",
    "Reklama w Domu i Wnętrzu",
    "Zdjęcia realizacji",
)
SMALL_THINGS: Final = (
    "Wkręty, kleje, silikony",
    "Brzeszczoty i frezy",
    "Wiertarka akumulatorowa",
    "Poziomica laserowa",
    "Odkurzacz warsztatowy",
)
BY_CARD: Final = " (karta firmowa)"
# Of what was entered and not accepted.
DOUBLES: Final = 3


def draw_costs(seed: int, today: date, drawn: Contracts) -> list[Entry]:
    """Everything that was paid until today."""
    chance = Chance(seed, "costs")
    days = _Days(today)
    costs = [
        *_suppliers(chance, today, drawn),
        *_wages(chance, today, days, drawn),
        *_monthly(chance, today, days, _income(drawn)),
        *_fuel(chance, today, days),
    ]
    return [*costs, *_doubles(chance, [one for one in costs if one.category in ("materialy", "okucia", "agd")][-80:])]


class _Days:
    """The months of the last two years."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.first = today - timedelta(days=730)

    def on(self, number: int) -> Iterator[date]:
        """A day of each month, as far as it lies in the last two years."""
        month = self.first.replace(day=1)
        while month < self.today:
            day = open_day(month.replace(day=number))
            if self.first <= day < self.today:
                yield day
            month = (month + timedelta(days=32)).replace(day=1)


def _entry(chance: Chance, day: date, name: str, amount: Decimal, category: str) -> Entry:
    """A transfer that the office entered; the owner approves what is more than two thousand."""
    at = chance.moment(day)
    return Entry(
        id=chance.new_id(at),
        name=name,
        amount=amount,
        income=False,
        rodzaj="przelew",
        at=at,
        category=category,
        author=OFFICE,
        approver=OWNER if amount > 2_000 else None,
    )


def _booked(entry: Entry) -> Entry:
    """What the bookkeeper enters herself."""
    return replace(entry, author=BOOKKEEPER)


def _suppliers(chance: Chance, today: date, drawn: Contracts) -> Iterator[Entry]:
    for order in drawn.orders:
        if order.received is None:
            continue
        day = open_day(order.received + timedelta(days=chance.between(*DUE)))
        if max(day, order.received) < today:
            category = CATEGORIES.get(order.supplier, "materialy")
            name = f"{order.supplier}, faktura {order.invoice}"
            yield replace(
                _entry(chance, max(day, order.received), name, order.cost, category),
                contract_id=None if order.supplier in TO_STOCK else order.contract_id,
                linked=("purchase_order", order.id),
                author=BOOKKEEPER,
            )


def _wages(chance: Chance, today: date, days: _Days, drawn: Contracts) -> Iterator[Entry]:
    """Pay of the month before: what the ratings of the work earned is part of it, or comes on top of a base."""
    joined = {person.name: today - timedelta(days=30 * person.joined) for person in PEOPLE}
    rated: defaultdict[tuple[str, str], list[Rating]] = defaultdict(list)
    for one in drawn.work.ratings:
        rated[one.who, f"{one.day:%m/%Y}"].append(one)
    for day in days.on(PAYDAY):
        month = (day.replace(day=1) - timedelta(days=1)).strftime("%m/%Y")
        for who, wage in WAGES.items():
            if day - timedelta(days=28) < joined[who]:
                continue
            amount = grosze(wage * rise_until(day, today) * chance.around(0.97, 1, 1.05))
            ratings = rated[who, month]
            earned = sum((one.earned for one in ratings), Decimal(0))
            amount = max(amount, grosze(amount * BASE) + earned)
            paid = _booked(_entry(chance, day, f"Wynagrodzenie {month} – {who}", amount, "wynagrodzenia"))
            said = f"w tym za oceny prac: {earned} zł" if ratings else None
            yield replace(paid, pays=tuple(one.id for one in ratings), comment=said)


def _income(drawn: Contracts) -> Mapping[tuple[int, int], Decimal]:
    """What customers paid, by month."""
    found: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for one in drawn.money.payments:
        if one.confirmed:
            found[one.day.year, one.day.month] += -one.amount if one.typ == "Zwrot" else one.amount
    return found


def _monthly(chance: Chance, today: date, days: _Days, income: Mapping[tuple[int, int], Decimal]) -> Iterator[Entry]:
    for day in days.on(20):
        amount = grosze(chance.between(*INSURANCE) * rise_until(day, today))
        yield _booked(_entry(chance, day, f"ZUS {day:%m/%Y}", amount, "zus_podatki"))
    for day in days.on(25):
        before = day.replace(day=1) - timedelta(days=1)
        amount = (income[before.year, before.month] * TAXES).quantize(Decimal(1))
        if amount:
            yield _booked(_entry(chance, day, f"VAT i CIT za {before:%m/%Y}", amount, "zus_podatki"))
    for day in days.on(1):
        amount = grosze(RENT * rise_until(day, today))
        yield _entry(chance, day, f"Czynsz hali i leasing aut {day:%m/%Y}", amount, "czynsz")
    for day in days.on(16):
        yield _entry(chance, day, chance.pick(CAMPAIGNS), grosze(chance.around(*MARKETING)), "marketing")
    for day in days.on(12):
        name = f"{chance.pick(SMALL_THINGS)}{BY_CARD}"
        yield _entry(chance, day, name, grosze(chance.around(*TOOLS)), "narzedzia")


def _fuel(chance: Chance, today: date, days: _Days) -> Iterator[Entry]:
    """Twice a week, mostly by the card of the company, which is paid from the bank."""
    day = days.first + timedelta(days=1)
    while day < today:
        for later in (0, 3):
            when = open_day(day + timedelta(days=later))
            if days.first <= when < today:
                low, mode, high = FUEL
                amount = grosze(chance.around(low, mode, high))
                station, in_cash = chance.pick(STATIONS), chance.happens(0.2)
                name = f"Paliwo, {station}{'' if in_cash else BY_CARD}"
                fuel = _entry(chance, when, name, amount, "paliwo")
                yield replace(fuel, rodzaj=CASH if in_cash else fuel.rodzaj, author=STOREKEEPER)
        day += timedelta(days=7)


def _doubles(chance: Chance, costs: Sequence[Entry]) -> Iterator[Entry]:
    """Invoices that were entered a second time, and refused."""
    for one in chance.some(costs, DOUBLES):
        yield Entry(
            id=chance.new_id(one.at),
            name=one.name,
            amount=one.amount,
            income=False,
            rodzaj=one.rodzaj,
            at=one.at,
            category=one.category,
            author=OFFICE,
            contract_id=one.contract_id,
            state=REJECTED,
            comment="Ta sama faktura wpisana drugi raz.",
        )
