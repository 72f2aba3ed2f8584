"""Values of feature toggles: which fit a type, what each type begins with, and how a command line writes them."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from bottega.kernel.i18n import T

LONGEST: Final = 20_000
BEGINNINGS: Final[Mapping[str, Any]] = {"boolean": False, "string": "", "number": 0, "json": dict[str, Any]()}
MISFIT: Final[Mapping[str, T]] = {
    "boolean": T(en="The value must be true or false", pl="Wartością musi być true albo false"),
    "string": T(en="The value must be a text", pl="Wartością musi być tekst"),
    "number": T(en="The value must be a number", pl="Wartością musi być liczba"),
    "json": T(en="The value cannot be null", pl="Wartością nie może być null"),
}
TOO_LONG: Final = T(en="The value is longer than {most} characters", pl="Wartość jest dłuższa niż {most} znaków").given(
    most=LONGEST
)


def fits(kind: str, value: Any) -> bool:
    """Whether a value is of a type; null is of none."""
    match kind:
        case "boolean":
            return isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return value is not None


def complaint(kind: str, value: Any) -> T | None:
    """Why a value cannot be that of a toggle of a type; None for one that can."""
    if not fits(kind, value):
        return MISFIT[kind]
    return TOO_LONG if len(msgspec.json.encode(value).decode()) > LONGEST else None


def parsed(kind: str, written: str) -> Any:
    """A value as it is written on a command line: a text as it stands, anything else as JSON.

    Raises:
        ValueError: It is not of the type.
    """
    if kind == "string":
        return written
    try:
        value = msgspec.json.decode(written)
    except msgspec.DecodeError:
        value = None
    if not fits(kind, value):
        raise ValueError(MISFIT[kind].en)
    return value
