"""Rows of which an organization has one: two at once make one, and what changes nothing is not written."""

import asyncio
from typing import Any

import pytest

from callers import Caller, Invite

SETTINGS = (
    ("/contracts/settings", {"wymagajRat": False}, {"wymagajRat": True}),
    ("/finance/settings", {"progCzterechOczu": 50}, {"progCzterechOczu": 60}),
    ("/customers/settings/address-format", {"addressFormat": "street_first"}, {"addressFormat": "line_first"}),
)


async def changes_of(me: Caller) -> int:
    """How many changes the log knows."""
    listed = await me.get("/audit_logs/audit-logs/actions")
    assert listed.status_code == 200, listed.text
    return len(listed.json()["items"])


@pytest.mark.parametrize(("path", "first", "then"), SETTINGS, ids=[path for path, _, _ in SETTINGS])
async def test_settings_are_stored_once_and_only_where_they_differ(
    caller: Invite, path: str, first: dict[str, Any], then: dict[str, Any]
) -> None:
    me = await caller("*")
    before = await changes_of(me)
    for values in (first, then):
        both = await asyncio.gather(*(me.put(path, values) for _ in range(2)))
        assert {answer.status_code for answer in both} == {200}
        assert values.items() <= (await me.get(path)).json().items()
    assert await changes_of(me) == before + len((first, then))
