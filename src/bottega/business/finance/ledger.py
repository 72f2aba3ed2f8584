"""Tables of the ledger: one row per amount received, spent, or pending.

``kwota`` is never negative, ``typ`` says the direction. What is booked is not edited: it is reversed by another entry.
Sums of booked entries are kept by the database (docs/decisions/0054).
"""

from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, get_args
from uuid import UUID

from sqlalchemy import Computed, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import among, one_of
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.running_totals import Summed
from bottega.kernel.database.tables import TenantTable, check, reference, unique
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.i18n import T

Direction = Literal["przychod", "rozchod"]
DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)
INCOME, EXPENSE = DIRECTIONS
Means = Literal["gotowka", "przelew", "karta", "blik", "raty", "kompensata"]
MEANS: Final[tuple[Means, ...]] = get_args(Means)
CASH: Final = "gotowka"

State = Literal["oczekuje", "zaksiegowana", "odrzucona", "anulowana"]
STATES: Final[tuple[State, ...]] = get_args(State)
PENDING, BOOKED, REJECTED, CANCELLED = STATES

# What an entry is to the result: its own, money that only changes hands, or the reversal of another one.
ORDINARY, INTERNAL, REVERSAL = "zwykla", "wewnetrzna", "storno"
ROLES: Final = (ORDINARY, INTERNAL, REVERSAL)

MEASUREMENT, PAYMENT, TRANSFER = "measurement", "payment_method", "transfer"
MOVE, ENTRY, RATING = "inter_cash_transfer", "transaction", "work_rating"
# Entries of these are changed where they come from.
SOURCES: Final = frozenset({MEASUREMENT, PAYMENT, TRANSFER, MOVE, ENTRY})

NEGATIVE: Final = T(
    en="An amount cannot be negative: the kind gives the direction",
    pl="Kwota nie może być ujemna: kierunek określa typ",
)
ZERO: Final = T(en="An amount must be greater than zero", pl="Kwota musi być większa od zera")
UNKNOWN: Final = T(en="Unknown value", pl="Nieznana wartość")
NET_ABOVE_GROSS: Final = T(
    en="A net amount cannot exceed the gross amount", pl="Kwota netto nie może przekraczać kwoty brutto"
)
UNDATED: Final = T(en="A booked entry must have a date", pl="Zaksięgowana pozycja musi mieć datę")
BOTH_OR_NEITHER: Final = T(
    en="Give the kind and the id of the linked record together", pl="Rodzaj i identyfikator powiązania podaje się razem"
)
ALREADY_BOOKED_FOR: Final = T(en="It already has an entry in the ledger", pl="Ma już pozycję w księdze")
ALREADY_REVERSED: Final = T(en="The entry was reversed already", pl="Do tej pozycji wystawiono już storno")

TAKEN_PLACE: Final = T(
    en="Somebody used the same cash box; please try again", pl="Ktoś użył tej samej kasy; spróbuj ponownie"
)


LIVE: Final = "deleted_at IS NULL"


def counting(linked: str) -> str:
    """SQL: an entry of that kind that is not cancelled, neither by hand nor by a reversal."""
    return (
        f"linked_entity_type = '{linked}' AND {one_of('stan', (PENDING, BOOKED))} AND storno_id IS NULL"
        " AND deleted_at IS NULL"
    )


