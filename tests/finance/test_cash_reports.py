"""Cash boxes and cash reports: continuous periods, what they add up to, and closing them for good."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from bottega.business.finance import cash_entries, cash_held
from callers import Caller

MONTH = {"dzienOd": "2026-03-01", "dzienDo": "2026-03-31"}


def on(day: str) -> str:
    """A moment of a day in Warsaw."""
    return f"{day}T12:00:00+01:00"


async def closed(office: Any, report: str, **body: Any) -> Any:
    answer = await office.me.post(f"/finance/cash_reports/{report}/close", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
async def march(office: Any) -> str:
    """A box with 100 from February, and the open report of March."""
    await office.entered(kwota=100, data=on("2026-02-10"))
    await office.entered(kwota=50, data=on("2026-03-02"), nazwa="Dopłata")
    await office.spend(30, data=on("2026-03-03"))
    return await office.report(await office.box(), **MONTH)


async def test_the_first_cash_opens_a_box_with_a_code_for_its_documents(office: Any, fitter: Caller):
    await office.entered()
    await office.entered(uzytkownikId=str(fitter.user_id))
    boxes = (await office.me.get("/finance/cash_boxes")).json()["items"]
    assert {box["uzytkownik_id"] for box in boxes} == {None, str(fitter.user_id)}
    assert "Kasa główna" in {box["nazwa"] for box in boxes}
    assert all(re.fullmatch(r"[A-Z0-9-]{1,12}", box["kod"]) for box in boxes)
    taken = await office.me.post("/finance/cash_boxes", {"nazwa": "Druga", "kod": "X1"})
    assert (taken.status_code, list(taken.json()["fieldErrors"])) == (409, ["uzytkownikId"])


async def test_a_box_stays_with_its_person_and_is_kept_while_it_has_entries(office: Any, fitter: Caller):
    await office.entered()
    box = await office.box()
    moved = await office.me.put("/finance/cash_boxes", {"id": box, "uzytkownikId": str(fitter.user_id)})
    assert (moved.status_code, moved.json()["code"]) == (409, "osoba_kasy")
    assert (await office.me.put("/finance/cash_boxes", {"id": box, "kod": "biuro-1"})).status_code == 200
    assert (await office.me.delete("/finance/cash_boxes", {"id": box})).status_code == 409


async def test_a_report_adds_up_from_the_ledger(office: Any, march: str):
    shown = (await office.me.get(f"/finance/cash_reports/{march}")).json()
    assert shown["numer"] == "RK/KG/2026/03"
    figures = [shown[name] for name in ("saldoPoczatkowe", "przychody", "rozchody", "saldoKoncowe")]
    assert figures == [100.0, 50.0, 30.0, 120.0]
    assert [(line["lp"], line["dokument"], line["saldo"]) for line in shown["pozycje"]] == [
        (1, "KP", 150.0),
        (2, "KW", 120.0),
    ]


async def test_a_closed_report_keeps_its_figures_and_takes_no_more_entries(office: Any, march: str):
    figures = await closed(office, march)
    assert (figures["saldoKoncowe"], figures["liczbaDokumentow"]) == (120.0, 2)
    for day in ("2026-02-01", "2026-03-31"):
        refused = await office.enter(data=on(day))
        assert (refused.status_code, refused.json()["code"]) == (409, "okres_zamkniety")
    [line, _] = (await office.me.get(f"/finance/cash_reports/{march}")).json()["pozycje"]
    gone = await office.me.delete("/finance/transactions", {"id": line["transactionId"]})
    assert (gone.status_code, gone.json()["code"]) == (409, "okres_zamkniety")
    # What is not cash has no cash report, and words may be corrected.
    assert (await office.enter(data=on("2026-03-15"), rodzaj="przelew")).status_code == 201
    renamed = await office.me.put("/finance/transactions", {"id": line["transactionId"], "nazwa": "Zaliczka"})
    assert renamed.status_code == 200
    # Each refusal says what is possible, which for a storno is no storno.
    assert gone.json()["error"].endswith("reverse the entry with a storno")
    storno = f"/finance/transactions/{line['transactionId']}/storno"
    early = await office.me.post(storno, {"data": on("2026-03-31")})
    assert early.json()["error"] == "The cash report up to 2026-03-31 is closed: choose a later date"
    polish = await office.me.post(storno, {"data": on("2026-03-31")}, headers={"accept-language": "pl"})
    assert polish.json()["error"].startswith("Raport kasowy do dnia 31.03.2026 jest zamknięty")
    assert polish.json()["zamknietoDo"] == "2026-03-31"
    reversal = await office.me.post(storno, {})
    assert reversal.status_code == 201, reversal.text
    assert (await office.me.get(f"/finance/cash_reports/{march}")).json()["saldoKoncowe"] == 120.0
    assert await office.audited() == []


async def test_a_closed_report_is_not_closed_again_and_not_undone(office: Any, march: str):
    await closed(office, march)
    again = await office.me.post(f"/finance/cash_reports/{march}/close", {})
    assert (again.status_code, again.json()["code"]) == (409, "raport_zamkniety")
    refused = await office.undo_entry()
    assert (refused.status_code, refused.json()["code"]) == (409, "not_undoable")


async def test_reports_follow_each_other_without_a_gap(office: Any, march: str):
    box = await office.box()
    open_one = await office.me.post("/finance/cash_reports", {"cashBoxId": box})
    assert (open_one.status_code, open_one.json()["code"]) == (409, "raport_otwarty")
    await closed(office, march, dzienDo="2026-03-20")
    gap = await office.me.post("/finance/cash_reports", {"cashBoxId": box, "dzienOd": "2026-03-22"})
    assert (gap.status_code, gap.json()["details"][0]["code"]) == (400, "brak_ciaglosci")
    await office.entered(kwota=5, data=on("2026-03-21"))
    following = await office.report(box)
    shown = (await office.me.get(f"/finance/cash_reports/{following}")).json()
    assert (shown["dzienOd"], shown["dzienDo"]) == ("2026-03-21", "2026-03-31")
    assert shown["numer"] == "RK/KG/2026/03/2"
    assert (shown["saldoPoczatkowe"], shown["saldoKoncowe"]) == (120.0, 125.0)
    await closed(office, following)
    assert await office.audited() == []


@pytest.mark.parametrize(
    ("first", "last"), [("2026-03-01", "2026-04-01"), ("2026-01-31", "2026-02-28"), ("2026-03-02", "2026-03-01")]
)
async def test_a_report_covers_a_month_at_most(office: Any, first: str, last: str):
    await office.entered(data=on("2026-01-02"))
    refused = await office.me.post(
        "/finance/cash_reports", {"cashBoxId": await office.box(), "dzienOd": first, "dzienDo": last}
    )
    assert (refused.status_code, refused.json()["details"][0]["path"]) == (400, ["dzienDo"])


async def test_a_report_that_is_closed_early_ends_today(office: Any):
    await office.entered()
    last = (office.today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    report = await office.report(await office.box(), dzienOd=office.today.replace(day=1).isoformat())
    assert (await office.me.get(f"/finance/cash_reports/{report}")).json()["dzienDo"] == last.isoformat()
    assert (await closed(office, report))["dzienDo"] == office.today.isoformat()
    assert (await office.enter()).json()["code"] == "okres_zamkniety"
    assert (await office.enter(data=office.noon(1))).status_code == 201


async def test_a_report_is_not_closed_while_cash_of_it_waits(office: Any, march: str):
    waiting = await office.entered(oczekuje=True, data=on("2026-03-20"))
    refused = await office.me.post(f"/finance/cash_reports/{march}/close", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "pozycje_oczekuja")
    assert refused.json()["transactionIds"] == [waiting]
    await office.me.put("/finance/transactions", {"id": waiting, "data": on("2026-04-01")})
    await closed(office, march)
    back = await office.me.put("/finance/transactions", {"id": waiting, "data": on("2026-03-20")})
    assert (back.status_code, back.json()["code"]) == (409, "okres_zamkniety")


async def test_a_report_is_not_closed_if_the_box_would_have_held_less_than_nothing(office: Any):
    await office.entered(kwota=100, data=on("2026-03-10"))
    await office.spend(60, data=on("2026-03-05"))
    report = await office.report(await office.box(), **MONTH)
    refused = await office.me.post(f"/finance/cash_reports/{report}/close", {})
    assert (refused.status_code, refused.json()["dzien"]) == (409, "2026-03-05")


async def test_what_is_cancelled_keeps_its_place_in_the_report(office: Any, march: str):
    added = await office.entered(kwota=7, data=on("2026-03-02"))
    last = await office.entered(kwota=8, data=on("2026-03-02"))
    await office.me.delete("/finance/transactions", {"id": added})
    shown = (await office.me.get(f"/finance/cash_reports/{march}")).json()
    assert [(line["lp"], line["pozycja"], line["stan"]) for line in shown["pozycje"]][1:3] == [
        (2, 4, "anulowana"),
        (3, 5, "zaksiegowana"),
    ]
    assert shown["pozycje"][2]["transactionId"] == last
    assert (shown["saldoKoncowe"], shown["liczbaDokumentow"]) == (128.0, 3)


async def test_a_voucher_knows_its_box_its_report_and_its_place(office: Any, march: str, ctx: Any):
    made = await office.entered(kwota=9, data=on("2026-03-04"))
    outside = await office.entered(kwota=9)
    found = {str(of): one for of, one in (await cash_entries(ctx, [made, outside])).items()}
    assert (found[made].kod, found[made].report_number, found[made].lp_kasowe) == ("KG", "RK/KG/2026/03", 4)
    assert (found[outside].report_number, found[outside].lp_kasowe) == (None, 5)
    assert await cash_entries(ctx, [await office.entered(rodzaj="przelew")]) == {}


async def test_cash_per_person_is_the_sum_of_the_ledger_at_any_date(office: Any, fitter: Caller, ctx: Any):
    for day, kwota in (("2026-01-31", 10), ("2026-02-01", 20), ("2026-02-28", 30), ("2026-04-15", 40)):
        for user in (None, str(fitter.user_id)):
            await office.entered(kwota=kwota, data=on(day), uzytkownikId=user)
    await office.spend(25, data=on("2026-03-01"), uzytkownikId=str(fitter.user_id))
    for day in ("2026-01-30", "2026-01-31", "2026-02-01", "2026-02-27", "2026-03-01", "2026-04-14", "2026-04-15"):
        expected = await ctx.query_value(
            "SELECT coalesce(sum(CASE typ WHEN 'przychod' THEN kwota ELSE -kwota END), 0) FROM finance_transactions"
            " WHERE tenant_id = $1 AND uzytkownik_id = $2 AND (data AT TIME ZONE 'Europe/Warsaw')::date <= $3",
            office.me.tenant_id,
            fitter.user_id,
            date.fromisoformat(day),
        )
        assert await office.held(fitter, date=day) == float(expected)
    held = await cash_held(ctx, organizations=[office.me.organization_id])
    assert {(one.uzytkownik_id, one.saldo) for one in held} == {(None, 100), (fitter.user_id, 75)}
