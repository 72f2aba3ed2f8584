"""Importing customers with tags and custom fields: understood, checked like a form, and taken back with one undo."""

import json
from pathlib import Path
from typing import Any

import pytest
from studio import EVERYTHING, company, listed, names, person, shown, undo

from bottega.business.customers.importing.operations import IN_BACKGROUND
from bottega.kernel.application import Application
from working import work_off

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = "customers:customer_person_profile"
EXAMPLES = Path(__file__).parents[2] / "examples"
KINDS: tuple[tuple[str, str, dict[str, Any], str, Any], ...] = (
    ("wood", "text", {"label": "Ulubione drewno"}, "dąb", "dąb"),
    ("story", "multiline", {"label": "Historia"}, "raz, dwa", "raz, dwa"),
    ("age", "integer", {"label": "Wiek"}, "1 042", 1042),
    ("budget", "float", {"label": "Budżet"}, "12 500,50", 12500.5),
    ("photos", "boolean", {"label": "Zgoda na zdjęcia"}, "TAK", True),
    (
        "size",
        "select",
        {"label": "Wielkość", "options": [{"value": "big", "label": "Duże mieszkanie"}]},
        "duże mieszkanie",
        "big",
    ),
    ("rooms", "text", {"label": "Pomieszczenia", "multi": True}, "kuchnia; łazienka", ["kuchnia", "łazienka"]),
    ("secret", "text", {"label": "Kod do domofonu", "encrypted": True}, "12#34", "12#34"),
)


@pytest.fixture
async def me(caller: Any) -> Any:
    """Somebody who may do everything with customers, and define fields."""
    return await caller(*EVERYTHING, "entities.*")


async def define(me: Any, key: str, kind: str, config: dict[str, Any], entity: str = PEOPLE) -> None:
    body = {"entityId": entity, "key": key, "kind": kind, "configJson": config}
    answer = await me.post("/entities/definitions", body)
    assert answer.status_code in (200, 201), answer.text


def csv(*rows: str) -> bytes:
    return "\r\n".join(rows).encode()


async def send(me: Any, content: bytes, path: str = "people", **form: Any) -> Any:
    files = {"file": ("lista.csv", content, "text/csv")}
    return await me.client.post(f"/customers/{path}/import", files=files, data=form)


async def worn(me: Any, name: str) -> list[str]:
    [found] = await listed(me, search=name)
    page = await shown(me, "person", found["id"])
    return sorted(tag["label"] for tag in page["tags"])


async def tags(me: Any) -> dict[str, str]:
    answer = await me.get("/customers/tags", params={"pageSize": "100"})
    return {tag["label"]: tag["slug"] for tag in answer.json()["items"]}


async def test_a_cell_names_several_tags_and_those_that_are_missing_are_made(me: Any) -> None:
    await me.post("/customers/tags", {"label": "Stały klient", "slug": "staly"})
    list_of_people = csv("Imię;Nazwisko;Etykiety", 'Ewa;Lis;"VIP, stały  KLIENT"', "Jan;Wilk;vip|Łazienka", "Ola;Kos;")
    report = (await send(me, list_of_people, dryRun="true")).json()
    assert report["newTags"] == ["VIP", "Łazienka"]
    assert report["preview"][0]["values"]["tags"] == ["VIP", "stały KLIENT"]
    assert await tags(me) == {"Stały klient": "staly"}
    answer = await send(me, list_of_people)
    assert answer.status_code == 200, answer.text
    assert await worn(me, "Lis") == ["Stały klient", "VIP"]
    assert await worn(me, "Wilk") == ["VIP", "Łazienka"]
    assert await worn(me, "Kos") == []
    assert await tags(me) == {"Stały klient": "staly", "VIP": "vip", "Łazienka": "lazienka"}
    by_tag = await names(me, tagIds=(await _id_of(me, "VIP")))
    assert sorted(by_tag) == ["Ewa Lis", "Jan Wilk"]


async def _id_of(me: Any, label: str) -> str:
    answer = await me.get("/customers/tags", params={"pageSize": "100"})
    return next(tag["id"] for tag in answer.json()["items"] if tag["label"] == label)


async def test_undo_takes_the_assignments_along_and_redo_brings_them_back(me: Any) -> None:
    known = await person(me, "Ewa Lis", primaryEmail="ewa@example.com")
    answer = await send(
        me, csv("Imię;Nazwisko;E-mail;Tagi", "Ewa;Lis;ewa@example.com;VIP", "Jan;Wilk;;VIP"), duplicates="update"
    )
    assert (answer.json()["created"], answer.json()["updated"]) == (1, 1)
    assert await worn(me, "Lis") == ["VIP"]
    log_id = await undo(me, answer)
    assert await worn(me, "Lis") == []
    assert await names(me) == ["Ewa Lis"]
    # A word that people choose from outlasts an undo, as statuses and sources do.
    assert list(await tags(me)) == ["VIP"]
    assert (await me.post("/audit_logs/audit-logs/actions/redo", {"logId": log_id})).status_code == 200
    assert await worn(me, "Lis") == await worn(me, "Wilk") == ["VIP"]
    assert (await shown(me, "person", known))["person"]["displayName"] == "Ewa Lis"


