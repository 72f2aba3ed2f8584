"""Columns of imported tables are called by the words of their fields, and found under them in files of ours."""

from uuid import uuid4

import pytest

from bottega.kernel.i18n import T
from bottega.kernel.tabular.import_columns import Column, on_screen
from bottega.kernel.tabular.imports import match_columns
from bottega.kernel.tabular.table_files import TableFile
from bottega.kernel.words import ANYWHERE, Words

ID = str(uuid4())


def matched(columns: tuple[Column, ...], *headings: str, first: str = "") -> dict[str, int]:
    """The places of columns under headings; a file of ours has an id for the ``first`` cell."""
    row = [first, *("x" for _ in headings[1:])]
    return dict(match_columns(TableFile(list(headings), [(2, row)], "utf-8"), columns).places)


def test_a_title_is_the_word_of_the_screen_then_of_the_module_then_of_all_modules():
    words = Words()
    kind, state, tags, place = on_screen(
        words, "boards", (Column("kind"), Column("state"), Column("tags"), Column("place", field="place_id"))
    )
    # Words are declared after the columns: each module has its own in a file of their own.
    words.call(ANYWHERE, {"kind": T("Kind", "Rodzaj"), "state": T("State", "Stan"), "place_id": T("Place", "Miejsce")})
    words.call("boards", {"kind": T("Kind of board", "Rodzaj płyty")})
    assert [column.title.pl for column in (kind, state, tags, place)] == ["Rodzaj płyty", "Stan", "Etykiety", "Miejsce"]
    assert matched((kind, place), "miejsce", "KIND OF BOARD") == {"kind": 1, "place": 0}


def test_a_column_without_a_word_and_without_a_title_is_a_fault():
    assert Column("whole", titled=T("Whole", "Całość")).title.en == "Whole"
    with pytest.raises(LookupError, match="column nobody_named_it is neither titled"):
        matched((Column("nobody_named_it"),), "x")


def test_a_member_of_a_closed_set_may_be_written_as_people_call_it():
    words = Words()
    words.say("state", {"planned": T("Planned", "Planowany"), "done": T("Done (paid)", "Zrobiony")})
    columns = on_screen(words, "jobs", (Column("state", titled=T("State", "Stan")), Column("note", titled=T("N", "U"))))
    table = TableFile(["Stan", "U"], [], "utf-8")
    read = match_columns(table, columns)
    said = [read.values([text, "planowany"]) for text in ("planowany ", "DONE (paid)", "done", "inny", "")]
    assert [values["state"] for values in said] == ["planned", "done", "done", "inny", ""]
    assert {values["note"] for values in said} == {"planowany"}


SHARED = (
    Column("name", titled=T("Name", "Nazwa")),
    Column("company", titled=T("Company", "Firma")),
    Column("notes", titled=T("Notes", "Uwagi")),
    Column("cf_one", ("one",), titled=T("Uwagi", "Uwagi")),
    Column("cf_two", ("two",), titled=T("Firma", "Firma")),
    Column("cf_nazwa", ("nazwa",), titled=T("🪚", "🪚")),
)


def test_of_columns_with_one_title_the_second_is_numbered_in_files_of_ours():
    headings = ("Identyfikator", "Nazwa", "Uwagi", "Uwagi 2", "Firma")
    assert matched(SHARED, *headings, first=ID) == {"name": 1, "notes": 2, "cf_one": 3, "cf_two": 4}


def test_headings_for_programs_are_not_taken_for_those_of_people():
    headings = ("Id", "Name", "Company", "Notes", "One", "Two", "Nazwa")
    places = {"name": 1, "company": 2, "notes": 3, "cf_one": 4, "cf_two": 5, "cf_nazwa": 6}
    assert matched(SHARED, *headings, first=ID) == places


def test_the_organization_of_an_exported_row_is_nobodys_company():
    company = Column("company", ("organizacja", "organization"), titled=T("Company", "Firma"))
    for heading in ("Organizacja", "Organization"):
        assert matched((company,), heading, first=ID) == {}
        assert matched((company,), heading, first="Dąb") == {"company": 0}


def test_in_a_file_of_ours_columns_chosen_by_hand_stay_and_others_keep_off_them():
    table = TableFile(["Id", "Nazwa", "Firma"], [(2, [ID, "x", "y"])], "utf-8")
    name, company, *_ = SHARED
    assert match_columns(table, (name,), {"name": "Firma"}).places == {"name": 2}
    assert match_columns(table, (name, company), {"company": "Nazwa"}).places == {"company": 1}
    assert match_columns(table, (name, company), {"name": "Firma", "company": "Nazwa"}).places == {
        "name": 2,
        "company": 1,
    }
