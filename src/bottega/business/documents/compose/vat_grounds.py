"""Refusals of VAT rates without grounds: 8 % without evidence, 23 % by default."""

from typing import Final

from bottega.business.documents.compose.contract_data import refuse
from bottega.business.documents.content.vat_rates import MISSING, Decision
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

NO_GROUNDS: Final = T(
    en="The 8 % rate cannot be used: its grounds are incomplete", pl="Nie można zastosować stawki 8%: brakuje podstaw"
)


def refuse_unsure(decision: Decision) -> None:
    """409 ``stawka_niepewna``, with what it costs, while nobody has said what the furniture is built into."""
    if decision.niepewna and decision.o_koszcie:
        raise Conflict(
            decision.o_koszcie,
            code="stawka_niepewna",
            koszt=float(decision.koszt),
            braki=[{"pole": name, "opis": MISSING[name]} for name in decision.braki],
        )


def refuse_ungrounded(decision: Decision) -> None:
    """The same, and 409 ``brak_podstaw_vat`` naming what the 8 % rate still needs."""
    refuse_unsure(decision)
    refuse(NO_GROUNDS, "brak_podstaw_vat", [(name, MISSING[name]) for name in decision.braki])
