"""The costs of random contracts (BR-24), added up a second time from what was entered, in whole grosze."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest

from bottega.business.controlling.profit import profits_of
from bottega.business.finance.ledger import Transaction
from bottega.business.warehouse.cuts import MaterialCut
from bottega.business.warehouse.goods_issue_lines import GoodsIssueLine
from bottega.business.warehouse.goods_issues import GoodsIssue
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.writes import changes
from callers import Invite

NOW = datetime.now(UTC)
UNTAXED = ("robocizna", "wynagrodzenia", "zus_podatki")


def taxed(gross: int) -> int:
    """The tax in a gross amount in grosze, half up and away from zero."""
    found = (2 * abs(gross) * 23 + 123) // 246
    return found if gross >= 0 else -found


def no_expenses() -> tuple[dict[str, Any], ...]:
    """What is no expense: income, what waits, what is reversed or reverses, refunds, and what only moves."""
    return (
        {"typ": "przychod"},
        {"stan": "oczekuje"},
        {"stan": "odrzucona"},
        {"storno_id": new_id()},
        {"charakter": "storno", "linked_entity_type": "transaction", "linked_entity_id": new_id()},
        {"charakter": "wewnetrzna"},
        {"linked_entity_type": "payment_method", "linked_entity_id": new_id()},
        {"deleted_at": NOW},
    )


def amount(grosze: int) -> Decimal:
    """Grosze as an amount."""
    return Decimal(grosze) / 100


@dataclass
class Part:
    """What a part costs, in grosze: gross, VAT that is told, and gross of which none is."""

    gross: int = 0
    told: int = 0
    rest: int = 0

    def net(self, *, active: bool) -> int:
        """What is left once the VAT is deducted."""
        return self.gross - self.told - taxed(self.rest) if active else self.gross


@dataclass
class Costs:
    """A contract's costs as they are entered."""

    ctx: Context
    chance: Random
    contract: UUID
    place: UUID
    spent: Part = field(default_factory=Part)
    issued: Part = field(default_factory=Part)
    cut: Part = field(default_factory=Part)

    async def expense(self) -> None:
        """An entry that counts, or one that does not."""
        gross = self.chance.randint(1, 500_000)
        net = self.chance.choice((None, None, self.chance.randint(0, gross)))
        kind = self.chance.choice((None, "okucia", *UNTAXED))
        odd = self.chance.choice(({}, {}, {}, {}, *no_expenses()))
        await self.insert(
            Transaction,
            nazwa="Okucia",
            kwota=amount(gross),
            kwota_netto=None if net is None else amount(net),
            rodzaj="przelew",
            data=NOW,
            kategoria=kind,
            **{"typ": "rozchod", **odd},
        )
        if odd:
            return
        self.spent.gross += gross
        if net is not None:
            self.spent.told += gross - net
        elif kind not in UNTAXED:
            self.spent.rest += gross

    async def goods(self) -> None:
        """A goods issue, whose lines explain some of its value, or more than all of it."""
        value, lives = self.chance.randint(0, 300_000), self.chance.random() < 0.8
        gone = {} if lives else {"deleted_at": NOW, "status": "anulowana"}
        issue = await self.insert(
            GoodsIssue, nr=str(new_id()), data=date(2026, 5, 4), kwota=amount(value), location_id=self.place, **gone
        )
        known = 0
        for lp in range(1, self.chance.randint(1, 4)):
            count, price = (self.chance.randint(1, 3), self.chance.choice((None, self.chance.randint(0, 30_000))))
            net = None if price is None else self.chance.choice((None, self.chance.randint(0, price)))
            await self.insert(
                GoodsIssueLine,
                goods_issue_id=issue,
                lp=lp,
                nazwa="x",
                ilosc=Decimal(count),
                jednostka="szt.",
                cena=None if price is None else amount(price),
                cena_netto=None if net is None else amount(net),
            )
            if lives and price is not None and net is not None:
                known += count * price
                self.issued.told += count * (price - net)
        if lives:
            self.issued.gross += value
            self.issued.rest += value - known

    async def sawn(self) -> None:
        """A board that was cut."""
        gross = self.chance.choice((None, self.chance.randint(0, 90_000)))
        net = None if gross is None else self.chance.choice((None, self.chance.randint(0, gross)))
        await self.insert(
            MaterialCut,
            data=date(2026, 5, 4),
            koszt=None if gross is None else amount(gross),
            formatki=[],
            resztki=[],
            koszt_netto=None if net is None else amount(net),
            rzaz=Decimal(4),
        )
        self.cut.gross += gross or 0
        if net is None:
            self.cut.rest += gross or 0
        else:
            self.cut.told += (gross or 0) - net

    async def insert(self, table: Any, **values: Any) -> UUID:
        """A row of the contract."""
        row = {"organization_id": self.ctx.scope.organization_id, **values}
        return await changes.insert(
            self.ctx, table, row if table is GoodsIssueLine else {**row, "contract_id": self.contract}
        )


@pytest.mark.parametrize("seed", range(6))
async def test_costs_of_random_rows_add_up(caller: Invite, app: Any, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a seed, not a secret
    me = await caller("*")
    active = seed % 3 != 2
    told = {"czynnyPodatnik": active, "zwolnienie": None if active else "art. 113 ust. 1"}
    assert (await me.put("/documents/seller", told)).status_code == 200
    customer = (await me.post("/customers/people", {"firstName": "Ewa", "lastName": "Mazur"})).json()["id"]
    body = {"typ": "szafa", "customerId": customer}
    place = UUID((await me.post("/warehouse/locations", {"nazwa": "Regał"})).json()["id"])
    made: list[Costs] = []
    ids = [UUID((await me.post("/contracts/contracts", {**body, "numer": f"K/{n}"})).json()["id"]) for n in range(3)]
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        for contract in ids:
            one = Costs(ctx, chance, contract, place)
            made.append(one)
            for _ in range(chance.randint(0, 15)):
                await chance.choice((one.expense, one.expense, one.goods, one.sawn))()
    async with app.acting(me.tenant_id, me.organization_id) as ctx:
        found = await profits_of(ctx, ids)
        asked = ctx.asked
        await profits_of(ctx, ids[:1])
        assert ctx.asked == 2 * asked
    for one in made:
        profit = found[one.contract]
        goods = one.issued.net(active=active) + one.cut.net(active=active)
        assert (profit.spent.brutto, profit.material.brutto) == (
            amount(one.spent.gross),
            amount(one.issued.gross + one.cut.gross),
        )
        assert (profit.spent.netto, profit.material.netto) == (amount(one.spent.net(active=active)), amount(goods))
        assert profit.result == -profit.spent.netto - profit.material.netto
        assert profit.margin is None
        estimated = taxed(one.spent.rest) + taxed(one.issued.rest) + taxed(one.cut.rest)
        assert profit.estimated == (amount(estimated) if active else 0)
