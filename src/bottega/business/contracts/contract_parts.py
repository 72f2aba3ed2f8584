"""Child resources of contracts, with shared locking and checks.

What a settled contract must not get is refused (BR-5), also when it comes back by undo.
"""

from typing import Any, Final

from bottega.business.contracts.access import refuse_closed, refuse_settled
from bottega.business.contracts.tables.contract import Contract
from bottega.kernel.i18n import T
from bottega.kernel.resources.parents import Parent

NO_CONTRACT: Final = T(en="Contract not found", pl="Nie znaleziono umowy")


def of_contract(*, open_only: bool = True, **rules: Any) -> Parent:
    """The parent of a resource of parts: any contract, or only one that is not settled or dissolved.

    ``rules`` are the other fields of ``Parent``.
    """
    return Parent(
        Contract,
        "contract_id",
        refuse=refuse_closed if open_only else None,
        # A dissolved contract comes and goes with its parts.
        refuse_along=refuse_settled if open_only else None,
        missing=NO_CONTRACT,
        **rules,
    )
