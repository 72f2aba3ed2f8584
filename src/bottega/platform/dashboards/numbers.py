"""Figures as JSON has them."""

from typing import Any, Final

_DECIMALS: Final = 4


def number(value: Any) -> float | None:
    """A figure as a number; whole ones without decimals."""
    if value is None:
        return None
    shown = float(value)
    return int(shown) if shown.is_integer() else round(shown, _DECIMALS)
