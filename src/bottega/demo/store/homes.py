"""Dashboards of the demo studio: the widgets that each role begins its day with."""

from collections.abc import Mapping, Sequence
from typing import Final

from bottega.demo.bulk_insert import Destination
from bottega.demo.people import OWNER
from bottega.platform.auth import named_roles
from bottega.platform.dashboards import give_role

HOMES: Final[Mapping[str, Sequence[str]]] = {
    OWNER: (
        "finance.dashboard.cash",
        "contracts.dashboard.overdue",
        "calendar.dashboard.installations",
        "finance.dashboard.approvals",
        "controlling.dashboard.stages",
        "controlling.dashboard.worstMargins",
        "documents.dashboard.invoicedByMonth",
        "contracts.dashboard.signedByMonth",
    ),
    "Kierownik biura": (
        "calendar.dashboard.today",
        "contracts.dashboard.lateOrders",
        "controlling.dashboard.nextInstallations",
        "finance.dashboard.transfersToMe",
        "calendar.dashboard.conflicts",
        "customers.dashboard.nextInteractions",
        "staff.dashboard.leaveToDecide",
        "measurements.dashboard.toApprove",
    ),
    "Projektant": (
        "controlling.dashboard.mine",
        "calendar.dashboard.mine",
        "customers.dashboard.closingDeals",
        "customers.dashboard.openDeals",
        "contracts.dashboard.lateOrders",
        "customers.dashboard.nextInteractions",
        "messaging.dashboard.unread",
    ),
    "Pomiarowiec": (
        "calendar.dashboard.mine",
        "measurements.dashboard.toApprove",
        "messaging.dashboard.unread",
        "finance.dashboard.transfersToMe",
    ),
    "Montażysta": (
        "calendar.dashboard.mine",
        "contracts.dashboard.recent",
        "finance.dashboard.transfersToMe",
        "messaging.dashboard.unread",
    ),
    "Magazynier": (
        "calendar.dashboard.upcomingInstallations",
        "contracts.dashboard.expectedOrders",
        "warehouse.dashboard.stock",
        "warehouse.dashboard.offcuts",
        "warehouse.dashboard.lastCuts",
        "warehouse.dashboard.issuesThisWeek",
    ),
    "Księgowa": (
        "finance.dashboard.approvals",
        "contracts.dashboard.toSettle",
        "documents.dashboard.issued",
        "finance.dashboard.cashReports",
        "finance.dashboard.ledgerFindings",
        "contracts.dashboard.overdue",
        "documents.dashboard.invoicedByMonth",
        "finance.dashboard.expensesByCategory",
    ),
}


async def store_homes(into: Destination) -> None:
    """Say what each role begins with, in the organization of the studio."""
    roles = await named_roles(into.ctx, list(HOMES))
    for role, widgets in HOMES.items():
        await give_role(into.ctx, roles[role][0], widgets, into.organization_id)
