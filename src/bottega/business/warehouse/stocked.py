"""A stocked material: description, quantity and reservation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Stocked:
    """A material in stock; ``contract_id`` is the contract it is reserved for."""

    id: UUID
    organization_id: UUID
    nazwa: str
    ilosc: int
    contract_id: UUID | None


def stocked(row: Mapping[str, Any]) -> Stocked:
    """The row of a material as a material in stock."""
    return Stocked(row["id"], row["organization_id"], name_of(row), row["ilosc"], row["contract_id"])


def name_of(material: Mapping[str, object]) -> str:
    """What a material is called on a document: ``Egger H1180 ST37 2800x2070x18 mm``."""
    sides = f"{material['dlugosc']}x{material['szerokosc']}"
    if material["grubosc"] is not None:
        sides += f"x{Decimal(str(material['grubosc'])).normalize():f}"
    return f"{material['producent']} {material['symbol']} {sides} mm"
