"""Stages and gates follow from what happened: each case changes one fact and names what becomes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bottega.business.contracts import Balance, Progress, Quote
from bottega.business.controlling.gates import GATES, Facts, missing_of, next_gate
from bottega.business.controlling.stages import stage_of
from bottega.kernel.database.identifiers import new_id

TODAY = date(2026, 11, 26)
DRAFT = Progress(
    id=new_id(),
    numer="K/2026/001",
    typ="kuchnia",
    customer_id=new_id(),
    uzytkownik_id=None,
    data_podpisania=None,
    zakonczona=False,
    rozliczona=False,
    rozwiazana=False,
    termin=None,
    robocze=0,
    wyslane=0,
    odebrane=0,
    opoznione=0,
)
SIGNED = replace(DRAFT, data_podpisania=TODAY - timedelta(days=30))
RATA = {"typ": "Rata", "data": date(2026, 12, 3), "reszta": Decimal("12000.00")}
ZADATEK = {"typ": "Zadatek", "data": date(2026, 10, 27), "reszta": Decimal("0.00")}
READY = Facts(
    contract=replace(SIGNED, odebrane=3, termin=datetime(2026, 12, 8, 8, tzinfo=UTC)),
    today=TODAY,
    measured=True,
    quote=Quote(Decimal(24000)),
    balance=Balance(Decimal(24000), Decimal(24000)),
    issued=True,
    plan=(ZADATEK, {**RATA, "reszta": Decimal("0.00")}),
)


@pytest.mark.parametrize(
    ("changed", "issued", "stage"),
    [
        ({"data_podpisania": None}, False, "szkic"),
        ({"data_podpisania": None, "wyslane": 1}, False, "szkic"),
        ({}, False, "podpisana"),
        ({"robocze": 2}, False, "podpisana"),
        ({"wyslane": 1}, False, "zamowiona"),
        ({"odebrane": 1, "robocze": 1}, False, "zamowiona"),
        ({"odebrane": 1, "wyslane": 1}, False, "zamowiona"),
        ({"odebrane": 2}, False, "skompletowana"),
        ({"odebrane": 2}, True, "w_montazu"),
        ({"termin": datetime(2026, 11, 27, 8, tzinfo=UTC), "odebrane": 2}, False, "skompletowana"),
        # 23:30 UTC of the 25th is the 26th in Warsaw.
        ({"termin": datetime(2026, 11, 25, 23, 30, tzinfo=UTC)}, False, "w_montazu"),
        ({"zakonczona": True}, True, "zakonczona"),
        ({"zakonczona": True, "rozliczona": True}, True, "rozliczona"),
        ({"rozliczona": True, "data_podpisania": None}, False, "rozliczona"),
        ({"rozwiazana": True}, False, "rozwiazana"),
    ],
)
def test_the_stage_follows_from_what_happened(changed: dict[str, Any], issued: bool, stage: str) -> None:
    assert stage_of(replace(SIGNED, **changed), issued=issued, today=TODAY) == stage


@pytest.mark.parametrize(
    ("changed", "gate", "said"),
    [
        ({"measured": False}, "pomiar", "brak zatwierdzonego pomiaru u klienta"),
        ({"quote": Quote()}, "wycena", "brak wyceny"),
        ({"contract": replace(READY.contract, data_podpisania=None)}, "podpis", "umowa niepodpisana"),
        ({"plan": ()}, "zadatek", "brak harmonogramu wpłat"),
        (
            {"plan": ({**ZADATEK, "reszta": Decimal("9600.50")},)},
            "zadatek",
            "Zadatek z 27.10.2026: do zapłaty 9\N{NO-BREAK SPACE}600,50\N{NO-BREAK SPACE}zł",
        ),
        ({"contract": replace(READY.contract, odebrane=0)}, "zamowienia", "nic nie zamówiono"),
        ({"contract": replace(READY.contract, robocze=2)}, "zamowienia", "zamówienia niewysłane: 2"),
        (
            {"contract": replace(READY.contract, wyslane=2, opoznione=1)},
            "dostawy",
            "zamówienia nieodebrane: 2, w tym opóźnione: 1",
        ),
        ({"contract": replace(READY.contract, termin=None)}, "termin", "brak uzgodnionego terminu montażu"),
        (
            {"plan": (ZADATEK, RATA)},
            "raty",
            "Rata z 03.12.2026: do zapłaty 12\N{NO-BREAK SPACE}000,00\N{NO-BREAK SPACE}zł",
        ),
        ({"issued": False}, "wydanie", "brak wydania z magazynu (WZ)"),
        ({}, "odbior", "brak odbioru przez klienta"),
    ],
)
def test_a_closed_gate_says_what_is_missing(changed: dict[str, Any], gate: str, said: str) -> None:
    facts = replace(READY, **changed)
    closed = next_gate(facts)
    assert closed is not None
    assert (closed.code, [text("pl") for text in closed.missing(facts)]) == (gate, [said])


def test_an_instalment_after_the_installation_does_not_keep_it_up() -> None:
    later = {**RATA, "data": date(2026, 12, 20)}
    closed = next_gate(replace(READY, plan=(ZADATEK, later)))
    assert closed is not None
    assert closed.code == "odbior"


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        (Decimal(23999), "do zapłaty 1,00\N{NO-BREAK SPACE}zł"),
        (Decimal(24001), "do zwrotu 1,00\N{NO-BREAK SPACE}zł"),
        (Decimal(24000), "zapłacona, jeszcze nierozliczona"),
    ],
)
def test_the_last_gate_is_the_settlement(paid: Decimal, said: str) -> None:
    done = replace(READY, contract=replace(READY.contract, zakonczona=True), balance=Balance(Decimal(24000), paid))
    closed = next_gate(done)
    assert closed is GATES[-1]
    assert [text("pl") for text in closed.missing(done)] == [said]
    assert next_gate(replace(done, contract=replace(done.contract, rozliczona=True))) is None


def test_every_gate_speaks_both_languages() -> None:
    bare = replace(READY, contract=replace(DRAFT, robocze=0), measured=False, quote=Quote(), issued=False, plan=())
    for gate in GATES:
        for text in gate.missing(bare):
            assert text("pl") != text("en")


def test_a_dissolved_contract_misses_nothing_but_what_is_owed() -> None:
    over = replace(
        READY,
        contract=replace(DRAFT, rozwiazana=True),
        measured=False,
        plan=(),
        balance=Balance(Decimal(0), Decimal(500)),
    )
    said = {gate.code: [text("pl") for text in missing_of(gate, over)] for gate in GATES}
    assert said["zamowienia"] == said["zadatek"] == said["pomiar"] == ["umowa jest rozwiązana"]
    assert (said["wycena"], said["rozliczenie"]) == ([], ["do zwrotu 500,00\N{NO-BREAK SPACE}zł"])
    closed = next_gate(over)
    assert closed is GATES[-1]
    assert next_gate(replace(over, contract=replace(over.contract, rozliczona=True))) is None
