"""Tables of step 1 and 5: furniture, fronts, handles, display cabinets, appliances."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import Numeric
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.tables import TenantTable, check, number, reference
from bottega.kernel.i18n import T


class Furniture(TenantTable):
    """A group of cabinets."""

    __tablename__ = "contracts_furniture"
    entity = "contracts:furniture"
    counted_by = ()

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    grupa_meblowa: Mapped[str | None]
    korpus: Mapped[str | None]
    pcv: Mapped[str | None]
    boki: Mapped[str | None]


class Front(TenantTable):
    """A kind of doors and drawer fronts."""

    __tablename__ = "contracts_fronts"
    entity = "contracts:front"
    counted_by = ()

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    typ: Mapped[str | None]
    material: Mapped[str | None]
    kolor: Mapped[str | None]
    uslojenie: Mapped[str | None]


class Handle(TenantTable):
    """A kind of handles; length in mm."""

    __tablename__ = "contracts_handles"
    entity = "contracts:handle"
    counted_by = ()

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    typ: Mapped[str | None]
    kolor: Mapped[str | None]
    dlugosc: Mapped[Decimal | None] = number(6, 1)
    sztuk: Mapped[int | None]
    uwagi: Mapped[str | None]


class Vitrine(TenantTable):
    """A kind of display cabinets."""

    __tablename__ = "contracts_vitrines"
    entity = "contracts:vitrine"
    counted_by = ()

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    typ_ramy: Mapped[str | None]
    kolor_ramy: Mapped[str | None]
    szyba: Mapped[str | None]
    kolor_szyby: Mapped[str | None]


class Appliance(TenantTable):
    """A built-in appliance: catalogue price gross, discount in per cent."""

    __tablename__ = "contracts_appliances"
    entity = "contracts:appliance"
    counted_by = ()
    rules = (
        check("cena", "cena >= 0", T(en="A price cannot be negative", pl="Cena nie może być ujemna"), field="cena"),
        check(
            "rabat",
            "rabat BETWEEN 0 AND 100",
            T(en="A discount must be between 0 and 100 per cent", pl="Rabat musi wynosić od 0 do 100 procent"),
            field="rabat",
        ),
    )

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    rodzaj: Mapped[str | None]
    firma: Mapped[str | None]
    model: Mapped[str | None]
    cena: Mapped[Decimal]
    rabat: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
