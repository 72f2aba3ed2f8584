"""The studio against the yardstick: lists and single figures of contracts and finance on the demo many times over."""

from collections.abc import Mapping
from typing import Final

from bench.bare_studio import CONTRACT
from bench.sides import HEAD, Comparison, Rounds, get

LISTS: Final = 0.55
FIGURES: Final = 0.40
_CONTRACTS: Final = "/api/contracts/contracts"
# What is asked of us, what of the yardstick, and the least ratio.
_CASES: Final = (
    ("contracts: list of 50", f"{_CONTRACTS}?pageSize=50", "contracts", LISTS),
    ("contracts: kitchens by number", f"{_CONTRACTS}?typ=kuchnia&sortField=numer", "kitchens", LISTS),
    ("transactions: newest 50", "/api/finance/transactions?sortField=data&sortDir=desc", "transactions", LISTS),
    ("contract: balance", f"{_CONTRACTS}/{CONTRACT}/balance", "balance", FIGURES),
    ("contract: valuation", f"{_CONTRACTS}/{CONTRACT}/valuation", "valuation", FIGURES),
    ("contracts: stats", "/api/contracts/stats", "stats", FIGURES),
    ("finance: stats", "/api/finance/stats", "finance", FIGURES),
    ("contracts: money panel", "/api/contracts/money", "money", FIGURES),
)


async def measure_studio(rounds: Rounds, headers: Mapping[str, str], times: int) -> None:
    """Print the table."""
    print(f"\nThe demo studio {times} times; the yardstick runs the same statements.\n\n{HEAD}")
    for name, path, what, target in _CASES:
        if rounds.wants(name):
            await rounds.compare(Comparison(name, get(path, headers), get(f"/studio?what={what}"), target))
