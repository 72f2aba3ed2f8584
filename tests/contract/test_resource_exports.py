"""Every list is also a file, in every format, and every file opens in the program it is for."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from installed import Mounted, resources
from python_calamine import CalamineWorkbook
from rows import items, make

from callers import Invite

ROWS = 3


def _csv(content: bytes) -> int:
    return len(list(csv.DictReader(io.StringIO(content.decode()))))


def _json(content: bytes) -> int:
    return len(json.loads(content))


def _xml(content: bytes) -> int:
    return len(ET.fromstring(content).findall("record"))  # noqa: S314 - made by ourselves a moment ago


def _markdown(content: bytes) -> int:
    return len([line for line in content.decode().splitlines() if line.startswith("|")]) - 2


def _xlsx(content: bytes) -> int:
    return len(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()) - 1


FORMATS: dict[str, tuple[str, Callable[[bytes], int]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json; charset=utf-8", _json),
    "xml": ("application/xml; charset=utf-8", _xml),
    "markdown": ("text/markdown; charset=utf-8", _markdown),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}


# A text as it is encrypted at rest.
SEALED = re.compile(r"[A-Za-z0-9+/]{16}:[A-Za-z0-9+/=]*:[A-Za-z0-9+/]{22}==:v[0-9]")


def entity(value: Any) -> str:
    """How a parametrised test is called."""
    return value.entity if isinstance(value, Mounted) else str(value)


@pytest.mark.parametrize("mounted", resources("GET", "POST"), ids=entity)
async def test_each_export_opens_and_holds_every_row(mounted: Mounted, caller: Invite) -> None:
    me = await caller("*")
    for n in range(ROWS):
        await make(me, mounted, n)
    listed = await items(me, mounted, pageSize=1)
    assert len(listed) == 1
    for name, (media, count) in FORMATS.items():
        for scope in ({}, {"exportScope": "full"}):
            answer = await me.get(mounted.path, params={"format": name, "pageSize": 1, **scope})
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-type"] == media
            assert answer.headers["content-disposition"].startswith("attachment; filename=")
            assert count(answer.content) == ROWS, (name, scope)
            assert not SEALED.search(answer.text), (name, scope)
