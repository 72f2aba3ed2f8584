"""Generator of credited measurement fees: payments that are in the ledger already.

The first instalment is less by the fee, so what is paid in all is the same (BR-11).
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bottega.business.measurements.fee_credit import ADVANCE, WHAT_FOR
from bottega.demo.draw.payments import CREDITED, Money, Payment
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.visits import Visit


def credit_fees(seed: int, money: Money, visits: Sequence[Visit]) -> Money:
    """The payments with so many credited fees among them."""
    chance = Chance(seed, "credited fees")
    first: dict[object, Payment] = {}
    for one in money.payments:
        if one.confirmed:
            first.setdefault(one.contract_id, one)
    fitting = [
        visit
        for visit in visits
        if visit.approved
        and visit.fee
        and (job := visit.deal.job)
        and not (job.story or job.business)
        and not job.cancelled
        and job.contract_id in first
        and first[job.contract_id].amount > 4 * visit.fee
    ]
    payments = list(money.payments)
    for visit in chance.some(fitting, CREDITED):
        assert visit.deal.job is not None
        paid = first[visit.deal.job.contract_id]
        payments[payments.index(paid)] = replace(paid, amount=paid.amount - visit.fee)
        payments.append(_credited(chance, visit, paid))
    return replace(money, payments=tuple(sorted(payments, key=lambda one: (one.day, one.id))))


def _credited(chance: Chance, visit: Visit, paid: Payment) -> Payment:
    return Payment(
        paid.contract_id,
        ADVANCE,
        "gotowka",
        Decimal(visit.fee),
        visit.day,
        remark=WHAT_FOR,
        id=chance.new_id(visit.at),
        transaction_id=visit.transaction_id,
        credited=True,
    )
