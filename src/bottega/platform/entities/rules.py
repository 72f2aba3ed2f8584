"""Validation rules of custom fields, each with its own message; the first violation is reported.

Patterns are matched by RE2, whose time grows with the length of the text and with nothing else, so no pattern a tenant
writes can stop a process.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, cast

import re2

from bottega.platform.entities.written_values import instant

LONGEST_PATTERN: Final = 500
LONGEST_TEXT: Final = 10_000
_MEMORY: Final = 4 << 20


@lru_cache(maxsize=2048)
def pattern(text: str) -> Any:
    """A compiled pattern; None when it is invalid, too long or of a kind that needs backtracking."""
    if not text or len(text) > LONGEST_PATTERN:
        return None
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return re2.compile(text, options)  # pyright: ignore[reportUnknownMemberType] - the package has no types
    except re2.error:  # pyright: ignore[reportUnknownMemberType] - likewise
        return None


def broken(rules: Sequence[Mapping[str, Any]], value: Any) -> str | None:
    """The message of the first rule that a value breaks; a list breaks a rule when one of its items does."""
    for rule in rules:
        if rule["rule"] == "required":
            if blank(value):
                return str(rule["message"])
            continue
        if blank(value):
            continue
        items = cast("list[Any]", value) if isinstance(value, list) else [value]
        if not all(_passes(rule["rule"], rule.get("param"), item) for item in items):
            return str(rule["message"])
    return None


def blank(value: Any) -> bool:
    """Whether there is nothing to check."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _passes(rule: str, param: Any, value: Any) -> bool:
    if rule in _COMPARISONS:
        if (left := instant(value)) is not None and (right := instant(param)) is not None:
            return _COMPARISONS[rule](left.timestamp(), right.timestamp())
        one, other = _number(value), _number(param)
        return one is not None and other is not None and _COMPARISONS[rule](one, other)
    check = _CHECKS.get(rule)
    return check is None or check(value, param)


def _number(value: Any) -> float | None:
    """A value as a number, the way programs in browsers read one; None when it is none."""
    if isinstance(value, bool):
        return float(value)
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return None if math.isnan(number) else number


def _is_date(value: Any, _param: Any) -> bool:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _is_integer(value: Any, _param: Any) -> bool:
    number = _number(value)
    return number is not None and number.is_integer()


def _is_finite(value: Any, _param: Any) -> bool:
    number = _number(value)
    return number is not None and math.isfinite(number)


def _same(value: Any, param: Any) -> bool:
    """Equal and of one type: the text 5 is not the number 5, and true is not 1."""
    numeric = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (value, param))
    return bool(value == param) and (numeric or type(value) is type(param))


def _matches(value: Any, param: Any) -> bool:
    compiled = pattern(param) if isinstance(param, str) else None
    text = value if isinstance(value, str) else str(value)
    return compiled is not None and len(text) <= LONGEST_TEXT and compiled.search(text) is not None


_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
}
_CHECKS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "date": _is_date,
    "integer": _is_integer,
    "float": _is_finite,
    "eq": _same,
    "ne": lambda value, param: not _same(value, param),
    "regex": _matches,
}
