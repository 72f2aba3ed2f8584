"""How many statements a request takes: written down, and the same whatever the size of the page.

Write the numbers anew with ``QUERY_COUNTS=write``; the difference is something to look at before it is committed.
"""

import json
import os
from pathlib import Path

from installed import OPERATIONS, Mounted, resources
from rows import body_of, items, make, send
from test_bulk import what_is_done
from test_resources import another_value

from bottega.kernel.http import metrics
from callers import Caller, Invite

SNAPSHOT = Path(__file__).parent.parent / "query_counts.json"
ROWS = 12
# Rows of a bulk change.
MANY = 10


class Counting:
    """The statements of the requests for one operation since the last look."""

    def __init__(self, key: str) -> None:
        """Begin to count."""
        self.key = key
        self._before = metrics.statements(self.key)

    def since(self) -> int:
        """How many there were."""
        before, self._before = self._before, metrics.statements(self.key)
        return self._before - before


async def _counts(me: Caller, mounted: Mounted) -> dict[str, int]:
    """The statements of each operation on a resource, by operation."""
    counts: dict[str, int] = {}
    row, first = await make(me, mounted, 1)
    body = await body_of(me, mounted, 2, full=False)
    # What is read once and kept, such as the tenant's key, is no matter of the operation.
    assert await items(me, mounted)
    sent = {"GET": None, "POST": body, "DELETE": {"id": row}}
    if mounted.has("PUT"):
        wire, _key, new = await another_value(me, mounted, first)
        sent["PUT"] = {"id": row, wire: new}
    for method in ("GET", "POST", "PUT", "DELETE"):
        if mounted.has(method):
            counting = Counting(mounted.operations[method].key)
            answer = await send(me, method, mounted.path, sent[method])
            assert answer.is_success, answer.text
            counts[counting.key] = counting.since()
    if (many := f"{mounted.path}/bulk") in {one.path for one in OPERATIONS}:
        rows = [(await make(me, mounted, n, full=False))[0] for n in range(10, 10 + MANY)]
        counting = Counting(f"POST {many}")
        answer = await send(me, "POST", many, {"ids": rows, **what_is_done(mounted)})
        assert answer.is_success, answer.text
        counts[counting.key] = counting.since()
    return counts


async def test_the_number_of_statements_is_the_one_written_down(caller: Invite) -> None:
    counts: dict[str, int] = {}
    for mounted in resources("GET", "POST"):
        counts |= await _counts(await caller("*"), mounted)
    text = json.dumps(dict(sorted(counts.items())), indent=1) + "\n"
    if os.environ.get("QUERY_COUNTS") == "write":
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert SNAPSHOT.read_text(encoding="utf-8") == text


async def test_a_page_takes_as_many_statements_whatever_its_size(caller: Invite) -> None:
    for mounted in resources("GET", "POST"):
        me = await caller("*")
        for n in range(ROWS):
            await make(me, mounted, n)
        counting = Counting(mounted.operations["GET"].key)
        taken: set[int] = set()
        for size in (1, 5, ROWS):
            assert len(await items(me, mounted, pageSize=size)) == size
            taken.add(counting.since())
        assert len(taken) == 1, mounted.entity
        assert taken != {0}
