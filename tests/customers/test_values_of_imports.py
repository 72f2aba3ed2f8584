"""What an import takes is what the file means, or it is refused with a sentence; nothing is taken wrong in silence."""

import io
from typing import Any

import pytest
import xlsxwriter
from studio import EVERYTHING, listed, person, shown

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
async def test_a_title_above_the_headings_does_not_decide_the_delimiter(me: Any, title: str, delimiter: str) -> None:
    rows = [delimiter.join(row) for row in (("Imię", "Nazwisko", "Telefon"), ("Zofia", "Łęcka", "600 111 201"))]
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
async def test_numbers_with_a_plus_and_notes_with_a_dash_come_back_unchanged(me: Any, file_format: str) -> None:
    await person(me, "Ewa Nowak", primaryPhone="+48 600 777 888", description="- zadzwonić po 16\n=pilne")
    exported = (await me.get("/customers/people", params={"format": file_format})).content
    report = (await send_file(me, exported, duplicates="update")).json()
    assert (report["unchanged"], report["updated"], report["preview"]) == (1, 0, [])


COMPANY = "customers:customer_company_profile"


async def revenue(me: Any, text: str) -> Any:
    return await send(me, "Nazwa;Przychód", f"Dąb;{text}", path="companies", dryRun="true")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1.250.000", 1250000), ("2 500,00", 2500), ("2,5", 2.5), ("1,5 mln zł", 1500000), ("2500.00 PLN", 2500)],
)
async def test_an_annual_revenue_is_read_as_it_was_meant(me: Any, text: str, amount: float) -> None:
    [row] = (await revenue(me, text)).json()["preview"]
    assert float(row["values"]["annual_revenue"]) == amount


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2.500", "“2.500” may mean 2500 or 2,5; write the one that is meant"),
        ("12,345", "“12,345” may mean 12345 or 12,345; write the one that is meant"),
        ("100 €", "“100 €” is given in €; what fits here is zł, PLN"),
        ("dużo", "“dużo” is not a number"),
    ],
)
async def test_an_annual_revenue_that_is_unclear_is_refused_in_a_sentence(me: Any, text: str, reason: str) -> None:
    [error] = (await revenue(me, text)).json()["errors"]
    assert (error["line"], error["column"]) == (2, "Przychód")
    assert error["reason"].startswith(reason)


@pytest.mark.parametrize(
    ("kind", "label", "text", "value"),
    [
        ("integer", "Dzieci", "2", 2),
        ("integer", "Dzieci", "2,5", "“2,5” is not a whole number"),
        ("float", "Budżet", "12 500,50", 12500.5),
        ("float", "Budżet", "320,00 zł", 320),
        ("float", "Budżet", "2.500", "“2.500” may mean 2500 or 2,5; write the one that is meant"),
        ("float", "Budżet", "12 kg", "“12 kg” is given in kg; what fits here is zł"),
        ("float", "Szafa (cm)", "180 mm", 18),
        ("float", "Szafa (cm)", "1,8 m", 180),
        ("float", "Rabat (%)", "8 %", 8),
        ("float", "Rabat (%)", "8 zł", "“8 zł” is given in zł; what fits here is %"),
        ("integer", "Sztuki", "1.000", "“1.000” may mean 1000 or 1; write the one that is meant"),
    ],
)
async def test_a_custom_number_is_what_was_meant_or_refused(
    me: Any, kind: str, label: str, text: str, value: float | str
) -> None:
    definition = {"entityId": COMPANY, "key": "pole", "kind": kind, "configJson": {"label": label}}
    assert (await me.post("/entities/definitions", definition)).status_code == 200
    report = (await send(me, f"Nazwa;{label}", f"Dąb;{text}", path="companies", dryRun="true")).json()
    if isinstance(value, str):
        assert [error["reason"][: len(value)] for error in report["errors"]] == [value]
    else:
        assert report["preview"][0]["values"]["cf_pole"] == value


async def test_a_unit_in_a_heading_that_does_not_fit_is_told(me: Any) -> None:
    answer = await send(me, "Nazwa;Przychód (EUR)", "Dąb;5", path="companies")
    assert (answer.status_code, answer.json()["code"]) == (400, "other_unit")


@pytest.mark.parametrize(
    ("written", "country", "code"),
    [
        ("61001", "", "61-001"),
        ("61-001", "", "61-001"),
        ("61 001", "Polska", "61-001"),
        ("950", "", "00-950"),
        ("PL-61-001", "PL", "61-001"),
        ("61\u2013001", "", "61-001"),
        ("10115", "Niemcy", "10115"),
        ("SW1A 1AA", "", "SW1A 1AA"),
        ("123456", "", "123456"),
    ],
)
async def test_a_polish_postal_code_has_its_form(me: Any, written: str, country: str, code: str) -> None:
    head = "Imię;Nazwisko;Ulica;Kod pocztowy;Kraj"
    [row] = (await send(me, head, f"Ewa;Lis;Długa 5;{written};{country}", dryRun="true")).json()["preview"]
    assert row["values"]["postal_code"] == code


