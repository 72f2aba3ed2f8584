"""Cash boxes (kasy): the main one, and one per person who carries cash.

A box is locked while cash goes through it. What it holds is read after that, so two who spend at once cannot spend the
same money, and nothing is written into a period that has been closed (docs/decisions/0055).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from sqlalchemy.orm import Mapped

from bottega.business.contracts import zloty
from bottega.business.finance.ledger import Transaction
from bottega.business.finance.module import module
from bottega.kernel.context import Context
from bottega.kernel.database.running_totals import sums_sql
from bottega.kernel.database.tables import TenantTable, check, reference, unique
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Scoped
from bottega.kernel.screens import Child, Group, Nav, Screen
from bottega.kernel.writes import changes
from bottega.platform.auth import colleagues, require_colleague
from bottega.platform.navigation_groups import MONEY

MAIN_NAME: Final = "Kasa główna"
MAIN_CODE: Final = "KG"

BAD_CODE: Final = T(
    en="1 to 12 capital letters, digits and dashes",
    pl="Od 1 do 12 wielkich liter, cyfr i myślników, bez polskich znaków",
)
OF_DOCUMENTS: Final = frozenset({"KP", "KW", "RK"})
CODE_TAKEN: Final = T(en="Another cash box has this code", pl="Inna kasa ma już ten kod")
ONE_EACH: Final = T(
    en="This person already has a cash box; only one box, the main one, has no person",
    pl="Ta osoba ma już kasę; bez osoby jest tylko jedna, kasa główna",
)
OWNER_STAYS: Final = T(
    en="A cash box cannot change its person: open another one", pl="Nie można przypisać kasy innej osobie: załóż nową"
)
KEEPS_OWN: Final = T(
    en="A personal cash box is kept by its owner: only the main one has a cashier",
    pl="Swoją kasę prowadzi jej właściciel: kasjera wskazuje się tylko dla kasy głównej",
)
SHORT: Final = T(
    en="There is not enough cash: available {dostepne}, needed {potrzebne}",
    pl="Brak środków w kasie: dostępne {dostepne}, potrzebne {potrzebne}",
)
CLOSED: Final = T(
    en="The cash report up to {zamknietoDo} is closed: choose a later date",
    pl="Raport kasowy do dnia {zamknietoDo} jest zamknięty: wybierz późniejszą datę",
)
CLOSED_OVER: Final = T(
    en="The cash report up to {zamknietoDo} is closed: reverse the entry with a storno",
    pl="Raport kasowy do dnia {zamknietoDo} jest zamknięty: wystaw storno tej pozycji",
)

_HOLD: Final = (
    "SELECT id, organization_id, uzytkownik_id, nazwa, kod FROM finance_cash_boxes WHERE tenant_id = $1"
    " AND organization_id = $2 AND (uzytkownik_id = $3 OR $3::uuid IS NULL AND uzytkownik_id IS NULL)"
    " AND deleted_at IS NULL FOR NO KEY UPDATE"
)
_STATE: Final = f"""
SELECT (SELECT max(dzien_do) FROM finance_cash_reports WHERE tenant_id = $1 AND cash_box_id = $2
        AND stan = 'zamkniety' AND deleted_at IS NULL) AS closed_until,
       (SELECT coalesce(max(lp_kasowe), 0) FROM finance_transactions WHERE tenant_id = $1 AND cash_box_id = $2) AS last,
       (SELECT coalesce(sum(CASE typ WHEN 'przychod' THEN amount ELSE -amount END), 0)
        FROM ({sums_sql(Transaction)}) AS kept WHERE organization_id = $3
        AND rodzaj = 'gotowka' AND uzytkownik_id IS NOT DISTINCT FROM $4::uuid::text) AS held,
       (SELECT coalesce(sum(kwota), 0) FROM finance_transfers WHERE tenant_id = $1 AND organization_id = $3
        AND nadawca_id = $4 AND rodzaj = 'gotowka' AND status = 'oczekuje' AND deleted_at IS NULL) AS reserved
