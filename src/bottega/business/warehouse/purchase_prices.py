"""Purchase prices: gross, and optionally net of deductible VAT."""

from decimal import Decimal
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from bottega.kernel.i18n import T
from bottega.kernel.schemas import Money

NetPrice = Annotated[Money, Field(ge=0, description="The same price less the VAT that is deducted; null: not known.")]
NET_ABOVE_GROSS: Final = T(
    en="A net price needs a gross price and cannot exceed it",
    pl="Cenę netto podaje się obok ceny brutto i nie może być wyższa",
)


class Value(NamedTuple):
    """What goods cost, PLN: gross, the VAT in those whose net price is known, and the gross value of the others."""

    brutto: Decimal
    vat: Decimal
    bez_netto: Decimal


def fits_gross(netto: Decimal | None, brutto: Decimal | None) -> bool:
    """Whether a net price can be that of a gross one."""
    return netto is None or (brutto is not None and netto <= brutto)
