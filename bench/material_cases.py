"""The warehouse against the yardstick, and the first page of a million rows against that of ten thousand."""

from collections.abc import Mapping
from statistics import median

from bench.sides import HEAD, Comparison, Rounds, get, sending

BODY = b'{"typ":"mdf","producent":"Egger","symbol":"H1180 ST37","dlugosc":2800,"szerokosc":2070,"cala":true,"ilosc":3}'
_CHECK = b'{"features":["warehouse.view","warehouse.delete","auth.users.list"]}'
_CONTRACT = "00000000-0000-4000-8000-000000000010"
_FIRST_PAGES = {
    "unfiltered": "pageSize=50",
    "typ": "typ=mdf",
    "whole boards": "cala=true",
    "typ and whole": "typ=mdf&cala=true",
    "contract": f"contractId={_CONTRACT}",
    "sorted by symbol": "sortField=symbol",
    "filtered and sorted": "typ=mdf&sortField=createdAt&sortDir=desc",
}


async def measure_materials(rounds: Rounds, small: Mapping[str, str], large: Mapping[str, str], wanted: str) -> None:
    """Print both tables; ``wanted`` is the id of a material of the small tenant."""
    await _measure_sizes(rounds, small, large)
    # Creates come last: no worker runs here that would add their counts up.
    print(f"\n{HEAD}")
    for case in (
        Comparison("list of 50", get("/api/warehouse/materials?pageSize=50", small), get("/list?tenant=small"), 0.60),
        Comparison(
            "one by id",
            get(f"/api/warehouse/materials?id={wanted}", small),
            get(f"/list?tenant=small&id={wanted}"),
            0.50,
        ),
        Comparison("feature check", sending("POST", "/api/auth/feature-check", _CHECK, small), get("/one"), 0.50),
        Comparison("navigation", get("/api/auth/admin/nav", small), get("/one"), 0.50),
        Comparison(
            "create", sending("POST", "/api/warehouse/materials", BODY, small), sending("POST", "/insert", BODY), 0.40
        ),
    ):
        if rounds.wants(case.name):
            await rounds.compare(case)


async def _measure_sizes(rounds: Rounds, small: Mapping[str, str], large: Mapping[str, str]) -> None:
    print("\n| first page | p50 ms, 10,000 rows | p50 ms, large | ratio | target |\n|---|---|---|---|---|")
    for name, query in _FIRST_PAGES.items():
        if not rounds.wants(name):
            continue
        path = f"/api/warehouse/materials?{query}"
        pairs: list[tuple[float, float]] = []
        for _ in range(rounds.rounds):
            a = await rounds.ours.round(get(path, small), rounds.seconds / 2, 4)
            b = await rounds.ours.round(get(path, large), rounds.seconds / 2, 4)
            pairs.append((a.p50, b.p50))
        few, many = median(p[0] for p in pairs), median(p[1] for p in pairs)
        ratio = median(y / x for x, y in pairs)
        print(f"| {name} | {few:.2f} | {many:.2f} | **{ratio:.2f}** | 3.00 |", flush=True)
