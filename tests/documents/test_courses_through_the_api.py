"""Random courses of contracts through the API: papers add up at every rate, and the audit of the ledger agrees."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest
from courses import correction, money

from bottega.business.contracts.tables.money import Valuation
from bottega.business.documents.content.vat_gross_method import RateTotal, by_rate, together
from bottega.business.finance.auditing import audit_tenant
from bottega.kernel.writes import changes
from conftest import Studio

PATH = "/documents/documents"
OF_INVOICES = {"faktury_umowy", "korekta_ponad_fakture"}
STEPS = 9


class Life:
    """A contract, and what is done to it through the API."""

    def __init__(self, studio: Studio, chance: Random, contract: str) -> None:
        """A contract that is quoted."""
        self.studio, self.chance, self.contract = studio, chance, contract
        self.told: list[str] = []

    async def invoices(self) -> list[dict[str, Any]]:
        """The invoices in force, oldest first."""
        rows = (await self.studio.me.get(PATH, params={"contractId": self.contract, "pageSize": 100})).json()
        found = [one for one in rows["items"] if one["rodzaj"] in ("FV", "FZ", "FK", "KOR")]
        return sorted((one for one in found if one["stan"] != "anulowany"), key=lambda one: one["id"])

    async def post(self, path: str, body: dict[str, Any]) -> None:
        """Ask for something, which is done or refused."""
        answer = await self.studio.me.post(path, body)
        assert answer.status_code in (200, 201, 400, 409), answer.text
        self.told.append(f"{path[-9:]} {body} {answer.status_code} {answer.json().get('code')}")

    async def step(self) -> None:
        """Something happens."""
        drawn, rows = self.chance.random(), await self.invoices()
        if drawn < 0.2:
            await self.pay("Zaliczka", money(self.chance, 3000))
        elif drawn < 0.25:
            await self.pay("Zwrot", Decimal("0.50"))
        elif drawn < 0.33:
            await self.requote()
        elif drawn < 0.65 or not rows:
            await self.post(PATH, {"rodzaj": self.chance.choice(("FZ", "FZ", "FK", "FV")), "contractId": self.contract})
        else:
            row = self.chance.choice(rows)
            if drawn < 0.9 and row["rodzaj"] != "KOR":
                lines = len((await self.studio.model(row["id"]))["pozycje"])
                asked = correction(self.chance, row["rodzaj"], lines, Decimal(str(row["brutto"])))
                await self.post(f"{PATH}/{row['id']}/correct", {"przyczyna": "pomyłka", **asked})
            else:
                await self.post(f"{PATH}/{row['id']}/cancel", {"przyczyna": "pomyłka"})

    async def pay(self, typ: str, cena: Decimal) -> None:
        """A confirmed payment, or a refund, which is refused where less was paid."""
        body = {
            "contractId": self.contract,
            "typ": typ,
            "rodzaj": "przelew",
            "cena": str(cena),
            "data": "2026-05-11",
            "potwierdzona": True,
        }
        await self.post("/contracts/payment_methods", body)

    async def requote(self) -> None:
        """Another price."""
        me = self.studio.me
        row = {
            "organization_id": me.organization_id,
            "contract_id": UUID(self.contract),
            "meble": money(self.chance, 9000),
            "dodatki": Decimal(0),
            "sprzet": money(self.chance, 3000),
        }
        async with self.studio.app.acting(me.tenant_id, me.organization_id) as ctx:
            await changes.insert(ctx, Valuation, row)

    async def check(self) -> None:
        """All papers are the order that the closing one, or its last correction, has on its lines."""
        rows = await self.invoices()
        papers = {row["id"]: await self.studio.model(row["id"]) for row in rows}
        every = together(
            *(
                tuple(
                    RateTotal(one["stawka"], Decimal(one["netto"]), Decimal(one["vat"]), Decimal(one["brutto"]))
                    for one in paper["stawki"]
                )
                for paper in papers.values()
            )
        )
        details = [(await self.studio.me.get(f"{PATH}/{row['id']}")).json() for row in rows]
        closing = [one for one in details if one["rodzaj"] in ("FV", "FK") and not one["do_zera"]]
        assert len(closing) <= 1
        assert all(one.brutto >= 0 for one in every)
        if closing:
            last = [*(one for one in closing[0]["korekty"] if one in papers), closing[0]["id"]]
            newest = max(last) if len(last) > 1 else last[0]
            lines = papers[newest]["pozycje"]
            assert every == together(by_rate([(one["stawka"], Decimal(one["brutto"])) for one in lines]))


@pytest.mark.parametrize("seed", range(24))
async def test_papers_add_up_through_the_api(studio: Studio, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - drawn, no secret
    contract = await studio.contract(meble=money(chance, 9000), sprzet=money(chance, 3000))
    await studio.payment(contract, money(chance, 3000), data=date(2026, 5, 9))
    life = Life(studio, chance, contract)
    try:
        for _step in range(STEPS):
            await life.step()
        await life.check()
        off = await audit_tenant(studio.app, studio.me.tenant_id)
        assert {one.code for one in off} & OF_INVOICES == set()
    except Exception as wrong:
        wrong.add_note("; ".join(life.told))
        raise
