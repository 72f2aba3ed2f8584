"""What an import takes is what the file means, or it is refused with a sentence; nothing is taken wrong in silence."""

from typing import Any

import pytest
from studio import EVERYTHING, listed, person

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers, and define fields."""
    return await caller(*EVERYTHING, "entities.*")


async def send(me: Any, *rows: str, path: str = "people", **form: Any) -> Any:
    return await send_file(me, "\r\n".join(rows).encode(), path, **form)


async def send_file(me: Any, content: bytes, path: str = "people", **form: Any) -> Any:
    files = {"file": ("lista.csv", content, "text/csv")}
    return await me.client.post(f"/customers/{path}/import", files=files, data=form)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("title", ["Lista klientów, stan na 30.11.2026", "Raport; wydruk; strona 1", "Lista"])
async def test_a_title_above_the_headings_does_not_decide_the_delimiter(
    me: Any, title: str, delimiter: str
) -> None:
    rows = [
        delimiter.join(row) for row in (("Imię", "Nazwisko", "Telefon"), ("Zofia", "Łęcka", "600 111 201"))
    ]
    report = (await send(me, title, *rows, dryRun="true")).json()
    assert (report["delimiter"], report["created"], report["rejected"]) == (delimiter, 1, 0)


async def test_headings_chosen_by_hand_tell_the_delimiter_and_their_line(me: Any) -> None:
    rows = ("Spis, stan, wydruk", "Kto to;Numer, telefon", "Zofia Łęcka;600 111 201")
    mapping = '{"fullName": "Kto to", "primaryPhone": "Numer, telefon"}'
    report = (await send(me, *rows, mapping=mapping)).json()
    assert (report["delimiter"], report["created"]) == (";", 1)


@pytest.mark.parametrize("path", ["people", "companies"])
async def test_an_open_quotation_mark_swallows_nobody(me: Any, path: str) -> None:
    rows = ("Imię;Nazwisko;Nazwa;Uwagi", 'Ala;Pierwsza;A;"półka 3/4', "Ola;Druga;B;ok", "Ela;Trzecia;C;ok")
    for form in ({"dryRun": "true"}, {"skipBad": "true"}):
        answer = await send(me, *rows, path=path, **form)
        assert (answer.status_code, answer.json()["code"]) == (400, "open_quote")
        assert answer.json()["error"].startswith("Line 2 has a cell whose quotation mark is not closed")
    assert await listed(me) == []


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_numbers_with_a_plus_and_notes_with_a_dash_come_back_unchanged(
    me: Any, file_format: str
) -> None:
    await person(me, "Ewa Nowak", primaryPhone="+48 600 777 888", description="- zadzwonić po 16\n=pilne")
    exported = (await me.get("/customers/people", params={"format": file_format})).content
    report = (await send_file(me, exported, duplicates="update")).json()
    assert (report["unchanged"], report["updated"], report["preview"]) == (1, 0, [])
