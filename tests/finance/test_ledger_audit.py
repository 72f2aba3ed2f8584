"""The audit of the ledger: it finds what no constraint could have let in, keeps it, and says so on the command line."""

from typing import Any

import pytest

from bottega.business.finance.auditing import audit_ledger, audit_tenant, tenants_with_ledgers
from bottega.business.finance.commands import audit_all, sentence
from bottega.business.finance.ledger_checks import CHECKS
from callers import Caller, Invite

# How each thing could go wrong if a guard failed: statements past every operation of ours.
DAMAGE = {
    "sumy": "UPDATE row_sums SET amount = amount + 1 WHERE tenant_id = $1",
    "liczba_oczekujacych": "UPDATE row_counts SET n = n + 1 WHERE tenant_id = $1 AND entity = 'finance:transaction'"
    " AND facets[3] = 'true'",
    "przekazanie": "UPDATE finance_transfers SET kwota = kwota + 1 WHERE tenant_id = $1",
    "przesuniecia_suma": "UPDATE finance_transactions SET kwota = kwota + 1 WHERE tenant_id = $1"
    " AND linked_entity_type = 'inter_cash_transfer' AND typ = 'rozchod'",
    "przesuniecie": "UPDATE finance_transactions SET linked_entity_id = id WHERE tenant_id = $1"
    " AND linked_entity_type = 'inter_cash_transfer'",
    "storno": "UPDATE finance_transactions SET kwota = kwota + 1 WHERE tenant_id = $1 AND charakter = 'storno'",
    "kasa_ujemna": "UPDATE finance_transactions SET kwota = 1 WHERE tenant_id = $1 AND typ = 'przychod'",
    "kasa_osoby": "UPDATE finance_cash_boxes SET uzytkownik_id = $2 WHERE tenant_id = $1 AND uzytkownik_id IS NULL",
    "raport_saldo": "UPDATE finance_cash_reports SET saldo_koncowe = 1 WHERE tenant_id = $1",
    "raport_ciaglosc": "UPDATE finance_cash_reports SET dzien_od = '2026-04-02' WHERE tenant_id = $1"
    " AND dzien_od = '2026-04-01'",
}


@pytest.fixture
async def busy(office: Any, fitter: Caller, caller: Invite) -> Any:
    """An office where everything a ledger can hold has happened."""
    other = await caller("finance.transfer")
    for day in ("2026-03-05", "2026-04-05"):
        await office.entered(kwota=1000, data=f"{day}T12:00:00Z")
    await office.entered(kwota=500, uzytkownikId=str(fitter.user_id))
    await office.spend(900, data="2026-04-06T12:00:00Z")
    wrong = await office.entered(rodzaj="przelew")
    await office.me.post(f"/finance/transactions/{wrong}/storno", {})
    await office.entered(oczekuje=True)
    sent = await fitter.post("/finance/transfer", {"odbiorcaId": str(other.user_id), "kwota": 40})
    await other.post(f"/finance/transfer/{sent.json()['id']}/accept", {})
    move = {"zRodzaju": "gotowka", "doRodzaju": "przelew", "kwota": 10, "data": office.noon()}
    await office.me.post("/finance/inter_cash_transfer", move)
    box = await office.box()
    for first in ({"dzienOd": "2026-03-01"}, {}):
        report = await office.report(box, **first)
        await office.me.post(f"/finance/cash_reports/{report}/close", {})
    return office


async def test_a_ledger_that_was_worked_with_is_consistent(busy: Any):
    assert await busy.audited() == []


@pytest.mark.parametrize("code", [check.code for check in CHECKS])
async def test_what_is_off_is_found(busy: Any, code: str):
    async with busy.acting() as ctx:
        await ctx.begin()
        extra = [busy.me.user_id] if "$2" in DAMAGE[code] else []
        await ctx.query(DAMAGE[code], busy.me.tenant_id, *extra)
    found = await busy.audited()
    assert code in {one["kod"] for one in found}
    assert all(one["opis"] and one["organizationId"] == str(busy.me.organization_id) for one in found)


async def test_the_nightly_audit_keeps_what_it_finds_and_is_quiet_otherwise(busy: Any):
    await audit_ledger(busy.app, {})
    listed = await busy.me.get("/finance/ledger_findings")
    assert listed.json()["total"] == 0
    async with busy.acting() as ctx:
        await ctx.begin()
        await ctx.query(DAMAGE["storno"], busy.me.tenant_id)
    await audit_ledger(busy.app, {})
    kept = (await busy.me.get("/finance/ledger_findings?kod=storno")).json()["items"]
    assert [(one["jest"], one["powinno_byc"]) for one in kept] == [("101.00", "100.00")]
    async with busy.acting() as ctx:
        told = await ctx.query_value("SELECT count(*) FROM event_outbox WHERE name = 'finance.ledger.off'")
    assert told == 1


async def test_a_finding_is_said_in_both_languages(busy: Any):
    async with busy.acting() as ctx:
        await ctx.begin()
        await ctx.query(DAMAGE["storno"], busy.me.tenant_id)
    assert busy.me.tenant_id in await tenants_with_ledgers(busy.app)
    [finding] = [one for one in await audit_tenant(busy.app, busy.me.tenant_id) if one.code == "storno"]
    assert "odwrotnością" in sentence(busy.me.tenant_id, finding, "pl")
    assert "101.00, 100.00" in sentence(busy.me.tenant_id, finding, "en")


async def test_the_command_line_looks_at_every_ledger_or_at_one(busy: Any):
    mine = busy.me.tenant_id
    assert await audit_all(busy.app, mine) == {mine: []}
    async with busy.acting() as ctx:
        await ctx.begin()
        await ctx.query(DAMAGE["storno"], mine)
    found = await audit_all(busy.app, None)
    assert "storno" in {one.code for one in found[mine]}
