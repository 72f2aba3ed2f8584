"""Range requests: one part of a file, as RFC 9110 §14 has it."""

import re
from collections.abc import Mapping
from typing import ClassVar, Final

from bottega.kernel.errors import Problem
from bottega.kernel.i18n import T

_ONE_RANGE: Final = re.compile(r"bytes=[ \t]*(\d{0,20})-(\d{0,20})[ \t]*", re.IGNORECASE | re.ASCII)
OUTSIDE: Final = T(en="The file has no such part", pl="Plik nie ma takiej części")


class NotSatisfiable(Problem):
    """416: the part that is asked for lies outside of the file."""

    status: ClassVar[int] = 416
    text: ClassVar[T] = OUTSIDE

    def __init__(self, size: int) -> None:
        """Say how many bytes there are."""
        super().__init__(headers={"Content-Range": f"bytes */{size}"})


def asked_part(headers: Mapping[str, str], size: int, tag: str) -> tuple[int, int] | None:
    """The part of a file that a request asks for, from one byte to before another; None for all of it.

    What is no range of bytes, or several, may be ignored (RFC 9110 §14.2), and is; so is one of a version that
    has changed (RFC 9110 §13.1.5).

    Raises:
        NotSatisfiable: It lies outside of the file.
    """
    asked = _ONE_RANGE.fullmatch(headers.get("range", ""))
    if asked is None or headers.get("if-range", tag) != tag:
        return None
    first, last = asked.groups()
    if not first and not last:
        return None
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= size:
        raise NotSatisfiable(size)
    return start, end


def has_newest(headers: Mapping[str, str], tag: str) -> bool:
    """Whether the client says that it has this version already (RFC 9110 §13.1.2)."""
    known = {one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")}
    return tag in known or "*" in known
