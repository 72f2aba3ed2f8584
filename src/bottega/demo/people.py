"""Users of the demo, their roles and permissions; names and addresses are fictional."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.platform.auth import add_role, add_user, grants_of

PASSWORD: Final = "Jesion-2026!"  # noqa: S105 - it is printed; an installation meant seriously refuses the demo

# What everybody needs to find their way about; modules that are not installed make no use of their grants.
EVERYBODY: Final = (
    "audit_logs.view_self",
    "audit_logs.undo_self",
    "audit_logs.redo_self",
    "dashboards.view",
    "dashboards.configure",
    "dictionaries.view",
    "perspectives.use",
    "ai_assistant.view",
    "search.global",
    "search.view",
    "planner.view",
    "staff.leave_requests.send",
    "staff.my_availability.view",
    "staff.my_availability.manage",
    "staff.my_leave_requests.view",
    "staff.my_leave_requests.send",
    "finance.transfer",
    "messaging.view",
    "messaging.create",
    "messaging.delete",
)
OFFICE: Final = ("contacts.view", "customers.*", "attachments.view", "attachments.manage")
CONTRACTS: Final = ("contracts.view", "contracts.create", "contracts.edit")
PAPERS: Final = ("documents.view", "documents.issue")
PRINTS: Final = ("contracts.drukuj_faktura", "contracts.drukuj_kp", "contracts.drukuj_proforma")
CALENDAR: Final = ("calendar.view", "calendar.create", "calendar.edit")
BUSINESS: Final = (
    "contracts.*",
    "documents.*",
    "controlling.*",
    "privacy.*",
    "warehouse.*",
    "finance.*",
    "calendar.*",
    "measurements.*",
    "messaging.*",
    "contacts.view",
    "field.*",
)


# Of those who go to customers' homes: their own jobs there, and nothing else.
FIELD: Final = ("field.view", "field.work")


def _steps(*numbers: int) -> tuple[str, ...]:
    """The features that change these steps of a contract."""
    return tuple(f"contracts.change_krok{number}" for number in numbers)


ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "Kierownik biura": (
        *OFFICE,
        *CONTRACTS,
        *_steps(1, 5, 6, 7, 8),
        *PRINTS,
        *PAPERS,
        "controlling.view",
        "contracts.purchase_orders.manage",
        "contracts.workers.manage",
        "contracts.gates.manage",
        "warehouse.view",
        "finance.view",
        "finance.create",
        "finance.edit",
        *CALENDAR,
        "calendar.blocked_days.manage",
        "calendar.reschedules.manage",
        "measurements.view",
        "measurements.create",
        "measurements.edit",
        "measurements.approve",
        "dashboards.*",
        "analytics.view",
        "staff.view",
        "staff.leave_requests.manage",
        "field.view",
        "field.checklists.manage",
    ),
    "Projektant": (
        *OFFICE,
        *CONTRACTS,
        *_steps(1, 5, 6, 8),
        "contracts.drukuj_proforma",
        *PAPERS,
        "controlling.view",
        "contracts.purchase_orders.manage",
        "warehouse.view",
        *CALENDAR,
        "measurements.view",
        "measurements.create",
        *FIELD,
    ),
    "Pomiarowiec": (
        "contacts.view",
        "contracts.view",
        *CALENDAR,
        "measurements.view",
        "measurements.create",
        "measurements.edit",
        *FIELD,
    ),
    "Montażysta": ("contracts.view", "contracts.only_assigned", *_steps(7), "warehouse.view", "calendar.view", *FIELD),
    "Magazynier": ("contracts.view", "documents.view", "warehouse.*", "calendar.view"),
    "Księgowa": (
        "contacts.view",
        "contracts.view",
        *_steps(6, 8),
        "contracts.rozlicz_umowa",
        *PRINTS,
        *PAPERS,
        "documents.manage",
        "controlling.*",
        "warehouse.view",
        "finance.view",
        "finance.create",
        "finance.edit",
        "finance.approve",
        "finance.inter_cash_transfer",
        "calendar.view",
        "measurements.view",
        "measurements.approve",
        "analytics.view",
    ),
}
OWNER: Final = "Właściciel"


@dataclass(frozen=True)
class Person:
    """Somebody who works here; ``joined`` is in months before today."""

    name: str
    email: str
    role: str
    joined: int = 24


PEOPLE: Final = (
    Person("Marek Jesionowski", "marek@example.com", OWNER),
    Person("Katarzyna Wolna", "katarzyna@example.com", "Kierownik biura"),
    Person("Anna Maj", "anna@example.com", "Projektant"),
    Person("Tomasz Lis", "tomasz@example.com", "Projektant"),
    Person("Julia Bąk", "julia@example.com", "Projektant", joined=15),
    Person("Piotr Miara", "piotr@example.com", "Pomiarowiec"),
    Person("Damian Kowal", "damian@example.com", "Montażysta"),
    Person("Szymon Dąb", "szymon@example.com", "Montażysta"),
    Person("Rafał Sosna", "rafal@example.com", "Montażysta"),
    Person("Oleksandr Bondar", "oleksandr@example.com", "Montażysta"),
    Person("Grzegorz Paleta", "grzegorz@example.com", "Magazynier"),
    Person("Beata Rachuba", "beata@example.com", "Księgowa"),
)
STOREKEEPER: Final = "Grzegorz Paleta"
# What there is to be seen in each role, for whoever signs in for the first time.
SEES: Final[Mapping[str, str]] = {
    OWNER: "everything",
    "Kierownik biura": "customers, contracts, calendar, cash and documents; approves measurements",
    "Projektant": "customers, contracts, orders and documents; no ledger",
    "Pomiarowiec": "measurements and the calendar; contracts to look at",
    "Montażysta": "the contracts they are assigned to, without prices",
    "Magazynier": "the warehouse, goods issues, the calendar",
    "Księgowa": "the ledger, approvals, invoices, settlements",
}


async def add_roles(ctx: Context, organization_id: UUID) -> dict[str, UUID]:
    """The roles of a studio; all but the owner's reach one organization."""
    owner = sorted({*BUSINESS, *OFFICE, *EVERYBODY, *grants_of(ctx.app, "admin")})
    made = {OWNER: await add_role(ctx, OWNER, owner)}
    for name, features in ROLES.items():
        granted = sorted({*features, *EVERYBODY})
        made[name] = await add_role(ctx, name, granted, organizations=[organization_id])
    return made


async def add_people(
    ctx: Context, organization_id: UUID, roles: Mapping[str, UUID], people: tuple[Person, ...]
) -> dict[str, UUID]:
    """The users by name; all have the password that everybody knows, or the one that is set for them."""
    password = ctx.app.settings.demo_password or PASSWORD
    return {
        person.name: await add_user(
            ctx, person.email, password, [roles[person.role]], organization_id=organization_id, name=person.name
        )
        for person in people
    }
