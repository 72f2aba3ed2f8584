"""Traces: somebody is found in any spelling of what they are known by, and nobody else is."""

import pytest

from bottega.kernel.application import Application
from bottega.kernel.database.pools import Database
from bottega.kernel.privacy.identifiers import MARK, Traces


def traces_of(first: str, last: str, *, alone: bool = False) -> Traces:
    traces = Traces()
    traces.add_person(first, last)
    if alone:
        traces.add_last_name(last)
    return traces


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("Ewa", "Żółkiewska", "dla Ewy Żółkiewskiej"),
        ("Ewa", "Żółkiewska", "EWA ZOLKIEWSKA"),
        ("Ewa", "Żółkiewska", "Żółkiewska, Ewa"),
        ("Marek", "Nowak", "od Marka Nowaka"),
        ("Marek", "Nowak", "Markowi Nowakowi"),
        ("Jan", "Kowalski", "z Janem Kowalskim"),
        ("Marta", "Lis", "o Marcie Lis"),
        ("Paweł", "Nowak", "z Pawłem Nowakiem"),
        ("Anna Maria", "Nowak-Lis", "Anny Marii Nowak-Lis"),
    ],
)
def test_a_name_is_found_in_its_cases(first: str, last: str, said: str) -> None:
    assert MARK in traces_of(first, last).without(said)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("Jan", "Kowalski", "Janina Kowalska"),
        ("Ewa", "Lis", "Ewa listę Lisiecką"),
        ("Ewa", "Nowak", "Ewelina Nowakowska"),
        ("Ewa", "Nowak", "Ewa dzwoniła, Nowak nie"),
    ],
)
def test_another_name_is_not_taken_for_it(first: str, last: str, said: str) -> None:
    assert not traces_of(first, last).found_in(said)


def test_a_last_name_alone_is_found_after_a_title_or_written_large() -> None:
    traces = traces_of("Ewa", "Żółkiewska", alone=True)
    assert traces.without("Kuchnia p. Żółkiewskiej") == f"Kuchnia {MARK}"
    assert traces.without("państwo Żółkiewscy") != "państwo Żółkiewscy"
    assert traces.without("Żółkiewska dzwoniła") == f"{MARK} dzwoniła"
    short = traces_of("Jan", "Dąb", alone=True)
    assert short.without("fronty Dąb i pan Dąb") == f"fronty Dąb i {MARK}"


@pytest.mark.parametrize(
    "said",
    [
        "600000001",
        "600 000 001",
        "600-000-001",
        "+48 600 000 001",
        "0048600000001",
        "600\u00a0000\u202f001",
        "600\u2013000\u2013001",
        "+48\u00a0600.000.001",
    ],
)
def test_a_telephone_is_found_however_it_is_spelled(said: str) -> None:
    traces = Traces()
    traces.add_phone("+48600000001")
    assert traces.without(f"tel. {said}.") == f"tel. {MARK}."
    assert not traces.found_in(f"nr 1{said[-9:]}9")


def test_numbers_and_addresses_are_found_and_single_words_are_not() -> None:
    traces = Traces()
    traces.add_number("5260250274")
    traces.add_literal("ewa@example.com")
    traces.add_words("Dąb")
    traces.add_words("Dąb i Syn")
    assert traces.without("NIP PL526-025-02-74, EWA@example.com") == f"NIP {MARK}, {MARK}"
    for said in ("526-025-02-74", "PL 526 025 02 74", "526\u00a0025\u00a002\u00a074", "5260250274"):
        assert traces.without(f"NIP {said}.") == f"NIP {MARK}."
    assert not traces.found_in("blat dąb, xewa@example.com, ewa@example.com.pl"[:30])
    assert traces.without({"a": ["dla DĄB I SYN"], "b": 5}) == {"a": [f"dla {MARK}"], "b": 5}


def test_nothing_known_means_nothing_found() -> None:
    traces = Traces()
    assert not traces
    assert traces.without("cokolwiek") == "cokolwiek"


async def test_postgresql_finds_the_same(app: Application) -> None:
    """It picks the rows that are read, so what it misses nobody sees."""
    traces = traces_of("Marta", "Żółkiewska", alone=True)
    traces.add_phone("600000001")
    traces.add_number("PL61109010140000071219812874")
    traces.add_literal("a+b@example.com")
    texts = [
        "o Marcie Żółkiewskiej",
        "zolkiewska, marta",
        "p. Żółkiewską",
        "tel 600-000 001",
        "PL 61 1090 1014",
        "A+B@EXAMPLE.COM",
        "61 1090 1014 0000 0712 1981 2874",
        "Marta",
        "szafa",
        "1600000001",
        "Marta i Żółkiew",
        "",
        "ŻÓŁKIEWSKA",
    ]
    database: Database = app.database
    async with database.across_tenants("the test asks PostgreSQL about texts") as connection:
        found = await connection.fetch("SELECT t ~ $2 AS found FROM unnest($1::text[]) AS t", texts, traces.pattern)
        empty = await connection.fetchval("SELECT 'x' ~ $1", Traces().pattern)
    assert [row["found"] for row in found] == [traces.found_in(text) for text in texts]
    assert empty is False


def test_a_name_of_many_words_is_found_and_costs_no_more_than_a_long_one() -> None:
    """A pattern of all words in all cases took seconds to compile, each time somebody was erased."""
    words = ["Żółkiewska", *["Maria"] * 14, *["Kowalska"] * 15, "Nowak"]
    long, usual = traces_of(" ".join(words[:15]), " ".join(words[15:]), alone=True), Traces()
    usual.add_person("Anna Maria", "Nowak Lis")
    assert long.without(f"dla p. {' '.join(words)} i innych") == f"dla p. {MARK} i innych"
    said = " ".join(words).replace("Maria", "Marii").replace("Kowalska", "Kowalskiej")
    assert long.without(f"dla {said.replace('ska Marii', 'skiej Marii', 1)}.") == f"dla {MARK}."
    assert len(long.pattern) < 8 * len(usual.pattern)
