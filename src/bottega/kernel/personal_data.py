"""Personal data law: what the house holds on somebody, and how it forgets them, whichever modules are installed.

Nobody keeps a list of who holds what. A module takes part with ``@module.within``: in ``COLLECTING`` it adds what it
holds to ``collected``, in ``ERASING`` it erases what is its own and says what it must keep, or refuses by raising; in
``ERASED`` the module whose record the person is removes or empties that record, when all others have let go of it.
At the end images, events and search rows of everything that was erased go, so that no undo brings it back.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.tables import REFERENCES, Table

# Each is told ``subject_id``, and ``collected`` or ``erasure``.
COLLECTING: Final = "personal_data.collecting"
ERASING: Final = "personal_data.erasing"
ERASED: Final = "personal_data.erased"


@dataclass
class Collected:
    """What is held on somebody: by section, plain values that become JSON, and files by path."""

    sections: dict[str, Any] = field(default_factory=dict[str, Any])
    files: dict[str, bytes | AsyncIterator[bytes]] = field(
        default_factory=dict[str, "bytes | AsyncIterator[bytes]"]
    )
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
    """What has been erased, what is kept and why."""

    erased: dict[str, int] = field(default_factory=dict[str, int])
    kept: list[Kept] = field(default_factory=list[Kept])
    organization_id: UUID | None = None
    kind: str = ""
    records: set[UUID] = field(default_factory=set[UUID])
    tables: set[str] = field(default_factory=set[str])

    def add(self, table: type[Table], ids: Iterable[UUID]) -> None:
        """Rows that were deleted or emptied; images of them, and of rows deleted earlier, will go.

        A table is named even when there are no rows today: there may be images of former ones.
        """
        found = list(ids)
        self.tables.add(table.__tablename__)
        self.records.update(found)
        entity = str(getattr(table, "entity", table.__tablename__))
        self.erased[entity] = self.erased.get(entity, 0) + len(found)

    def keep(self, what: T, count: int, why: T) -> None:
        """What the law tells to keep."""
        if count:
            self.kept.append(Kept(what, count, why))


_IMAGES: Final = "DELETE FROM action_changes WHERE tenant_id = $1 AND {} RETURNING action_id"


async def forget(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:
    """Remove what commands remember of erased rows, this command included; undo puts none of them back.

    A command that also changed other records can still be undone as far as those go. Who did what and when stays in
    the log, without any value.
    """
    records = [*erasure.records, subject_id]
    affected = {
        row[0] for row in await ctx.query(_IMAGES.format("record_id = ANY($2)"), ctx.tenant_id, records)
    }
    for reference in REFERENCES:
        if not {reference.table, reference.target} <= erasure.tables:
            continue
        # Rows deleted long ago still say in their images whose they were.
        column = reference.column
        pointing = f"table_name = $2 AND $3 IN (before ->> '{column}', after ->> '{column}')"
        rows = await ctx.query(_IMAGES.format(pointing), ctx.tenant_id, reference.table, str(subject_id))
        affected |= {row[0] for row in rows}
    await ctx.query(
        "UPDATE action_logs AS l SET undo_token = NULL WHERE tenant_id = $1 AND id = ANY($2) AND NOT EXISTS"
        " (SELECT FROM action_changes AS c WHERE c.tenant_id = l.tenant_id AND c.action_id = l.id)",
        ctx.tenant_id, list(affected),
    )  # fmt: skip
    # What this command itself tells names ids alone; older events may say more.
    await ctx.query(
        "DELETE FROM event_outbox WHERE tenant_id = $1 AND created_at < now()"
        " AND (record_id = ANY($2) OR position($3::text IN payload::text) > 0)",
        ctx.tenant_id, records, str(subject_id),
    )  # fmt: skip


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it is handed out: without hashes and without whose tenant it is."""
    return {name: value for name, value in row.items() if name != "tenant_id" and not name.endswith("_hash")}
