"""Data subject requests: export and erasure across all installed modules.

Nobody keeps a list of who holds what. A module takes part with ``@module.within``: in ``KNOWING`` it says by what the
person is known and which of its records are theirs, so that others find the records that refer to these; in
``COLLECTING`` it adds what it holds to ``collected``, in ``ERASING`` it erases what is its own and says what it must
keep, or refuses by raising; in ``ERASED`` the module whose record the person is removes or empties that record, when
all others have removed theirs. What others wrote about the person in their own words is found by
``redaction.py``; that no undo brings anything back is the business of ``history_erasure.py``.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.i18n import T
from bottega.kernel.privacy.identifiers import Traces

# Each is told ``subject_id``, and ``known``, ``collected`` or ``erasure``.
KNOWING: Final = "personal_data.knowing"
COLLECTING: Final = "personal_data.collecting"
ERASING: Final = "personal_data.erasing"
ERASED: Final = "personal_data.erased"
# What stands where words must stand, and those that were there are erased.
FORGOTTEN: Final = T(en="Erased", pl="Dane usunięte")
# Columns that may be empty and say nothing of the person.
_IMPERSONAL: Final = frozenset({"organization_id", "owner_user_id", "deleted_at"})


@dataclass
class Known:
    """By what somebody is recognised in texts, and the records of all modules that are about them alone."""

    traces: Traces = field(default_factory=Traces)
    records: set[UUID] = field(default_factory=set[UUID])
    # Whether their name was left out of the traces, because others bear it too.
    shares_name: bool = False


async def known_of(ctx: Context, subject_id: UUID) -> Known:
    """Ask all modules by what somebody is known."""
    known = Known()
    await ctx.tell(KNOWING, subject_id=subject_id, known=known)
    return known


@dataclass
class Collected:
    """What is held on somebody: by section, plain values that become JSON, and files by path."""

    known: Known = field(default_factory=Known)
    sections: dict[str, Any] = field(default_factory=dict[str, Any])
    files: dict[str, bytes | AsyncIterator[bytes]] = field(default_factory=dict[str, "bytes | AsyncIterator[bytes]"])
    # Whose organization it is; None while no module knows the person.
    organization_id: UUID | None = None
    kind: str = ""

    def add(self, section: str, values: Any) -> None:
        """What a module holds, under a name of its own."""
        assert section not in self.sections, section
        self.sections[section] = values

    def add_file(self, path: str, content: bytes | AsyncIterator[bytes]) -> None:
        """A file, such as ``contracts/K-2026-041/umowa.pdf``."""
        assert path not in self.files, path
        self.files[path] = content


@dataclass(frozen=True)
class Kept:
    """What stays although somebody wants to be forgotten, how much of it, and the law that says so."""

    what: T
    count: int
    why: T


@dataclass
class Erasure:
    """What has been erased, where words about the person were taken out, what is kept and why."""

    known: Known = field(default_factory=Known)
    erased: dict[str, int] = field(default_factory=dict[str, int])
    blackened: dict[str, int] = field(default_factory=dict[str, int])
    kept: list[Kept] = field(default_factory=list[Kept])
    organization_id: UUID | None = None
    kind: str = ""
    records: set[UUID] = field(default_factory=set[UUID])
    tables: set[str] = field(default_factory=set[str])
    # The columns that others write words in, by table, where the person was looked for.
    worded: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    # Tables whose rows keep by law what is said in them, and so do their images.
    lawful: set[str] = field(default_factory=set[str])

    def add(self, table: type[Table], ids: Iterable[UUID]) -> None:
        """Rows that were deleted or emptied; images of them, and of rows deleted earlier, will go.

        A table is named even when there are no rows today: there may be images of former ones.
        """
        found = list(ids)
        self.tables.add(table.__tablename__)
        self.records.update(found)
        entity = entity_of(table)
        self.erased[entity] = self.erased.get(entity, 0) + len(found)

    def blacken(self, table: type[Table], ids: Iterable[UUID]) -> None:
        """Rows of others in whose words the person was named and now is not; images of them will go."""
        found = list(ids)
        self.records.update(found)
        entity = entity_of(table)
        self.blackened[entity] = self.blackened.get(entity, 0) + len(found)

    def keep(self, what: T, count: int, why: T, *tables: type[Table]) -> None:
        """What the law tells to keep, and the tables whose rows go on saying who it was."""
        if count:
            self.kept.append(Kept(what, count, why))
            self.lawful.update(table.__tablename__ for table in tables)


def entity_of(table: type[Table]) -> str:
    """What the rows of a table are called: ``contracts:contract``."""
    return str(getattr(table, "entity", table.__tablename__))


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it is handed out: without hashes and without whose tenant it is."""
    return {name: value for name, value in row.items() if name != "tenant_id" and not name.endswith("_hash")}


def emptied(table: type[Table]) -> dict[str, None]:
    """Every column that may be empty and says something of its own, as null."""
    return {
        column.name: None
        for column in sql_table(table).columns
        if column.nullable and not column.name.endswith("_hash") and column.name not in _IMPERSONAL
    }
