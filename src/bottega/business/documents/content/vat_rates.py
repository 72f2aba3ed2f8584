"""The VAT rate of each part of a contract's price, with its grounds.

The decision table is that of docs/business-rules.md, «VAT rates». The reduced rate is for furniture built in for good
in social housing: a flat of at most 150 m² or a house of at most 300 m² (VAT act art. 41 ust. 2 and 12-12b); of a
larger one only a share of the taxable amount has it (ust. 12c). Whoever applies it must be able to show why: without
the building, its floor area, the permanent assembly and the customer's statement no invoice is issued. Nor is one at
the standard rate while nobody has said what the furniture is built into: prices are gross, so the studio would pay the
difference.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

import msgspec

from bottega.business.contracts import zloty
from bottega.business.documents.content.vat_gross_method import PERCENT, ZERO, by_rate, rounded, whole
from bottega.kernel.i18n import T

# Usable floor area, in m², up to which a dwelling is social housing (art. 41 ust. 12b).
LIMITS: Final[Mapping[str, Decimal]] = {"lokal_mieszkalny": Decimal(150), "dom_jednorodzinny": Decimal(300)}
BUILT_IN: Final = "43.32.10.0"
BUSINESS: Final = frozenset({"biuro", "lokal_uslugowy"})

SERVICE: Final = (
    "Kompleksowa usługa trwałej zabudowy meblowej w obiekcie budownictwa mieszkaniowego",
    "art. 41 ust. 2 i 12–12b ustawy o VAT; uchwała NSA I FPS 2/13",
)
SHARE_WITHIN: Final = (
    "Część podstawy opodatkowania odpowiadająca limitowi powierzchni ({limit} z {area} m²)",
    "art. 41 ust. 12c ustawy o VAT",
)
SHARE_ABOVE: Final = (
    "Część podstawy opodatkowania ponad limit powierzchni ({limit} z {area} m²)",
    "art. 41 ust. 1 i 12c ustawy o VAT",
)
ISLAND: Final = (
    "Wyspa niezwiązana trwale z elementami konstrukcyjnymi budynku",
    "art. 41 ust. 1 ustawy o VAT; WIS 0111-KDSB1-1.440.386.2023.6.JJ",
)
APPLIANCES: Final = (
    "Sprzęt AGD do zabudowy jako odrębna dostawa towarów",
    "art. 41 ust. 1 ustawy o VAT; ITPP1/443-690/11/4-S/BJ",
)
APPLIANCES_INSIDE: Final = ("Sprzęt AGD jako element kompleksowej usługi zabudowy", "{nr_wis}")
NOT_HOUSING: Final = (
    "Obiekt poza budownictwem objętym społecznym programem mieszkaniowym",
    "art. 41 ust. 1 ustawy o VAT",
)
LOOSE: Final = ("Dostawa mebli bez trwałej zabudowy", "art. 41 ust. 1 ustawy o VAT")
UNKNOWN: Final = ("Stawka podstawowa: umowa nie wskazuje obiektu mieszkalnego", "art. 41 ust. 1 ustawy o VAT")
CHOSEN: Final = ("Stawka podstawowa wybrana w umowie", "art. 41 ust. 1 ustawy o VAT")

MISSING: Final[Mapping[str, T]] = {
    "obiektRodzaj": T(
        en="What is furnished: a flat or a single-family house",
        pl="Rodzaj obiektu: lokal mieszkalny albo dom jednorodzinny",
    ),
    "powierzchniaUzytkowaM2": T(
        en="Usable floor area of the flat or house", pl="Powierzchnia użytkowa lokalu albo domu"
    ),
    "montazTrwaly": T(
        en="Confirmation that the furniture is built in permanently", pl="Potwierdzenie trwałego montażu zabudowy"
    ),
    "oswiadczenieVat": T(
        en="The customer's statement on the conditions of the 8 % rate",
        pl="Oświadczenie klienta o warunkach stosowania stawki 8%",
    ),
    "nrWis": T(
        en="The ruling that allows appliances inside the 8 % service",
        pl="Numer WIS lub interpretacji pozwalającej objąć sprzęt AGD stawką 8%",
    ),
    "wyspaBrutto": T(
        en="Value of the kitchen island, taxed at 23 %; 0 if it is tied to the structure",
        pl="Wartość wyspy kuchennej, która ma stawkę 23%; 0, jeśli jest trwale związana z konstrukcją",
    ),
}
ISLAND_WARNING: Final = T(
    en="The contract has an island: give its value, it is taxed at 23 % unless tied to the structure",
    pl="W umowie jest wyspa: podaj jej wartość, bo bez trwałego związania z konstrukcją ma stawkę 23%",
)
# The fact that decides between the rates while it is missing.
UNSAID_FACT: Final = "obiektRodzaj"
COSTS: Final = T(
    en="VAT is {vat} at 23 % and {vat_8} at 8 %: without the kind of building the studio pays {koszt} more. Fill it"
    " in, or choose the rate of 23 % and say why",
    pl="VAT wynosi {vat} przy 23%, a {vat_8} przy 8%: bez rodzaju obiektu studio zapłaci {koszt} więcej. Uzupełnij"
    " go albo wybierz stawkę 23% i podaj jej powód",
)
CHOSEN_COSTS: Final = T(
    en="The contract insists on 23 % in a flat or house: VAT is {vat} instead of {vat_8}, {koszt} more. Give the"
    " reason for the rate, or choose the rate by law",
    pl="Umowa wybiera 23% w obiekcie mieszkalnym: VAT wynosi {vat} zamiast {vat_8}, czyli o {koszt} więcej. Podaj"
    " powód stawki albo wybierz stawkę według przepisów",
)


class Price(msgspec.Struct, frozen=True):
    """The parts of a contract's price, gross; ``wyspa`` is the part of ``meble`` that a kitchen island is."""

    meble: Decimal = ZERO
    dodatki: Decimal = ZERO
    sprzet: Decimal = ZERO
    wyspa: Decimal = ZERO