"""
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,11}")
_PLAIN: Final = str.maketrans("ĄĆĘŁŃÓŚŹŻ", "ACELNOSZZ")


class CashBox(TenantTable):
    """A cash box; without a person it is the main one. Its code stands in the numbers of cash documents."""

    __tablename__ = "finance_cash_boxes"
    entity = "finance:cash_box"
    counted_by = ()
    rules = (
        unique("kod", "organization_id, kod", CODE_TAKEN, field="kod", where="deleted_at IS NULL"),
        unique(
            "person",
            "organization_id, coalesce(uzytkownik_id, '00000000-0000-0000-0000-000000000000'::uuid)",
            ONE_EACH,
            field="uzytkownikId",
            where="deleted_at IS NULL",
        ),
        check("keeper", "kasjer_id IS NULL OR uzytkownik_id IS NULL", KEEPS_OWN, field="kasjerId"),
    )

    nazwa: Mapped[str]
    kod: Mapped[str]
    uzytkownik_id: Mapped[UUID | None] = reference("auth_users")
    # Who keeps the main cash box and signs its vouchers; that of a person is kept by them.
    kasjer_id: Mapped[UUID | None] = reference("auth_users")


def _code(value: str) -> str:
    code = value.upper()
    if not _CODE.fullmatch(code):
        raise PydanticCustomError("code", "bad code", {"text": BAD_CODE})
    return code


class CashBoxInput(Scoped):
    """A cash box."""

    nazwa: str = Field(min_length=1, max_length=80)
    kod: Annotated[str, Field(min_length=1, max_length=12), AfterValidator(_code)] = Field(
        description="Stands in numbers of cash documents: KP/KG/2026/11/001."
    )
    uzytkownik_id: UUID | None = Field(default=None, description="Whose it is; null: the main cash box.")
    kasjer_id: UUID | None = Field(
        default=None, description="Who keeps the main cash box and signs its vouchers; a person keeps their own."
    )


async def prepare(ctx: Context, values: dict[str, Any], box_id: UUID | None) -> dict[str, Any]:
    """See that a box belongs to somebody of the organization, stays with them, and that its cashier is one of them."""
    if values.get("kasjer_id"):
        await require_colleague(ctx, values["kasjer_id"], field="kasjerId")
    if box_id is not None and "uzytkownik_id" in values:
        box = await changes.one(ctx, CashBox, box_id, lock=True)
        if box["uzytkownik_id"] != values.pop("uzytkownik_id"):
            raise Conflict(OWNER_STAYS, code="osoba_kasy", fieldErrors={"uzytkownikId": OWNER_STAYS})
    elif values.get("uzytkownik_id"):
        await require_colleague(ctx, values["uzytkownik_id"], field="uzytkownikId")
    return values


cash_boxes = module.mount(
    "/cash_boxes",
    Resource(
        table=CashBox,
        input=CashBoxInput,
        label=T(en="Cash box", pl="Kasa"),
        plural=T(en="Cash boxes", pl="Kasy"),
        title="{nazwa}",
        subtitle="{kod}",
        search=(CashBox.nazwa, CashBox.kod),
        filters={"uzytkownikId": CashBox.uzytkownik_id},
        prepare=prepare,
        access=Access(view="finance.view", create="finance.create", edit="finance.edit", delete="finance.delete"),
        screen=Screen(
            icon="wallet",
            nav=Nav(MONEY, 20, href="/backend/finance"),
            columns="nazwa kod uzytkownik_id kasjer_id",
            groups=(Group(T(en="Cash box", pl="Kasa"), "nazwa kod uzytkownik_id kasjer_id"),),
            quick="nazwa kod uzytkownik_id kasjer_id",
            children=(Child("cash_reports", by="cashBoxId"), Child("documents.issued", by="cashBoxId")),
            page="cash",
            empty=T(
                en="The first cash that somebody takes opens a cash box",
                pl="Kasa powstanie z pierwszą przyjętą gotówką",
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Box:
    """A cash box that is locked for the rest of the transaction; amounts in PLN."""

    id: UUID
    organization_id: UUID
    uzytkownik_id: UUID | None
    nazwa: str
    kod: str
    # The last day of the last closed report; nothing is booked on it or before.
    closed_until: date | None
    # The place of the last entry that went through it.
    last: int
    held: Decimal
    # Of that, what is promised by transfers that nobody has accepted yet.
    reserved: Decimal

    def refuse_closed(self, day: date, *, booked: bool = False) -> None:
        """409 ``okres_zamkniety`` for a day in a closed report; ``booked``: what is taken back stands in it already."""
        if self.closed_until is not None and day <= self.closed_until:
            raise Conflict(
                (CLOSED_OVER if booked else CLOSED).given(zamknietoDo=self.closed_until),
                code="okres_zamkniety",
                kasa=self.nazwa,
                zamknietoDo=self.closed_until.isoformat(),
            )

    def refuse_short(self, kwota: Decimal, *, promised: Decimal = Decimal(0)) -> None:
        """409 ``brak_srodkow`` unless it holds that much besides what is reserved; ``promised`` of which is this."""
        available = self.held - self.reserved + promised
        if kwota > available:
            raise Conflict(
                SHORT.given(dostepne=zloty(available), potrzebne=zloty(kwota)),
                code="brak_srodkow",
                dostepne=float(available),
                potrzebne=float(kwota),
            )

    def after(self, change: Decimal) -> "Box":
        """The box with one more entry."""
        return replace(self, last=self.last + 1, held=self.held + change)


async def hold_box(ctx: Context, organization_id: UUID, user_id: UUID | None) -> Box:
    """Lock somebody's cash box until the command is done; the first cash somebody takes opens it."""
    await ctx.begin()
    row = await ctx.query_one(_HOLD, ctx.tenant_id, organization_id, user_id)
    if row is None:
        who = f"{ctx.tenant_id} cash boxes {organization_id}"
        await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", who)
        row = await ctx.query_one(_HOLD, ctx.tenant_id, organization_id, user_id)
        if row is None:
            await _open(ctx, organization_id, user_id)
            row = await ctx.require(_HOLD, ctx.tenant_id, organization_id, user_id)
    state = await ctx.require(_STATE, ctx.tenant_id, row["id"], organization_id, user_id)
    return Box(**dict(row), **dict(state))


