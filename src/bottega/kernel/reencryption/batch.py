"""Results of re-encryption: what became of a batch, and the new texts of a row."""

from dataclasses import dataclass, field


@dataclass
class Batch:
    """What became of a batch; ``last`` is where the next one begins, None when there is no more."""

    last: str | None = None
    seen: int = 0
    changed: int = 0
    # Rows that somebody else was changing just then: another pass finds them.
    missed: int = 0
    # Texts that none of the keys opens; they stay as they are.
    broken: int = 0


@dataclass
class Patch:
    """The new texts of a row or an image, by column and by custom field."""

    columns: dict[str, str] = field(default_factory=dict[str, str])
    custom: dict[str, str] = field(default_factory=dict[str, str])

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.columns or self.custom)