class VatFacts(msgspec.Struct, frozen=True):
    """What the decision depends on; None is what nobody has said yet.

    ``tryb`` is what the contract insists on: ``8``, ``23``, or None for whatever follows from the rest; ``powod`` is
    why it insists on ``23``.
    """

    typ: str = "kuchnia"
    tryb: str | None = None
    obiekt_rodzaj: str | None = None
    powierzchnia: Decimal | None = None
    montaz_trwaly: bool | None = None
    oswiadczenie: bool = False
    # There is an island, and nobody has said what it costs, or that it is tied to the structure.
    wyspa_nieznana: bool = False
    agd_w_usludze: bool = False
    nr_wis: str | None = None
    # The seller is not a VAT payer: the grounds of the exemption, art. 113 as a rule.
    zwolnienie: str | None = None
    powod: str | None = None

    @property
    def unsaid(self) -> bool:
        """Whether the furniture has the standard rate only because nobody has said what it is built into."""
        return self._might_be_reduced and self.obiekt_rodzaj is None and self.typ not in BUSINESS

    @property
    def insisted(self) -> bool:
        """Whether the contract insists on the standard rate in a dwelling and does not say why."""
        return self._might_be_reduced and self.tryb == "23" and self.obiekt_rodzaj in LIMITS

    @property
    def _might_be_reduced(self) -> bool:
        confirmed = self.tryb == "8" or (self.tryb == "23" and self.powod)
        return self.zwolnienie is None and not confirmed and self.montaz_trwaly is not False


class Share(msgspec.Struct, frozen=True):
    """A part of the price at one rate, and why: the situation and the authority it rests on."""

    skladnik: str
    stawka: str
    brutto: Decimal
    podstawa: str
    zrodlo: str
    pkwiu: str | None = None
    zal_15: bool = False


class Decision(msgspec.Struct, frozen=True):
    """The rates of a price; ``braki`` must be filled before an invoice is issued.

    ``koszt`` is what the standard rate costs the studio where the reduced one is possible and nobody has said why not,
    PLN, and ``o_koszcie`` says so to the studio; ``niepewna``: not even a pro forma is issued before somebody has.
    """

    pozycje: tuple[Share, ...]
    braki: tuple[str, ...] = ()
    ostrzezenia: tuple[T, ...] = ()
    koszt: Decimal = ZERO
    o_koszcie: T | None = None
    niepewna: bool = False


def decide(facts: VatFacts, price: Price) -> Decision:
    """The rate of each part of a price."""
    if facts.zwolnienie is not None:
        return Decision(tuple(_exempt(facts.zwolnienie, price)))
    reduced, grounds = _furniture(facts)
    furniture = _of_furniture(facts, price, grounds, reduced=reduced)
    appliances = _of_appliances(facts, price, reduced=reduced)
    shares = tuple(one for one in (*furniture, *appliances) if one.brutto)
    warned = facts.wyspa_nieznana and reduced
    warnings = (ISLAND_WARNING,) if warned else ()
    if facts.unsaid or facts.insisted:
        return _doubtful(facts, price, shares)
    missing = tuple(_missing(facts)) if any(one.stawka == "8" for one in shares) else ()
    return Decision(shares, missing, warnings)