async def test_an_update_adds_tags_and_takes_none_off_and_says_nothing_twice(me: Any) -> None:
    vip = (await me.post("/customers/tags", {"label": "VIP", "slug": "vip"})).json()["id"]
    await person(me, "Ewa Lis", primaryEmail="ewa@example.com", tags=[vip])
    same = csv("Imię;Nazwisko;E-mail;Tagi", "Ewa;Lis;ewa@example.com;vip")
    assert (await send(me, same, duplicates="update")).json()["unchanged"] == 1
    more = csv(
        "Imię;Nazwisko;E-mail;Tagi", "Ewa;Lis;ewa@example.com;kuchnia", ";;;", "Ewa;Lis;ewa@example.com;kuchnia,dom"
    )
    answer = await send(me, more, duplicates="update", skipBad="true")
    assert answer.json()["updated"] == 1
    assert await worn(me, "Lis") == ["VIP", "dom", "kuchnia"]


async def test_who_may_not_make_tags_is_told_line_and_column(me: Any, caller: Any) -> None:
    await me.post("/customers/tags", {"label": "VIP", "slug": "vip"})
    clerk = await caller("customers.people.*", within=me, organization_id=me.organization_id)
    content = csv("Imię;Nazwisko;Etykiety", "Ewa;Lis;VIP", "Jan;Wilk;VIP, nowa")
    refused = await send(clerk, content)
    assert refused.status_code == 400
    [error] = refused.json()["errors"]
    assert (error["line"], error["column"]) == (3, "Etykiety")
    assert "nowa" in error["reason"]
    done = await send(clerk, content, skipBad="true")
    assert (done.json()["created"], done.json()["rejected"]) == (1, 1)
    assert await worn(me, "Lis") == ["VIP"]


async def test_two_labels_with_one_short_name_are_two_tags(me: Any) -> None:
    content = csv("Imię;Nazwisko;Etykiety", "Ewa;Lis;łoś!, łoś?", f"Jan;Wilk;{'x' * 121}")
    answer = await send(me, content, skipBad="true")
    assert [error["line"] for error in answer.json()["errors"]] == [3]
    assert await tags(me) == {"łoś!": "los", "łoś?": "los-2"}
    assert await worn(me, "Lis") == ["łoś!", "łoś?"]


@pytest.mark.parametrize(("key", "kind", "config", "cell", "stored"), KINDS, ids=[kind[0] for kind in KINDS])
@pytest.mark.parametrize("by", ["label", "key", "cf_"])
async def test_a_custom_field_of_every_kind_has_a_column_by_label_and_key(
    me: Any, key: str, kind: str, config: dict[str, Any], cell: str, stored: Any, by: str
) -> None:
    await define(me, key, kind, config)
    heading = {"label": config["label"].upper(), "key": key, "cf_": f"cf_{key}"}[by]
    answer = await send(me, csv(f'Imię;Nazwisko;"{heading}"', f'Ewa;Lis;"{cell}"'))
    assert answer.status_code == 200, answer.text
    assert [column["field"] for column in answer.json()["columns"]][-1] == f"cf_{key}"
    [found] = await listed(me)
    assert found[f"cf_{key}"] == stored


@pytest.mark.parametrize(
    ("kind", "config", "cell"),
    [
        ("integer", {}, "trzy"),
        ("integer", {}, "1,5"),
        ("float", {}, "dużo"),
        ("boolean", {}, "może"),
        ("select", {"options": ["dąb", "buk"]}, "sosna"),
        ("text", {"validation": [{"rule": "date", "message": "data?"}]}, "jutro"),
        ("relation", {"relatedEntityId": "customers:customer_deal"}, "Kuchnia"),
    ],
)
async def test_what_a_create_refuses_is_refused_with_line_and_column(
    me: Any, kind: str, config: dict[str, Any], cell: str
) -> None:
    await define(me, "pole", kind, {"label": "Moje pole", **config})
    refused = await send(me, csv("Imię;Nazwisko;Moje pole", "Jan;Wilk;", f"Ewa;Lis;{cell}"))
    assert refused.status_code == 400, refused.text
    assert [(e["line"], e["column"]) for e in refused.json()["errors"]] == [(3, "Moje pole")]
    assert await listed(me) == []
    by_hand = {"firstName": "Ewa", "lastName": "Lis", "displayName": "Ewa Lis", "cf_pole": cell}
    assert (await me.post("/customers/people", by_hand)).status_code == 400


