"""Staff of the demo: teams, roles, members, and their leave on days on which they had nothing else to do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from bottega.business.calendar import days_between, working_days
from bottega.business.staff.dictionaries import seed_activity_types, seed_address_types
from bottega.business.staff.leave.tables import LeaveRequest
from bottega.business.staff.tables import Team, TeamMember, TeamRole
from bottega.demo.bulk_insert import Destination, Row
from bottega.demo.draw.appointments import Appointment
from bottega.demo.draw.random_source import Chance
from bottega.demo.people import PEOPLE, Person
from bottega.kernel.local_time import TIME_ZONE
from bottega.platform.planner import DaysOff, add_days_off

# Team, role, icon and colour of a role, by the role of the account.
_PLACES: Final = {
    "Właściciel": ("Biuro", "Właściciel", "lucide:briefcase", "#0f766e"),
    "Kierownik biura": ("Biuro", "Kierownik biura", "lucide:clipboard-list", "#2563eb"),
    "Projektant": ("Projektanci", "Projektant", "lucide:ruler", "#8b5cf6"),
    "Pomiarowiec": ("Projektanci", "Technolog-pomiarowiec", "lucide:ruler", "#0ea5e9"),
    "Montażysta": ("", "Montażysta", "lucide:hammer", "#f97316"),
    "Magazynier": ("Magazyn", "Magazynier-kierowca", "lucide:truck", "#22c55e"),
    "Księgowa": ("Biuro", "Księgowa", "lucide:wallet", "#f59e0b"),
}
_CREWS: Final = {
    "Damian Kowal": "Brygada A",
    "Szymon Dąb": "Brygada A",
    "Rafał Sosna": "Brygada B",
    "Oleksandr Bondar": "Brygada B",
}
DECIDER: Final = "Katarzyna Wolna"
OWNER: Final = "Marek Jesionowski"
HOLIDAYS: Final = "Urlop wypoczynkowy"
SUMMER_DAYS: Final = 10
_DAY: Final = timedelta(days=1)


async def store_staff(into: Destination, appointments: list[Appointment], today: date, founded: datetime) -> None:
    """Write all of it."""
    await seed_address_types(into.ctx, into.organization_id)
    await seed_activity_types(into.ctx, into.organization_id)
    members = await _store_members(into, founded)
    chance = Chance(0, "leave")
    rows: list[Row] = [
        {**_request(into, person, first, last, today), "id": chance.new_id(founded), "member_id": members[person.name]}
        for person in PEOPLE
        for first, last in _leaves(person, _busy(person, appointments), today)
    ]
    await into.store(LeaveRequest, rows)
    for row in rows:
        days = days_between(row["first_day"], row["last_day"])
        off = DaysOff(row["member_id"], into.organization_id, days, TIME_ZONE, reason_value=HOLIDAYS)
        await add_days_off(into.ctx, off)


async def _store_members(into: Destination, founded: datetime) -> dict[str, UUID]:
    """Teams, roles and members; the ids of the members by name."""
    chance = Chance(0, "staff")
    named = [team or _CREWS[person.name] for person in PEOPLE for team in [_PLACES[person.role][0]]]
    teams = {name: chance.new_id(founded) for name in dict.fromkeys(named)}
    roles = {role: chance.new_id(founded) for role in _PLACES}
    members = {person.name: chance.new_id(founded) for person in PEOPLE}
    await into.store(Team, [{"id": one, "name": name, "created_at": founded} for name, one in teams.items()])
    await into.store(
        TeamRole,
        [
            {
                "id": roles[account],
                "name": name,
                "team_id": teams.get(team),
                "appearance_icon": icon,
                "appearance_color": color,
                "created_at": founded,
            }
            for account, (team, name, icon, color) in _PLACES.items()
        ],
    )
    await into.store(
        TeamMember,
        [
            {
                "id": members[person.name],
                "display_name": person.name,
                "team_id": teams[team],
                "role_ids": [roles[person.role]],
                "user_id": into.users[person.name],
                "created_at": founded,
            }
            for person, team in zip(PEOPLE, named, strict=True)
        ],
    )
    return members


def _busy(person: Person, appointments: list[Appointment]) -> frozenset[date]:
    """The days on which somebody has something to do."""
    return frozenset(
        one.day + timedelta(days=n) for one in appointments if one.who == person.name for n in range(one.days)
    )


def _leaves(person: Person, busy: frozenset[date], today: date) -> Iterator[tuple[date, date]]:
    """Ten working days of each summer and the end of each year, since somebody works here and up to the next one."""
    joined = today - timedelta(days=30 * person.joined)
    for year in range(joined.year, today.year + 1):
        if (summer := _free(date(year, 6, 15), date(year, 9, 10), busy)) and joined < summer[0] < today:
            yield summer
        if (christmas := _free(date(year, 12, 24), date(year, 12, 31), busy)) and joined < christmas[0]:
            yield christmas


def _free(first: date, last: date, busy: frozenset[date]) -> tuple[date, date] | None:
    """The longest run of working days without anything to do between two days, ten at most; None without any."""
    runs: list[list[date]] = [[]]
    for day in working_days(first, last):
        if day in busy or len(runs[-1]) == SUMMER_DAYS:
            runs.append([])
        if day not in busy:
            runs[-1].append(day)
    longest = max(runs, key=len)
    return (longest[0], longest[-1]) if longest else None


def _request(into: Destination, person: Person, first: date, last: date, today: date) -> Row:
    """A request that was approved, asked for a month before."""
    asked = datetime.combine(min(first - 30 * _DAY, today - 2 * _DAY), time(9), UTC)
    decider = OWNER if person.name == DECIDER else DECIDER
    return {
        "start_date": datetime(first.year, first.month, first.day, tzinfo=UTC),
        "end_date": datetime(last.year, last.month, last.day, tzinfo=UTC),
        "timezone": TIME_ZONE,
        "status": "approved",
        "unavailability_reason_value": HOLIDAYS,
        "submitted_by_user_id": into.users[person.name],
        "decided_by_user_id": into.users[decider],
        "decided_at": asked + _DAY,
        "first_day": first,
        "last_day": last,
        "working_days": len(working_days(first, last)),
        "created_at": asked,
        "updated_at": asked + _DAY,
    }
