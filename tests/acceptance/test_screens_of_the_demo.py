"""Screens of the demo from outside: what each of its people is shown opens, is named, and can be changed together."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from demo_studio import ACCOUNTANT, DESIGNER, OFFICE, OWNER, UNDO, Colleague, Demo

MEASURER, FITTER, STOREKEEPER = "piotr@example.com", "damian@example.com", "grzegorz@example.com"
EVERYBODY = (OWNER, OFFICE, DESIGNER, MEASURER, FITTER, STOREKEEPER, ACCOUNTANT)

Screens = dict[str, Any]


def at_work(demo: Demo, address: str) -> Colleague:
    """Somebody signs in; all of the demo have the password that is printed."""
    return demo.sign_in(address, demo.passwords[OWNER])


def screens_of(who: Colleague) -> Screens:
    """What somebody is shown, by the tag that their start names; a browser may keep it for good."""
    tag = who.saw("/ui/boot")["manifest"]
    answer = who.read(f"/ui/manifest/{tag}")
    assert "immutable" in answer.headers["cache-control"]
    return answer.json()["screens"]


@pytest.mark.parametrize("address", EVERYBODY)
def test_every_list_of_the_menu_opens(demo: Demo, address: str):
    who = at_work(demo, address)
    screens = screens_of(who)
    assert screens
    for key, screen in screens.items():
        if "{" in screen["path"]:
            continue
        rows = who.saw(screen["path"], pageSize=2)
        shown = {field["name"] for field in screen["fields"] if field.get("list")}
        for item in rows.get("items", []):
            assert {name for name in item if not name.startswith("cf_")} & shown, key
        for preset in screen.get("presets", []):
            who.saw(screen["path"], pageSize=1, **{n: str(v).lower() for n, v in preset["filters"].items()})
        if "csv" in screen.get("export", []):
            heading = who.read(screen["path"], format="csv", headings="words", pageSize=1).text.partition("\n")[0]
            assert heading.strip(), key


@pytest.mark.parametrize("address", EVERYBODY)
def test_ids_in_lists_have_names(demo: Demo, address: str):
    who = at_work(demo, address)
    named = 0
    for screen in screens_of(who).values():
        refs = {f["name"]: f["of"] for f in screen["fields"] if f["kind"] == "ref" and f.get("list")}
        if not refs or "{" in screen["path"]:
            continue
        asked: dict[str, set[str]] = {}
        for item in who.saw(screen["path"], pageSize=10).get("items", []):
            for name, entity in refs.items():
                if item.get(name):
                    asked.setdefault(entity, set()).add(item[name])
        if asked:
            found = who.did("/ui/names", **{entity: sorted(ids) for entity, ids in asked.items()})
            named += sum(bool(one["title"]) for ids in found.values() for one in ids.values())
    assert named > 0


def test_a_fitter_is_shown_nothing_of_money_but_what_is_handed_over(demo: Demo):
    shown = screens_of(at_work(demo, FITTER))
    assert {key for key in shown if key.startswith("finance.")} == {"finance.transfers"}
    assert not {key for key in shown if key.startswith(("documents.", "controlling.", "customers."))}
    assert "contracts.contracts" in shown
    amounts = [f["name"] for f in shown["contracts.contracts"]["fields"] if f["kind"] == "money"]
    assert amounts == []


def test_many_are_changed_at_once_and_taken_back_at_once(demo: Demo):
    owner = at_work(demo, OWNER)
    assert screens_of(owner)["warehouse.locations"]["can"]["bulk"]
    made = [owner.made("/warehouse/locations", nazwa=f"Regał próbny {n}") for n in range(3)]
    material = {"typ": "plyta", "producent": "Próba", "symbol": "X", "dlugosc": 1000, "szerokosc": 500, "ilosc": 1}
    boards = [owner.made("/warehouse/materials", **material, grubosc=18, cala=True, cenaZakupu=n) for n in (10, 20, 30)]
    done = owner.post("/warehouse/materials/bulk", json={"ids": boards, "set": {"producent": "Egger próbny"}})
    assert done.json() == {"ok": True, "count": 3}
    found = owner.saw("/warehouse/materials", ids=",".join(boards))
    assert {item["producent"] for item in found["items"]} == {"Egger próbny"}
    [entry] = owner.saw(
        "/audit_logs/audit-logs/actions", resourceKind="warehouse.material", resourceId=boards[1], limit=1
    )["items"]
    owner.did(UNDO, undoToken=entry["undoToken"])
    found = owner.saw("/warehouse/materials", ids=",".join(boards))
    assert {item["producent"] for item in found["items"]} == {"Próba"}
    whole = owner.saw("/warehouse/materials", id=boards[2])["items"][0]
    assert whole["cena_zakupu"] == "30.00"
    for path, ids in (("/warehouse/materials/bulk", boards), ("/warehouse/locations/bulk", made)):
        assert owner.post(path, json={"ids": ids, "delete": True}).json() == {"ok": True, "count": 3}


def test_totals_are_those_of_all_pages(demo: Demo):
    owner = at_work(demo, OWNER)
    page = owner.saw("/finance/transactions", pageSize=1, totals="kwota", stan="zaksiegowana")
    if page["total"] > 5_000:
        pytest.fail("the demo has grown; this test adds up every page")
    added, number = Decimal(0), 0
    while number * 100 < page["total"]:
        number += 1
        rows = owner.saw("/finance/transactions", pageSize=100, page=number, stan="zaksiegowana")
        added += sum(Decimal(item["kwota"]) for item in rows["items"])
    assert Decimal(page["totals"]["kwota"]) == added
    refused = owner.get("/finance/transactions", params={"totals": "nazwa"})
    assert refused.status_code == httpx.codes.BAD_REQUEST
