"""The measurement protocol (PRP): a form with the fee and its crediting.

It is written at the customer's, often before there is any contract, so what the house does not know yet is a line or a
table to be filled in by hand. The fee is credited when the customer orders in time (BR-11).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts import require_contract
from bottega.business.customers import Party, PostalAddress, addresses, addresses_of, parties
from bottega.business.documents.compose.contract_data import BUYER_NAME, INCOMPLETE, buyer_of, refuse
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.letters import day, money
from bottega.business.documents.content.kinds import CANCELLED, KINDS
from bottega.business.documents.content.models import Contract, Letter
from bottega.business.documents.content.sections import Section
from bottega.business.documents.issuer import Desk, read_desk, seller_gaps
from bottega.business.documents.module import module
from bottega.business.documents.seller import place_of, seller_of
from bottega.business.measurements import MeasurementFacts, measurement_facts
from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict, NotFound
from bottega.kernel.i18n import T
from bottega.platform.auth import colleagues

HAS_PROTOCOL: Final = T(
    en="A protocol was issued for the measurement; cancel that first",
    pl="Do pomiaru wystawiono protokół; najpierw go anuluj",
)
BY_HAND: Final = "…………………………………………………"
# What a wall is measured for, and what has to be known of a room before furniture is drawn for it.
WALLS: Final = ("A", "B", "C", "D", "E", "F")
OF_WALLS: Final = ("Ściana", "Szerokość dół (mm)", "Szerokość góra (mm)", "Wysokość (mm)", "Odchyłka od pionu (mm)")
OF_ROOM: Final = ("Instalacja lub warunek", "Ściana", "Od lewej (mm)", "Od podłogi (mm)", "Uwagi")
CONDITIONS: Final = (
    "Okno (wymiary, parapet)",
    "Drzwi (wymiary, kierunek)",
    "Gniazda elektryczne",
    "Zasilanie płyty i piekarnika",
    "Oświetlenie, włączniki",
    "Woda zimna i ciepła",
    "Odpływ",
    "Gaz",
    "Wentylacja, okap",
    "Grzejnik",
    "Poziom podłogi, narożniki",
)
# With its title, the remarks and the signatures it fills the back of the sheet.
DRAWING_MM: Final = 170
FEES: Final[Mapping[str, str]] = {
    "bezplatny": "pomiar bezpłatny",
    "niezatwierdzona": "niezatwierdzona",
    "oczekuje": "czeka na zatwierdzenie",
    "zatwierdzona": "zatwierdzona {zatwierdzony}",
    "zaliczona": "zaliczona na poczet ceny umowy nr {umowa}",
}
TERMS: Final = (
    "Jeżeli w ciągu 90 dni od zatwierdzenia pomiaru{termin} klient złoży zamówienie (zawrze umowę), opłata za pomiar"
    " zostanie zaliczona na poczet ceny."
)


@dataclass(frozen=True)
class Visit:
    """A measurement with the names of everything in it."""

    facts: MeasurementFacts
    desk: Desk
    party: Party
    home: PostalAddress | None
    site: PostalAddress | None
    surveyor: str | None
    contract: Mapping[str, object] | None


async def read_visit(ctx: Context, measurement_id: UUID, *, lock: bool = False) -> Visit:
    """A measurement in view; 404 without one, or if its fee was credited to a contract that is not in view."""
    facts = (await measurement_facts(ctx, [measurement_id], lock=lock)).get(measurement_id)
    if facts is None:
        raise NotFound
    contract = await require_contract(ctx, facts.contract_id) if facts.contract_id else None
    party = (await parties(ctx, [facts.customer_id])).get(facts.customer_id)
    if party is None:
        raise NotFound
    every = (await addresses_of(ctx, [facts.customer_id]))[facts.customer_id]
    home = next(iter(every), None)
    site = (await addresses(ctx, [facts.adres_id])).get(facts.adres_id) if facts.adres_id else home
    home, site = (place and place.under(party) for place in (home, site))
    person = (await colleagues(ctx, [facts.uzytkownik_id])).get(facts.uzytkownik_id) if facts.uzytkownik_id else None
    desk = await read_desk(ctx, facts.organization_id, customer_id=facts.customer_id, contract_id=facts.contract_id)
    return Visit(facts, desk, party, home, site, person.shown if person else None, contract)


def protocol(visit: Visit, wishes: Wishes) -> Letter:
    """A protocol without its number."""
    desk, buyer = visit.desk, buyer_of(visit.party, visit.home)
    missing = [*seller_gaps(desk.profile, invoice=False), *([] if buyer.nazwa else [("nabywca.nazwa", BUYER_NAME)])]
    refuse(INCOMPLETE, "brak_danych", missing)
    return Letter(
        rodzaj="PRP",
        tytul=KINDS["PRP"].tytul,
        sprzedawca=seller_of(dict(desk.profile)),
        strona=buyer,
        data_wystawienia=wishes.day or desk.today,
        czesci=tuple(_parts(visit, wishes)),
        podpisy=("mierzący (w imieniu studia)", "klient"),
        miejsce=place_of(dict(desk.profile)),
        umowa=_contract(visit),
        role=("Studio", "Klient"),
        wystawil=desk.author,
        stopka=desk.profile["stopka"],
    )


def _contract(visit: Visit) -> Contract | None:
    return None if visit.contract is None else Contract(str(visit.contract["numer"]))


def _parts(visit: Visit, wishes: Wishes) -> list[Section]:
    blank = ("",) * (len(OF_WALLS) - 1)
    return [
        Section(
            "Pomiar",
            dane=(
                ("Adres pomiaru", str(visit.site) if visit.site else BY_HAND),
                ("Data i godzina pomiaru", BY_HAND),
                ("Mierzy", visit.surveyor or BY_HAND),
                ("Pomieszczenie", BY_HAND),
            ),
        ),
        _fee(visit),
        Section("Wymiary ścian", naglowki=OF_WALLS, wiersze=tuple((wall, *blank) for wall in WALLS), odreczna=True),
        Section(
            "Instalacje i warunki",
            naglowki=OF_ROOM,
            wiersze=tuple((name, *blank) for name in CONDITIONS),
            odreczna=True,
        ),
        Section("Szkic pomieszczenia", rysunek=DRAWING_MM),
        Section("Uwagi", akapity=(wishes.uwagi,) if wishes.uwagi else (), linie=3),
    ]


def _fee(visit: Visit) -> Section:
    """The fee, its state, and until when an order has it credited, unless that has happened."""
    facts = visit.facts
    approved, until = facts.zatwierdzony, facts.zaliczyc_do
    state = FEES[facts.oplata].format(
        zatwierdzony=day(approved) if approved else "", umowa=visit.contract["numer"] if visit.contract else ""
    )
    open_still = facts.oplata in {"niezatwierdzona", "oczekuje", "zatwierdzona"}
    terms = TERMS.format(termin=f" (do {day(until)})" if until else "")
    return Section(
        "Opłata za pomiar",
        akapity=(terms,) if open_still else (),
        dane=(("Kwota brutto", money(facts.kwota)), ("Stan opłaty", state)),
    )


@module.within("measurements.measurement.deleting")
async def keep_measured(ctx: Context, *, measurement: Mapping[str, Any]) -> None:
    """409 while a protocol of the measurement is in force."""
    found = await ctx.query_value(
        "SELECT count(*) FROM documents_documents WHERE tenant_id = $1 AND measurement_id = $2"
        f" AND stan <> '{CANCELLED}' AND deleted_at IS NULL",
        ctx.tenant_id,
        measurement["id"],
    )
    if found:
        raise Conflict(HAS_PROTOCOL, code="ma_protokol", used={"documents:document": found})
