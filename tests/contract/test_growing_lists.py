"""No operation runs a number of statements that grows with what it shows: lists of any kind, and pages with relations.

Lists of resources are asked in ``test_query_counts.py``. Every other operation with pages is asked here, with rows made
as ``growing.py`` says; one that is not named there fails, so that whoever adds a list says how it grows.
"""

import pytest
from growing import CANNOT_GROW, GROWS
from installed import OPERATIONS, resources

from bottega.kernel.http import metrics
from bottega.kernel.operation import Operation
from callers import Caller, Invite

FEW, MANY = 2, 9
ASKED = 3
OF_RESOURCES = {mounted.path for mounted in resources("GET", "POST")}
READS = {operation.path: operation for operation in OPERATIONS if operation.method == "GET"}
PAGED = {path for path, operation in READS.items() if operation.query and "page_size" in operation.query.model_fields}


def test_every_list_says_how_it_grows_or_why_it_cannot() -> None:
    known = OF_RESOURCES | set(GROWS) | set(CANNOT_GROW)
    assert PAGED - known == set(), "say in growing.py how to make rows of it, or why one cannot"
    assert (set(GROWS) | set(CANNOT_GROW)) - set(READS) == set()
    assert set(GROWS) & set(CANNOT_GROW) == set()
    assert all(len(reason.split()) > 3 for reason in CANNOT_GROW.values())


async def _asked(me: Caller, operation: Operation, query: dict[str, str]) -> tuple[int, int]:
    """The statements of a request, and the length of its answer."""
    query = dict(query)
    path = operation.path
    for name in operation.path_types:
        path = path.replace(f"{{{name}}}", str(query.pop(name)))
    if operation.path in PAGED:
        query["pageSize"] = "100"
    taken: list[int] = []
    answer = await me.get(path, params=query)
    for _ in range(ASKED):
        before = metrics.statements(operation.key)
        answer = await me.get(path, params=query)
        assert answer.status_code == 200, answer.text
        taken.append(metrics.statements(operation.key) - before)
    # What is read once and kept is no matter of the operation; it may be read anew when a change is announced.
    return min(taken), len(answer.content)


@pytest.mark.parametrize("path", sorted(GROWS))
async def test_more_rows_take_no_more_statements(path: str, caller: Invite) -> None:
    me = await caller(super_admin=True)
    seen: list[tuple[int, int]] = []
    query: dict[str, str] = {}
    for n in range(1, MANY + 1):
        query = await GROWS[path](me, n) or {}
        if n in (FEW, MANY):
            seen.append(await _asked(me, READS[path], query))
    (few, short), (many, long) = seen
    assert long > short, "the list did not grow"
    assert many <= few
