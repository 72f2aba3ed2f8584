"""Days in the code and in its tests are those of Warsaw: for two hours of every night UTC has another one."""

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FILES: Final = sorted(path for part in ("src", "tests", "bench", "scripts") for path in (ROOT / part).rglob("*.py"))
# The day of a moment in UTC, and of the machine's own time zone.
OTHER_DAY: Final = re.compile(r"now\((?:tz=)?UTC\)(?:\.date\(\)|:%[YmdBb])|date\.today\(\)|utcnow\(\)")
# File names, which nobody takes for a day of business.
ALLOWED: Final = {"src/bottega/kernel/mail.py"}


def test_nobody_asks_for_the_day_in_utc() -> None:
    found = {str(path.relative_to(ROOT)) for path in FILES if OTHER_DAY.search(path.read_text(encoding="utf-8"))}
    assert found - {str(Path(__file__).relative_to(ROOT))} == ALLOWED


def test_such_a_day_is_found() -> None:
    for line in ("datetime.now(UTC).date()", "f'{datetime.now(UTC):%Y-%m}'", "date.today()"):
        assert OTHER_DAY.search(line), line
