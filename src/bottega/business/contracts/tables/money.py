"""Tables of a contract's money: valuations, payments, schedule; amounts in PLN gross."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal, get_args
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bottega.business.contracts.tables.contract import NEGATIVE
from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, reference
from bottega.kernel.i18n import T

REFUND: Final = "Zwrot"
EARNEST: Final = "Zadatek"
CASH: Final = "gotowka"
PaymentKind = Literal["Zadatek", "Zaliczka", "Rata", "Dopłata", "Wpłata końcowa", "Zwrot"]
Means = Literal["gotowka", "przelew", "karta", "blik", "raty", "kompensata"]
PAYMENT_KINDS: Final = get_args(PaymentKind)
MEANS: Final = get_args(Means)

NOT_POSITIVE: Final = T(en="An amount must be greater than zero", pl="Kwota musi być większa od zera")
NO_DAY: Final = T(
    en="Only a payment that has been received can be confirmed: its date is missing or in the future",
    pl="Potwierdzić można tylko otrzymaną wpłatę: brakuje jej daty albo data jest późniejsza niż dziś",
)


class Valuation(TenantTable):
    """A quote; the newest one of a contract counts, older ones are history."""

    __tablename__ = "contracts_valuations"
    entity = "contracts:valuation"
    counted_by = ()
    is_about_amounts = True
    rules = tuple(check(part, f"{part} >= 0", NEGATIVE, field=part) for part in ("meble", "dodatki", "sprzet"))
    __table_args__ = (Index("ix_contracts_valuations_newest", "tenant_id", "contract_id", "created_at", "id"),)

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    meble: Mapped[Decimal] = mapped_column(server_default="0")
    dodatki: Mapped[Decimal] = mapped_column(server_default="0")
    sprzet: Mapped[Decimal] = mapped_column(server_default="0")


class Payment(TenantTable):
    """A payment of the customer; ``Zwrot`` is one to the customer. Only confirmed ones count (BR-2)."""

    __tablename__ = "contracts_payments"
    entity = "contracts:payment_method"
    counted_by = ()
    is_about_amounts = True
    __table_args__ = (Index("ix_contracts_payments_transaction_id", "tenant_id", "transaction_id"),)
    rules = (
        among("typ", PAYMENT_KINDS, T(en="Unknown kind", pl="Nieznany rodzaj wpłaty"), field="typ"),
        among("rodzaj", MEANS, T(en="Unknown means of payment", pl="Nieznana forma płatności"), field="rodzaj"),
        check("cena", "cena > 0", NOT_POSITIVE, field="cena"),
        check("confirmed_day", "NOT potwierdzona OR data IS NOT NULL", NO_DAY, field="data"),
    )

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    typ: Mapped[str]
    rodzaj: Mapped[str]
    cena: Mapped[Decimal]
    data: Mapped[date | None]
    # Who took it, and holds it in their cash box; null is the main one.
    uzytkownik_id: Mapped[UUID | None] = loose_reference("auth:user")
    potwierdzona: Mapped[bool] = mapped_column(server_default="false")
    potwierdzona_at: Mapped[datetime | None]
    potwierdzil_id: Mapped[UUID | None] = loose_reference("auth:user")
    # Whoever keeps the books refused it: it is expected no more, unless it is changed or confirmed after all.
    odrzucona: Mapped[bool] = mapped_column(server_default="false")
    # Its entry in the ledger, which a module above keeps.
    transaction_id: Mapped[UUID | None] = loose_reference("finance:transaction")
    dokument_id: Mapped[UUID | None] = loose_reference("documents:document")
    opis: Mapped[str | None]


class PlannedPayment(TenantTable):
    """A line of the payment schedule."""

    __tablename__ = "contracts_planned_payments"
    entity = "contracts:planned_payment"
    counted_by = ()
    is_about_amounts = True
    rules = (check("cena", "cena > 0", NOT_POSITIVE, field="cena"),)

    contract_id: Mapped[UUID] = reference("contracts_contracts", blocks=False)
    typ: Mapped[str]
    rodzaj: Mapped[str]
    cena: Mapped[Decimal]
    data: Mapped[date | None]
