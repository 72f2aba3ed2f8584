"""Income and expense statistics from running totals (BR-15).

Money that only changes hands is neither income nor expense. A storno counts against the side of what it reverses.
"""

from decimal import Decimal
from typing import Final

from bottega.business.finance.ledger import INCOME, INTERNAL, REVERSAL, Transaction
from bottega.business.finance.module import module
from bottega.kernel.context import Context
from bottega.kernel.database import running_totals
from bottega.kernel.database.row_counts import counts_sql
from bottega.kernel.resources.list_query import Period
from bottega.kernel.schemas import Schema

# Entries that wait, counted as lists count them: by direction, means, and whether they wait.
_WAITING: Final = (
    f"SELECT coalesce(sum(n), 0)::bigint FROM ({counts_sql(Transaction)}) AS kept WHERE oczekuje = 'true'"
    " AND ($2::uuid[] IS NULL OR organization_id = ANY($2))"
)


class FinanceStats(Schema):
    """Booked income and expense in PLN gross, and how much waits."""

    income: float
    expense: float
    balance: float
    pending_approvals: int


@module.get("/stats", "finance.view", name="stats", amounts="refused", whole=True)
async def read_stats(ctx: Context, query: Period) -> FinanceStats:
    """Get finance summary statistics.

    Booked income, expense and their difference, over all time or between two days in Warsaw, both included; transfers
    and moves between cash boxes are left out. And how many transactions wait for a decision, whatever their date.
    """
    visible = None if ctx.scope.visible is None else list(ctx.scope.visible)
    income = expense = Decimal(0)
    found = await running_totals.sums(
        ctx, Transaction, organizations=visible, first=query.date_from, last=query.date_to
    )
    for (typ, _rodzaj, _user, role), amount, _n in found:
        if role == INTERNAL:
            continue
        if role == REVERSAL:
            income, expense = (income, expense - amount) if typ == INCOME else (income - amount, expense)
        elif typ == INCOME:
            income += amount
        else:
            expense += amount
    waiting: int = await ctx.query_value(_WAITING, ctx.tenant_id, visible)
    return FinanceStats(
        income=float(income), expense=float(expense), balance=float(income - expense), pending_approvals=waiting
    )