async def test_a_required_field_is_missed_by_line(me: Any) -> None:
    await define(me, "wood", "text", {"label": "Drewno", "required": True})
    await define(me, "area", "text", {"label": "Strefa", "defaultValue": "A"})
    refused = await send(me, csv("Imię;Nazwisko;Drewno", "Ewa;Lis;dąb", "Jan;Wilk;"))
    assert [(e["line"], e["column"]) for e in refused.json()["errors"]] == [(3, "Drewno")]
    await send(me, csv("Imię;Nazwisko;Drewno", "Ewa;Lis;dąb", "Jan;Wilk;"), skipBad="true")
    [found] = await listed(me)
    assert (found["cf_wood"], found["cf_area"]) == ("dąb", "A")


async def test_an_update_changes_the_fields_of_the_file_and_no_others(me: Any) -> None:
    for key, kind, config, _cell, _stored in KINDS:
        await define(me, key, kind, config)
    await person(me, "Ewa Lis", primaryEmail="e@example.com", cf_wood="buk", cf_age=5, cf_secret="1")
    content = csv("Imię;Nazwisko;E-mail;Ulubione drewno;Kod do domofonu", "Ewa;Lis;e@example.com;dąb;1")
    report = (await send(me, content, duplicates="update")).json()
    assert report["updated"] == 1
    [found] = await listed(me)
    assert (found["cf_wood"], found["cf_age"], found["cf_secret"]) == ("dąb", 5, "1")
    # An encrypted value that is the same is no change.
    assert (await send(me, content, duplicates="update")).json()["unchanged"] == 1


async def test_a_mapping_may_name_a_custom_field_and_tags(me: Any) -> None:
    await define(me, "wood", "text", {"label": "Drewno"})
    content = csv("Imię;Nazwisko;A;B", "Ewa;Lis;dąb;VIP")
    answer = await send(me, content, mapping=json.dumps({"cf_wood": "A", "tags": "B"}))
    assert answer.status_code == 200, answer.text
    assert (await listed(me))[0]["cf_wood"] == "dąb"
    assert await worn(me, "Lis") == ["VIP"]
    wrong = await send(me, content, mapping=json.dumps({"cf_nothing": "A"}))
    assert wrong.status_code == 400


async def test_companies_have_tags_and_fields_too(me: Any) -> None:
    await define(me, "rank", "integer", {"label": "Ranga"}, entity="customers:customer_company_profile")
    await company(me, "Inna")
    answer = await send(me, csv("Nazwa;Etykiety;Ranga", "Dąb-Pol;dostawca;7"), "companies")
    assert answer.status_code == 200, answer.text
    [found] = await listed(me, "/customers/companies", search="dąb-pol")
    assert found["cf_rank"] == 7
    assert [tag["label"] for tag in (await shown(me, "company", found["id"]))["tags"]] == ["dostawca"]


async def test_the_worker_makes_no_tag_that_the_sender_may_not_make(me: Any, caller: Any, app: Application) -> None:
    clerk = await caller("customers.people.*", within=me, organization_id=me.organization_id)
    rows = [f"Ewa{n};Nowak{n};{'nowa' if n % 50 == 0 else ''}" for n in range(IN_BACKGROUND + 100)]
    answer = await send(clerk, csv("Imię;Nazwisko;Etykiety", *rows), skipBad="true")
    assert answer.status_code == 202, answer.text
    await work_off(app)
    assert (await me.get("/customers/people")).json()["total"] == len(rows) - 22
    assert await tags(me) == {}


async def test_the_sample_with_tags_and_fields_is_imported_and_undone(me: Any) -> None:
    for key, kind, config, _cell, _stored in KINDS:
        await define(me, key, kind, config)
    name = "klienci_z_etykietami.csv"
    files = {"file": (name, (EXAMPLES / name).read_bytes(), "text/csv")}
    answer = await me.client.post("/customers/people/import", files=files)
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert (report["created"], report["rejected"], report["unusedColumns"]) == (30, 0, [])
    assert sorted(report["newTags"]) == ["VIP", "dom w budowie", "garderoba", "kuchnia", "stały klient"]
    assert {column["field"] for column in report["columns"]} >= {
        "tags",
        "cf_wood",
        "cf_budget",
        "cf_photos",
        "cf_rooms",
    }
    budgets = {item.get("cf_budget") for item in await listed(me, pageSize="100")}
    assert budgets == {None, 8000, 12500, 31000}
    await undo(me, answer)
    assert await listed(me) == []