class Transaction(TenantTable):
    """An entry of the ledger; amounts in PLN gross."""

    __tablename__ = "finance_transactions"
    __table_args__ = (
        Index("ix_finance_transactions_linked", "tenant_id", "linked_entity_type", "linked_entity_id"),
        Index("ix_finance_transactions_cash", "tenant_id", "cash_box_id", "data", "lp_kasowe"),
        # The total of a period, and its first rows by id: both without looking at the table.
        Index("ix_finance_transactions_period", "tenant_id", "organization_id", "data", postgresql_where=text(LIVE)),
        Index("ix_finance_transactions_id_in_period", "tenant_id", "id", "data", postgresql_where=text(LIVE)),
    )
    entity = "finance:transaction"
    is_about_amounts = True
    counted_by = ("typ", "rodzaj", "oczekuje")
    summed = Summed("kwota", "data", ("typ", "rodzaj", "uzytkownik_id", "charakter"), "stan", BOOKED)
    rules = (
        check("kwota", "kwota >= 0", NEGATIVE, field="kwota"),
        check(
            "kwota_zero",
            f"kwota > 0 OR coalesce(linked_entity_type, '') = '{MEASUREMENT}' OR charakter = '{REVERSAL}'",
            ZERO,
            field="kwota",
        ),
        check("kwota_netto", "kwota_netto BETWEEN 0 AND kwota", NET_ABOVE_GROSS, field="kwotaNetto"),
        among("typ", DIRECTIONS, UNKNOWN, field="typ"),
        among("rodzaj", MEANS, UNKNOWN, field="rodzaj"),
        among("stan", STATES, UNKNOWN),
        among("charakter", ROLES, UNKNOWN),
        check("data", f"stan <> '{BOOKED}' OR data IS NOT NULL", UNDATED, field="data"),
        check(
            "linked",
            "(linked_entity_type IS NULL) = (linked_entity_id IS NULL)",
            BOTH_OR_NEITHER,
            field="linkedEntityId",
        ),
        check("cash_box", "(cash_box_id IS NULL) = (lp_kasowe IS NULL)", UNKNOWN),
        check("voucher", "(dokument_id IS NULL) = (dowod IS NULL)", UNKNOWN),
        check("booked_cash", f"stan <> '{BOOKED}' OR rodzaj <> '{CASH}' OR cash_box_id IS NOT NULL", UNKNOWN),
        unique("lp_kasowe", "cash_box_id, lp_kasowe", TAKEN_PLACE, where="cash_box_id IS NOT NULL"),
        unique("measurement", "linked_entity_id", ALREADY_BOOKED_FOR, where=counting(MEASUREMENT)),
        unique("payment_method", "linked_entity_id", ALREADY_BOOKED_FOR, where=counting(PAYMENT)),
        unique("reversal", "linked_entity_id", ALREADY_REVERSED, where=f"linked_entity_type = '{ENTRY}'"),
    )

    nazwa: Mapped[str]
    # The person it is about: encrypted like their name in the customer file, and shown behind ``nazwa``.
    dotyczy: Mapped[str | None] = sealed_column()
    kwota: Mapped[Decimal]
    # Less the VAT that is deducted; NULL: nobody said.
    kwota_netto: Mapped[Decimal | None]
    typ: Mapped[str]
    rodzaj: Mapped[str]
    data: Mapped[datetime | None]
    kategoria: Mapped[str | None]
    contract_id: Mapped[UUID | None] = reference("contracts_contracts")
    # Whose cash box; NULL is the main one.
    uzytkownik_id: Mapped[UUID | None] = reference("auth_users")
    komentarz: Mapped[str | None]
    linked_entity_type: Mapped[str | None]
    linked_entity_id: Mapped[UUID | None]
    oczekuje: Mapped[bool] = mapped_column(Computed(f"stan = '{PENDING}'", persisted=True))
    stan: Mapped[str] = mapped_column(server_default=BOOKED)
    charakter: Mapped[str] = mapped_column(server_default=ORDINARY)
    # Who entered it: they do not approve large amounts themselves.
    autor_id: Mapped[UUID | None] = loose_reference("auth:user")
    zatwierdzil_id: Mapped[UUID | None] = loose_reference("auth:user")
    zatwierdzona_at: Mapped[datetime | None]
    # The entry that reverses it.
    storno_id: Mapped[UUID | None] = loose_reference("finance:transaction")
    # Of booked cash: the cash box it went through, and its place among what went through it, from 1.
    cash_box_id: Mapped[UUID | None] = reference("finance_cash_boxes")
    lp_kasowe: Mapped[int | None]
    # Of cash: the voucher in force that stands on it, which a module above issues, and its number.
    dokument_id: Mapped[UUID | None] = loose_reference("documents:document")
    dowod: Mapped[str | None]