async def test_codes_that_excel_only_shows_are_stored_as_it_shows_them(me: Any) -> None:
    file = io.BytesIO()
    book: Any = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nazwa", "Ulica", "Kod pocztowy", "NIP", "REGON", "Telefon"])
    formats = [book.add_format({"num_format": code}) for code in ("00-000", "000-000-00-00", "000000000", "General")]
    sheet.write_row(1, 0, ["Dąb", "Długa 5"])
    for column, value in enumerate((950, 5260250274, 12345675, 48600111302), 2):
        sheet.write_number(1, column, value, formats[column - 2])
    sheet.write_row(2, 0, ["Buk", "Długa 5", 61001, 5260250274, 12345675, 48600111302])
    book.close()
    report = (await send_file(me, file.getvalue(), "companies", dryRun="true", duplicates="create")).json()
    codes = [[row["values"][name] for name in ("postal_code", "nip", "regon")] for row in report["preview"]]
    assert codes == [["00-950", "5260250274", "012345675"], ["61-001", "5260250274", "012345675"]]
    assert {row["values"]["primary_phone"] for row in report["preview"]} == {"48600111302"}


GOOGLE = (
    "First Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Value,E-mail 2 - Value,"
    "Phone 1 - Value,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Address 1 - Country"
)
OUTLOOK = (
    "Title,First Name,Last Name,Job Title,Business Street,Business City,Business Postal Code,Business Phone,"
    "Mobile Phone,Categories,E-mail Address,Notes"
)


async def test_what_google_exports_is_read_as_google_means_it(me: Any) -> None:
    row = "Ola,Testowa,Dąb,Architekt,* myContacts ::: Klienci ::: VIP; ważni,a@example.com ::: b@example.com,"
    home = "c@example.com,600 111 222 ::: +48 601 222 333,Długa 5,Poznań,61001,PL"
    report = (await send(me, GOOGLE, row + home)).json()
    assert (report["created"], report["newTags"]) == (1, ["Klienci", "VIP; ważni"])
    assert [(one["line"], one["column"], one["reason"]) for one in report["leftOut"]] == [
        (2, "E-mail 1 - Value", "Only the first of several is taken; left out: b@example.com"),
        (2, "Phone 1 - Value", "Only the first of several is taken; left out: +48 601 222 333"),
    ]
    assert report["unusedColumns"] == ["E-mail 2 - Value"]
    [ola] = await listed(me)
    assert (ola["primary_email"], ola["primary_phone"]) == ("a@example.com", "600 111 222")
    page = await shown(me, "person", ola["id"], "addresses")
    assert page["profile"]["jobTitle"] == "Architekt"
    assert [(home["postalCode"], home["city"]) for home in page["addresses"]] == [("61-001", "Poznań")]


async def test_what_outlook_exports_is_read_as_outlook_means_it(me: Any) -> None:
    row = 'Dr,Jan,Lis,Stolarz,Długa 5,Poznań,61-001,61 600 00 01,600 111 222,Klienci;VIP,jan@example.com,"raz, dwa"'
    report = (await send(me, OUTLOOK, row)).json()
    assert (report["created"], report["newTags"], report["unusedColumns"]) == (
        1,
        ["Klienci", "VIP"],
        ["Title", "Business Phone"],
    )
    [jan] = await listed(me)
    profile = (await shown(me, "person", jan["id"]))["profile"]
    assert (jan["primary_phone"], profile["jobTitle"]) == ("600 111 222", "Stolarz")


@pytest.mark.parametrize("between", [" ::: ", ", ", "; ", "\t", " | ", "  "])
async def test_of_several_addresses_the_first_is_taken_and_the_others_told(me: Any, between: str) -> None:
    cell = between.join(["Ewa@example.com", "e.lis@example.com", "lis@example.com"])
    report = (await send(me, "Imię;Nazwisko;E-mail", f'Ewa;Lis;"{cell}"', dryRun="true")).json()
    assert (report["created"], report["rejected"]) == (1, 0)
    assert report["preview"][0]["values"]["primary_email"] == "ewa@example.com"
    assert "e.lis@example.com, lis@example.com" in report["leftOut"][0]["reason"]


async def test_a_row_is_refused_by_the_word_of_a_column_that_the_file_has_not(me: Any) -> None:
    me.client.headers["accept-language"] = "pl"
    people = (await send(me, "Imię;Adres e-mail", "Ewa;ewa@example.com")).json()["errors"]
    companies = (await send(me, "Branża;NIP", "meble;5260250274", path="companies")).json()["errors"]
    assert [(one["line"], one["column"]) for one in (*people, *companies)] == [(2, "Nazwisko"), (2, "Nazwa")]
