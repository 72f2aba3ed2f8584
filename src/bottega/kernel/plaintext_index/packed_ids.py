"""Sequence of ids in sixteen bytes each, and the cut of a page out of one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload
from uuid import UUID

from bottega.kernel.database.identifiers import unpacked

ID_BYTES: Final = 16


class PackedIds(Sequence[UUID]):
    """Ids, in an order that is somebody else's business."""

    __slots__ = ("packed",)

    def __init__(self, packed: bytes = b"") -> None:
        """Those in these bytes."""
        self.packed = packed

    @classmethod
    def by_id(cls, ids: Iterable[UUID]) -> "PackedIds":
        """Some ids in their own order, each once."""
        return cls(b"".join(sorted({one.bytes for one in ids})))

    def __len__(self) -> int:
        """How many."""
        return len(self.packed) // ID_BYTES

    @overload
    def __getitem__(self, place: int) -> UUID: ...
    @overload
    def __getitem__(self, place: "slice[Any, Any, Any]") -> list[UUID]: ...
    def __getitem__(self, place: "int | slice[Any, Any, Any]") -> UUID | list[UUID]:
        """One of them, or a run of them."""
        packed = self.packed
        if isinstance(place, slice):
            starts = range(0, len(packed), ID_BYTES)[place]
            return [unpacked(packed[start : start + ID_BYTES]) for start in starts]
        start = range(0, len(packed), ID_BYTES)[place]
        return unpacked(packed[start : start + ID_BYTES])

    def __iter__(self) -> Iterator[UUID]:
        """All of them."""
        return iter(self[:])


@dataclass(frozen=True)
class Chosen:
    """The ids of a page, or of all there are, and how many there are in all."""

    ids: Sequence[UUID]
    total: int


@dataclass(frozen=True)
class Cut:
    """A page: ``size`` records after the ``first``, or all of them, in one direction."""

    first: int = 0
    size: int | None = None
    descending: bool = False

    def where(self, total: int) -> slice:
        """Where the page stands among ``total`` that are in ascending order."""
        last = total if self.size is None else min(self.first + self.size, total)
        return slice(max(total - last, 0), max(total - self.first, 0)) if self.descending else slice(self.first, last)

    def out_of(self, ids: Sequence[UUID]) -> Chosen:
        """The page of some ids that are in ascending order."""
        piece = ids[self.where(len(ids))]
        return Chosen(piece[::-1] if self.descending else piece, len(ids))