def _doubtful(facts: VatFacts, price: Price, shares: tuple[Share, ...]) -> Decision:
    """Standard rate where the reduced one is possible: what that costs, of the whole price."""
    reduced = decide(msgspec.structs.replace(facts, tryb="8"), price)
    taxes = [whole(by_rate([(one.stawka, one.brutto) for one in found])).vat for found in (shares, reduced.pozycje)]
    cost = taxes[0] - taxes[1]
    sentence = COSTS if facts.unsaid else CHOSEN_COSTS
    told = sentence.given(vat=zloty(taxes[0]), vat_8=zloty(taxes[1]), koszt=zloty(cost))
    missing = (UNSAID_FACT,) if facts.unsaid else ()
    return Decision(shares, missing, koszt=cost, o_koszcie=told if cost else None, niepewna=facts.unsaid)


def _exempt(grounds: str, price: Price) -> Iterator[Share]:
    for name in ("meble", "dodatki", "sprzet"):
        if amount := getattr(price, name):
            yield Share(name, "zw", amount, "Zwolnienie z VAT", grounds)


def _furniture(facts: VatFacts) -> tuple[bool, tuple[str, str]]:
    """Whether furniture has the reduced rate, and the grounds."""
    if facts.tryb == "23":
        return False, (f"{CHOSEN[0]}: {facts.powod}" if facts.powod else CHOSEN[0], CHOSEN[1])
    if facts.tryb == "8":
        return True, SERVICE
    if facts.obiekt_rodzaj in LIMITS:
        return (False, LOOSE) if facts.montaz_trwaly is False else (True, SERVICE)
    if facts.obiekt_rodzaj is not None or facts.typ in BUSINESS:
        return False, NOT_HOUSING
    return False, LOOSE if facts.montaz_trwaly is False else UNKNOWN


def _of_furniture(facts: VatFacts, price: Price, grounds: tuple[str, str], *, reduced: bool) -> Iterator[Share]:
    parts = (("meble", price.meble - price.wyspa), ("dodatki", price.dodatki))
    if not reduced:
        # Who installs in business premises renders a service of PKWiU 43, which annex 15 of the act names.
        installed = grounds is not LOOSE and facts.montaz_trwaly is not False
        for name, amount in (("meble", price.meble), ("dodatki", price.dodatki)):
            yield Share(name, "23", amount, *grounds, BUILT_IN if installed else None, zal_15=installed)
        return
    for name, amount in parts:
        yield from _at_reduced_rate(facts, name, amount)
    yield Share("wyspa", "23", price.wyspa, *ISLAND)


def _at_reduced_rate(facts: VatFacts, name: str, amount: Decimal) -> Iterator[Share]:
    limit = LIMITS.get(facts.obiekt_rodzaj or "")
    if limit is None or facts.powierzchnia is None or facts.powierzchnia <= limit:
        yield Share(name, "8", amount, *SERVICE, BUILT_IN, zal_15=True)
        return
    within = gross_within(amount, limit / facts.powierzchnia)
    figures = {"limit": _figure(limit), "area": _figure(facts.powierzchnia)}
    yield Share(name, "8", within, SHARE_WITHIN[0].format(**figures), SHARE_WITHIN[1], BUILT_IN, zal_15=True)
    yield Share(name, "23", amount - within, SHARE_ABOVE[0].format(**figures), SHARE_ABOVE[1], BUILT_IN, zal_15=True)


def gross_within(brutto: Decimal, share: Decimal) -> Decimal:
    """The gross amount at 8 % when a share of the taxable, net, amount has that rate and the rest 23 % (ust. 12c)."""
    low, high = (100 + PERCENT["8"]) * share, (100 + PERCENT["23"]) * (1 - share)
    return rounded(brutto * low / (low + high))


def _of_appliances(facts: VatFacts, price: Price, *, reduced: bool) -> Iterator[Share]:
    if reduced and facts.agd_w_usludze:
        source = APPLIANCES_INSIDE[1].format(nr_wis=facts.nr_wis or "")
        yield Share("sprzet", "8", price.sprzet, APPLIANCES_INSIDE[0], source, BUILT_IN, zal_15=True)
    else:
        yield Share("sprzet", "23", price.sprzet, *APPLIANCES)


def _missing(facts: VatFacts) -> Iterator[str]:
    if facts.obiekt_rodzaj not in LIMITS:
        yield "obiektRodzaj"
    if facts.powierzchnia is None:
        yield "powierzchniaUzytkowaM2"
    if not facts.montaz_trwaly:
        yield "montazTrwaly"
    if not facts.oswiadczenie:
        yield "oswiadczenieVat"
    if facts.agd_w_usludze and not facts.nr_wis:
        yield "nrWis"
    if facts.wyspa_nieznana:
        yield "wyspaBrutto"


def _figure(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
