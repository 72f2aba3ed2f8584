"""KSeF numbers that an invoice must name before it has a file for KSeF.

A correction names the invoice it corrects, a final invoice its advances (FA(3), ``NrKSeFFaKorygowanej`` and
``NrKSeFFaZaliczkowej``). While one that is in KSeF, or on its way there, has no number yet, the file cannot be made: it
would say that the other was issued outside KSeF.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from bottega.business.documents.content.models import Invoice


@dataclass(frozen=True)
class Known:
    """What is known of an invoice that another one names: whether KSeF has or will have it, and its number there."""

    dla_ksef: bool
    numer_ksef: str | None


def awaited(invoice: Invoice) -> list[str]:
    """Numbers of the invoices it names whose KSeF numbers are still to come."""
    named = [*invoice.zaliczki, *([invoice.korekta] if invoice.korekta else [])]
    return [one.numer for one in named if one.w_ksef and not one.numer_ksef]


def with_numbers(invoice: Invoice, known: Mapping[str, Known]) -> Invoice:
    """The same invoice with what is known by now of those it names, by their own numbers."""

    def told(one: Any) -> Any:
        found = known.get(one.numer)
        return one if found is None else replace(one, w_ksef=found.dla_ksef, numer_ksef=found.numer_ksef)

    return replace(
        invoice,
        zaliczki=tuple(told(one) for one in invoice.zaliczki),
        korekta=told(invoice.korekta) if invoice.korekta else None,
    )
