"""Importing customers: columns understood and explained, doubles, one command or nothing, and undo."""

import asyncio
import json
from typing import Any

import pytest
from studio import EVERYTHING, company, listed, names, person, shown, undo

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEAD = "Imię;Nazwisko;E-mail;Telefon;Ulica;Kod pocztowy;Miejscowość"
EWA = "Ewa;Żółkiewska;Ewa@Example.com;600 000 001;Stolarska 12/3;61-001;Poznań"
JAN = "Jan;Kowalski;jan@example.com;600 000 002;;;"


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers."""
    return await caller(*EVERYTHING)


def csv(*rows: str, head: str = HEAD, encoding: str = "cp1250") -> bytes:
    return "\r\n".join([head, *rows]).encode(encoding)


async def send(me: Any, content: bytes, path: str = "people", **form: Any) -> Any:
    files = {"file": ("lista.csv", content, "text/csv")}
    return await me.client.post(f"/customers/{path}/import", files=files, data=form)


async def test_a_dry_run_says_what_would_happen_and_why_and_does_nothing(me: Any) -> None:
    me.client.headers["accept-language"] = "pl"
    report = (await send(me, csv(EWA, JAN), dryRun="true")).json()
    assert (report["state"], report["encoding"], report["delimiter"]) == ("planned", "cp1250", ";")
    assert (report["rows"], report["created"], report["rejected"]) == (2, 2, 0)
    assert [(c["field"], c["heading"], c["why"]) for c in report["columns"]][:2] == [
        ("first_name", "Imię", "mówi o tym nagłówek"),
        ("last_name", "Nazwisko", "mówi o tym nagłówek"),
    ]
    assert report["preview"][0]["values"]["city"] == "Poznań"
    assert await listed(me) == []


async def test_people_are_imported_with_addresses_and_found_by_what_is_encrypted(me: Any) -> None:
    answer = await send(me, csv(EWA, JAN))
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["created"]) == ("done", 2)
    assert await names(me, search="zolkiew") == ["Ewa Żółkiewska"]
    assert await names(me, email="ewa@example.com") == ["Ewa Żółkiewska"]
    [found] = await listed(me, emailContains="jan@")
    assert found["primary_phone"] == "600 000 002"
    [ewa] = await listed(me, search="Ewa")
    page = await shown(me, "person", ewa["id"], "addresses")
    assert [(a["addressLine1"], a["postalCode"], a["isPrimary"]) for a in page["addresses"]] == [
        ("Stolarska 12/3", "61-001", True)
    ]
    match = await me.get("/customers/people/check-phone", params={"digits": "48600000001"})
    assert match.json()["match"]["displayName"] == "Ewa Żółkiewska"
    assert (await me.get("/customers/people")).json()["total"] == 2


async def test_one_undo_removes_a_whole_import_and_redo_brings_it_back(me: Any) -> None:
    answer = await send(me, csv(*(f"Osoba{n};Nr{n};o{n}@example.com;;Polna {n};;Śrem" for n in range(150))))
    before = await listed(me, pageSize="100", sortField="name")
    log_id = await undo(me, answer)
    assert await listed(me) == []
    assert await names(me, search="Osoba7") == []
    again = await me.post("/audit_logs/audit-logs/actions/redo", {"logId": log_id})
    assert again.status_code == 200, again.text
    back = await listed(me, pageSize="100", sortField="name")
    # Only that they were put back is a change.
    assert [{**one, "updated_at": None} for one in back] == [{**one, "updated_at": None} for one in before]
    assert back[0]["updated_at"] > before[0]["updated_at"]
    assert await names(me, search="Osoba77 Nr77") == ["Osoba77 Nr77"]


@pytest.mark.parametrize(
    ("same", "by"),
    [
        ("Inna;Osoba;EWA@example.com ;;;;", "email"),
        ("Inna;Osoba;;+48 600-000-001;;;", "phone"),
        ("Inna;Osoba;;0048600000001;;;", "phone"),
    ],
)
async def test_doubles_are_found_by_address_and_number_in_the_house_and_in_the_file(
    me: Any, same: str, by: str
) -> None:
    inside = (await send(me, csv(EWA, same), dryRun="1")).json()
    assert [(d["line"], d["by"], d["ofLine"], d["action"]) for d in inside["doubles"]] == [(3, by, 2, "skip")]
    ewa = await person(me, "Ewa Żółkiewska", primaryEmail="ewa@example.com", primaryPhone="600000001")
    report = (await send(me, csv(same))).json()
    assert [(d["by"], d["customerId"]) for d in report["doubles"]] == [(by, ewa)]
    assert (report["created"], report["skipped"]) == (0, 1)
    assert await names(me) == ["Ewa Żółkiewska"]


async def test_doubles_are_found_by_tax_number_of_companies_and_of_people(me: Any) -> None:
    firm = await company(me, "Dąb", nip="9991158384")
    report = (await send(me, csv("Inna;PL 999-115-83-84", head="Nazwa;NIP"), "companies", dryRun="1")).json()
    assert [(d["by"], d["customerId"]) for d in report["doubles"]] == [("nip", firm)]
    ewa = await person(me, nip="5260250274")
    again = (await send(me, csv("Ewa;Inna;5260250274", head="Imię;Nazwisko;NIP"), dryRun="1")).json()
    assert [(d["by"], d["customerId"]) for d in again["doubles"]] == [("nip", ewa)]


@pytest.mark.parametrize("row", ["Ewa;Kos;;;Polna 1;61-001;Śrem", "Ewa;Kos;;;;;", "Ewa;Kos;;;ul. Polna 1;;"])
async def test_who_has_no_number_is_probably_a_double_by_name_and_added_again_only_on_demand(me: Any, row: str) -> None:
    assert (await send(me, csv(row))).json()["created"] == 1
    [ewa] = await listed(me)
    again = (await send(me, csv(row))).json()
    assert [(d["by"], d["customerId"], d["action"]) for d in again["doubles"]] == [("name", ewa["id"], "skip")]
    assert (again["created"], len(await listed(me))) == (0, 1)
    assert (await send(me, csv(row), decisions=json.dumps({"2": "create"}))).json()["created"] == 1
    inside = (await send(me, csv(row.replace("Kos", "Lis"), row.replace("Kos", "LIS")))).json()
    assert [(d["line"], d["by"], d["ofLine"]) for d in inside["doubles"]] == [(3, "name", 2)]


async def test_namesakes_who_live_elsewhere_are_others(me: Any) -> None:
    first = await send(me, csv("Jan;Nowak;;;Polna 1;61-001;Śrem", "Jan;Nowak;;;Leśna 2;61-001;Śrem"))
    assert (first.json()["created"], first.json()["doubles"]) == (2, [])
    jan = await person(me, "Jan Kos", primaryPhone="600000007")
    other = (await send(me, csv("Jan;Kos;;;Polna 1;61-001;Śrem"))).json()
    assert (other["created"], other["doubles"]) == (1, [])
    # A name and nothing else contradicts nobody; the oldest of that name is meant.
    bare = (await send(me, csv("Jan;Kos;;;;;"), dryRun="1")).json()
    assert [(d["by"], d["customerId"]) for d in bare["doubles"]] == [("name", jan)]
    firm = await company(me, "Dąb sp. z o.o.")
    again = (await send(me, csv("DĄB Sp. z o.o", head="Nazwa"), "companies", dryRun="1")).json()
    assert [(d["by"], d["customerId"]) for d in again["doubles"]] == [("name", firm)]


@pytest.mark.parametrize(("shown_as", "after"), [(None, "Ewa Kos-Lis"), ("Pani Ewa", "Pani Ewa")])
async def test_a_display_name_follows_the_names_of_an_import_unless_somebody_chose_it(
    me: Any, shown_as: str | None, after: str
) -> None:
    chosen = {} if shown_as is None else {"displayName": shown_as}
    made = await me.post(
        "/customers/people", {"firstName": "Ewa", "lastName": "Kos", "primaryEmail": "ewa@example.com", **chosen}
    )
    assert made.status_code == 201, made.text
    head = "Imię;Nazwisko;E-mail"
    done = await send(me, csv("Ewa;Kos-Lis;ewa@example.com", head=head), duplicates="update")
    assert done.json()["updated"] == 1, done.text
    page = await shown(me, "person", made.json()["id"])
    assert (page["person"]["displayName"], page["profile"]["lastName"]) == (after, "Kos-Lis")


async def test_short_numbers_make_nobody_a_double(me: Any) -> None:
    report = (await send(me, csv("Ewa;A;;112;;;", "Jan;B;;112;;;"))).json()
    assert (report["created"], report["doubles"]) == (2, [])


async def test_what_doubles_say_can_be_taken_over_and_empty_cells_change_nothing(me: Any) -> None:
    ewa = await person(me, "Ewa Nowak", displayName="Pani Ewa", primaryEmail="ewa@example.com", jobTitle="Architekt")
    head = "Imię;Nazwisko;E-mail;Telefon;Stanowisko;Ulica"
    answer = await send(me, csv("Ewa;Nowak;ewa@example.com;600 000 009;;Polna 1", head=head), duplicates="update")
    report = answer.json()
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 1, 0)
    page = await shown(me, "person", ewa, "addresses")
    assert page["person"]["primaryPhone"] == "600 000 009"
    assert page["person"]["displayName"] == "Pani Ewa"
    assert page["profile"]["jobTitle"] == "Architekt"
    assert [a["addressLine1"] for a in page["addresses"]] == ["Polna 1"]
    again = (
        await send(me, csv("Ewa;Nowak;ewa@example.com;600 000 009;;Inna 2", head=head), duplicates="update")
    ).json()
    assert (again["updated"], again["unchanged"]) == (0, 1)
    await undo(me, answer)
    page = await shown(me, "person", ewa, "addresses")
    assert (page["person"]["primaryPhone"], page["addresses"]) == (None, [])


async def test_doubles_within_a_file_become_one_when_they_are_taken_over(me: Any) -> None:
    rows = ("Ewa;Nowak;ewa@example.com;;;;", "Ewa;Nowak-Lis;ewa@example.com;600 000 003;;;")
    report = (await send(me, csv(*rows), duplicates="update")).json()
    assert report["created"] == 1
    [found] = await listed(me)
    assert (found["display_name"], found["primary_phone"]) == ("Ewa Nowak-Lis", "600 000 003")


async def test_doubles_can_be_added_all_the_same_in_general_or_line_by_line(me: Any) -> None:
    same = "Ola;Nowak;Ewa@Example.com;;;;"
    assert (await send(me, csv(EWA, same), duplicates="create")).json()["created"] == 2
    report = (
        await send(me, csv(EWA, same, "Ula;Nowak;ewa@example.com;;;;"), decisions=json.dumps({"4": "create"}))
    ).json()
    assert (report["created"], report["skipped"]) == (1, 2)
    assert sorted(await names(me)) == ["Ewa Żółkiewska", "Ola Nowak", "Ula Nowak"]


async def test_of_two_who_import_the_same_file_at_once_one_adds_everybody(me: Any) -> None:
    answers = await asyncio.gather(*(send(me, csv(EWA, JAN)) for _ in range(4)))
    assert sorted(answer.json()["created"] for answer in answers) == [0, 0, 0, 2]
    assert len(await listed(me)) == 2


async def test_bad_rows_are_named_and_nothing_is_imported_unless_they_are_left_out(me: Any) -> None:
    me.client.headers["accept-language"] = "pl"
    head = "Imię i nazwisko;E-mail;NIP"
    rows = ("Ewa Nowak;ewa@example.com;", "Jan Kowalski;to nie adres;", "Kowalska;;", "Ola Lis;;1111111111")
    refused = await send(me, csv(*rows, head=head))
    assert refused.status_code == 400
    body = refused.json()
    assert (body["code"], body["error"]) == ("bad_rows", "Niczego nie zaimportowano: błędne wiersze: 3 z 4")
    assert [(e["line"], e["column"]) for e in body["errors"]] == [(3, "E-mail"), (4, "Imię i nazwisko"), (5, "NIP")]
    assert "NIP" in body["errors"][2]["reason"]
    assert await listed(me) == []
    report = (await send(me, csv(*rows, head=head), skipBad="true")).json()
    assert (report["created"], report["rejected"]) == (1, 3)
    assert await names(me) == ["Ewa Nowak"]


async def test_columns_without_a_telling_heading_are_guessed_by_what_is_in_them(me: Any) -> None:
    rows = [
        f"Firma {n};{nip};biuro{n}@example.com;6000000{n}0"
        for n, nip in enumerate(("9991158384", "9991316765", "9991395954"), 1)
    ]
    report = (await send(me, csv(*rows, head="Kontrahent;Pole1;Pole2;Pole3"), "companies", dryRun="1")).json()
    found = {c["field"]: (c["heading"], c["why"]) for c in report["columns"]}
    assert found["nip"] == ("Pole1", "3 of 3 cells look like it")
    assert found["primary_email"] == ("Pole2", "3 of 3 cells look like it")
    assert found["primary_phone"][0] == "Pole3"
    assert report["unusedColumns"] == []


async def test_a_column_can_be_chosen_by_hand(me: Any) -> None:
    content = csv("Ewa Nowak;architekt", head="Ktoś;Coś")
    report = (await send(me, content, mapping=json.dumps({"fullName": "Ktoś", "jobTitle": "Coś"}))).json()
    assert {c["field"]: c["why"] for c in report["columns"]} == {
        "full_name": "chosen by hand",
        "job_title": "chosen by hand",
    }
    assert await names(me) == ["Ewa Nowak"]
    refused = await send(me, content, mapping=json.dumps({"nosuch": "Ktoś"}))
    assert refused.status_code == 400
    assert refused.json()["details"][0]["path"] == ["mapping", "nosuch"]


async def test_an_address_in_one_cell_is_taken_apart(me: Any) -> None:
    await send(me, csv("Ewa Nowak;ul. Długa 5/2, 61-001 Poznań", head="Klient;Adres"))
    [ewa] = await listed(me)
    [home] = (await shown(me, "person", ewa["id"], "addresses"))["addresses"]
    assert (home["addressLine1"], home["postalCode"], home["city"]) == ("ul. Długa 5/2", "61-001", "Poznań")


async def test_words_that_describe_people_become_words_to_choose(me: Any) -> None:
    await send(me, csv("Ewa;Nowak;Z targów", head="Imię;Nazwisko;Źródło"))
    answer = await me.get("/customers/dictionaries/sources")
    assert "Z targów" in [item["value"] for item in answer.json()["items"]]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04nonsense", b"Imie;Nazwisko\r\n" + b"\xff" * 50])
async def test_what_is_no_list_is_refused(me: Any, content: bytes) -> None:
    assert (await send(me, content)).status_code == 400
    assert await listed(me) == []


async def test_an_import_needs_the_permission_of_its_kind(caller: Any) -> None:
    clerk = await caller("customers.people.manage")
    assert (await send(clerk, csv(EWA))).status_code == 200
    assert (await send(clerk, csv("X", head="Nazwa"), "companies")).status_code == 403


async def test_people_are_linked_to_companies_by_either_of_their_names(me: Any) -> None:
    oak = await company(me, "Dąb", legalName="Dąb i Syn sp. z o.o.")
    for _ in range(2):
        await company(me, "Buk")
    rows = ("Ewa;Nowak;DĄB", "Jan;Lis;dab i syn sp. z o.o.", "Ola;Kos;Nieznana", "Ula;Sum;Buk", "Iga;Ryś;")
    report = (await send(me, csv(*rows, head="Imię;Nazwisko;Firma"))).json()
    assert report["unlinkedCompanies"] == ["Nieznana", "Buk"]
    assert report["created"] == 5
    page = await shown(me, "company", oak, "people")
    assert [one["displayName"] for one in page["people"]] == ["Ewa Nowak", "Jan Lis"]


async def test_the_family_name_may_come_first(me: Any) -> None:
    await send(me, csv("Nowak Ewa Maria", head="Nazwisko i imię"))
    [ewa] = await listed(me)
    profile = (await shown(me, "person", ewa["id"]))["profile"]
    assert (ewa["display_name"], profile["firstName"], profile["lastName"]) == ("Ewa Maria Nowak", "Ewa Maria", "Nowak")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_what_was_exported_can_be_imported_again(me: Any, caller: Any, file_format: str) -> None:
    await person(me, "Ewa Nowak", primaryEmail="ewa@example.com", primaryPhone="600 000 001", source="targi")
    exported = (await me.get("/customers/people", params={"format": file_format})).content
    again = (await send(me, exported, duplicates="update")).json()
    assert (again["created"], again["updated"], again["unchanged"], again["rejected"]) == (0, 0, 1, 0)
    await me.delete("/customers/people", {"id": (await listed(me))[0]["id"]})
    assert (await send(me, exported)).json()["created"] == 1
    [found] = await listed(me)
    shown_again = [found[name] for name in ("display_name", "primary_email", "primary_phone", "source")]
    assert shown_again == ["Ewa Nowak", "ewa@example.com", "600 000 001", "targi"]