async def hold_boxes(ctx: Context, organization_id: UUID, users: set[UUID | None]) -> dict[UUID | None, Box]:
    """Lock several boxes, always in the same order, so that nobody waits in a circle."""
    ordered = sorted(users, key=lambda user: (user is not None, str(user)))
    return {user: await hold_box(ctx, organization_id, user) for user in ordered}


async def _open(ctx: Context, organization_id: UUID, user_id: UUID | None) -> None:
    nazwa, wanted = MAIN_NAME, MAIN_CODE
    if user_id is not None:
        person = (await colleagues(ctx, [user_id]))[user_id]
        nazwa, wanted = f"Kasa – {person.shown}"[:80], _initials(person.name)
    rows = await ctx.query(
        "SELECT kod FROM finance_cash_boxes WHERE tenant_id = $1 AND organization_id = $2",
        ctx.tenant_id,
        organization_id,
    )
    # A voucher of Katarzyna Wolna's box is not to be called KP/KW/2026/11/001.
    taken, kod, n = {row["kod"] for row in rows} | OF_DOCUMENTS, wanted, 1
    while kod in taken:
        n += 1
        kod = f"{wanted}{n}"
    values = {"organization_id": organization_id, "nazwa": nazwa, "kod": kod, "uzytkownik_id": user_id}
    await changes.insert(ctx, CashBox, values)


def _initials(name: str | None) -> str:
    """``AM`` for Anna Maj."""
    letters = "".join(word[0] for word in (name or "").upper().translate(_PLAIN).split())
    return re.sub(r"[^A-Z0-9]", "", letters)[:4] or "K"
