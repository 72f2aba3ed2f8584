"""The profit of every contract of the demo (BR-24), worked out a second time from the rows, with other arithmetic.

Amounts are whole grosze here; the rates come from the invoices, or from the VAT decision the API shows.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from limited_people import FITTER, look

from bottega.demo.people import PASSWORD

OWNER = "marek@example.com"
# Every row that profit rests on, whole.
ROWS = {
    "contracts": "SELECT * FROM contracts_contracts WHERE tenant_id = $1 AND deleted_at IS NULL",
    "entries": "SELECT * FROM finance_transactions WHERE tenant_id = $1",
    "ratings": "SELECT * FROM contracts_work_ratings WHERE tenant_id = $1 AND deleted_at IS NULL",
    "issues": "SELECT * FROM warehouse_goods_issues WHERE tenant_id = $1 AND status <> 'anulowana'",
    "cuts": "SELECT * FROM warehouse_cuts WHERE tenant_id = $1 AND deleted_at IS NULL",
    "papers": "SELECT * FROM documents_documents WHERE tenant_id = $1 AND stan <> 'anulowany'",
}


def grosze(amount: Any) -> int:
    """An amount in grosze."""
    return int(Decimal(str(amount)) * 100)


def taxed(gross: int, percent: int) -> int:
    """The tax in a gross amount, half up."""
    return (2 * gross * percent + 100 + percent) // (2 * (100 + percent))


def counts(entry: Any) -> bool:
    """Whether an entry is an expense that counts."""
    return entry["typ"] == "rozchod" and entry["stan"] == "zaksiegowana" and entry["storno_id"] is None


def by_contract(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    """Rows by their contracts."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["contract_id"]].append(row)
    return found


def expenses(entries: Iterable[Any]) -> tuple[int, int, int]:
    """What was spent, the VAT that net amounts tell, and of how much it is not told."""
    spent = told = rest = 0
    for entry in entries:
        own = entry["linked_entity_type"] not in ("payment_method", "work_rating")
        if not (counts(entry) and entry["charakter"] == "zwykla" and own):
            continue
        spent += grosze(entry["kwota"])
        if entry["kwota_netto"] is not None:
            told += grosze(entry["kwota"]) - grosze(entry["kwota_netto"])
        elif entry["kategoria"] not in ("robocizna", "wynagrodzenia", "zus_podatki"):
            rest += grosze(entry["kwota"])
    return spent, told, rest


async def everything_shown(nobody: Any, headers: dict[str, str]) -> dict[UUID, Any]:
    """The profit of every contract, page by page."""
    shown: dict[UUID, Any] = {}
    for page in range(1, 20):
        asked = {"page": page, "pageSize": 100}
        listed = (await nobody.get("/controlling/profit", headers=headers, params=asked)).json()
        shown |= {UUID(one["id"]): one for one in listed["items"]}
        if page >= listed["totalPages"]:
            break
    return shown


async def test_profit_of_the_demo_is_what_its_rows_add_up_to(app: Any, nobody: Any) -> None:
    seen = await look(app, nobody, FITTER)
    login = await nobody.post("/auth/login", data={"email": OWNER, "password": PASSWORD})
    headers = {"authorization": f"Bearer {login.json()['token']}"}
    async with app.database.across_tenants("a test adds up") as connection:
        rows = {name: await connection.fetch(asked, seen.tenant_id) for name, asked in ROWS.items()}
    entries, ratings, issues, cuts, papers = (
        by_contract(rows[name]) for name in ("entries", "ratings", "issues", "cuts", "papers")
    )
    paid: dict[UUID, int] = defaultdict(int)
    for entry in rows["entries"]:
        if counts(entry) and entry["linked_entity_type"] == "work_rating":
            paid[entry["linked_entity_id"]] += grosze(entry["kwota"])
    shown = await everything_shown(nobody, headers)
    [home] = {row["organization_id"] for row in rows["contracts"] if row["id"] in seen.own}
    signed = {
        row["id"]: row
        for row in rows["contracts"]
        if row["data_podpisania"] is not None and row["organization_id"] == home
    }
    assert set(shown) == set(signed)
    assert len(signed) > 150
    invoiced = 0
    for one, contract in signed.items():
        spent, told, rest = expenses(entries[one])
        # No price of goods in the demo says what it is net.
        issued = sum(grosze(issue["kwota"]) for issue in issues[one])
        sawn = sum(grosze(cut["koszt"] or 0) for cut in cuts[one])
        goods = issued + sawn
        work = sum(paid.get(rating["id"], grosze(rating["kwota"])) for rating in ratings[one])
        if contract["rozwiazana"]:
            revenue = grosze(contract["kwota_rozwiazania"] or 0)
        elif any(paper["rodzaj"] in ("FV", "FK") and not paper["do_zera"] for paper in papers[one]):
            invoiced += 1
            revenue = sum(
                grosze(paper["netto"]) for paper in papers[one] if paper["rodzaj"] in ("FV", "FK", "FZ", "KOR")
            )
        else:
            decided = (await nobody.get(f"/documents/contracts/{one}/vat", headers=headers)).json()
            gross: dict[int, int] = defaultdict(int)
            for share in decided["pozycje"]:
                gross[int(share["stawka"])] += grosze(share["brutto"])
            revenue = sum(amount - taxed(amount, percent) for percent, amount in gross.items())
        vat = told + taxed(rest, 23) + taxed(issued, 23) + taxed(sawn, 23)
        result = revenue - (spent + goods + work - vat)
        figures = shown[one]
        assert [grosze(figures[name]) for name in ("przychodNetto", "wydatkiBrutto", "materialBrutto")] == [
            revenue,
            spent,
            goods,
        ], contract["numer"]
        assert grosze(figures["robocizna"]) == work
        assert grosze(figures["wynik"]) == result, contract["numer"]
        assert grosze(figures["vatSzacowany"]) == taxed(rest, 23) + taxed(issued, 23) + taxed(sawn, 23)
        # Half up to a tenth of a per cent, away from zero.
        tenths = (
            None if revenue <= 0 else (2 * 1000 * abs(result) + revenue) // (2 * revenue) * (1 if result > 0 else -1)
        )
        assert figures["marza"] == (None if tenths is None else tenths / 10)
        assert figures["niskaMarza"] == (result < 0 or (tenths is not None and tenths < 200))
    assert invoiced > 20
