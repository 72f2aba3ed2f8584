"""Recent changes: the commands of some tenants since a moment, with the records that each of them changed.

Entries of ``action_logs`` are in the order of time, by their ids; commits are not: an entry is seen when its
transaction ends. So whoever follows the log reads a little further back each time, and leaves out what is known.
Commands that take longer than that leave entries that say when they were written, and so do undo and redo
(``ix_action_logs_updated``).
"""

from collections.abc import Collection, Container, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from bottega.kernel.database.pools import Database, Record

if TYPE_CHECKING:
    from bottega.kernel.context import Context

# What became of a record.
Verb = Literal["create", "update", "delete"]

# Of one command and table; who needs to know of more reads the whole list anew.
MOST_RECORDS: Final = 20
# Undo says when it began, and may put back many rows: its entries are few, so it costs nothing to look far back.
LONGEST_UNDO: Final = timedelta(minutes=2)

_READ: Final = (
    "SELECT tenant_id, id, organization_id, actor_id, command_id, execution_state, updated_at, resource_kind,"
)
_NEW: Final = f"""
{_READ} resource_id, parent_resource_kind, parent_resource_id FROM action_logs
WHERE tenant_id = ANY($1) AND id > $2
UNION
{_READ} resource_id, parent_resource_kind, parent_resource_id FROM action_logs
WHERE tenant_id = ANY($1) AND updated_at <> created_at AND updated_at > $3
"""
# Of each command and table the first records in the order they were written, and whether they are new, or gone.
_RECORDS: Final = """
SELECT * FROM (
  SELECT action_id, table_name, record_id,
    bool_or(before IS NULL OR (before ->> 'deleted_at' IS NOT NULL AND after ->> 'deleted_at' IS NULL)) AS came,
    bool_or(after IS NULL OR (after ->> 'deleted_at' IS NOT NULL AND before ->> 'deleted_at' IS NULL)) AS went,
    row_number() OVER (PARTITION BY action_id, table_name ORDER BY min(seq)) AS place
  FROM action_changes WHERE tenant_id = ANY($1) AND action_id = ANY($2) AND table_name = ANY($3)
  GROUP BY action_id, table_name, record_id
) AS c WHERE place <= $4 ORDER BY place
"""


@dataclass(frozen=True)
class ChangedRecord:
    """A record of a table, and what became of it."""

    table: str
    id: UUID
    verb: Verb


@dataclass
class RecentCommand:
    """A command that was done, or undone: whose, where, what it was about, and the first records that it changed."""

    key: Hashable
    tenant_id: UUID
    organization_id: UUID | None
    actor_id: UUID | None
    undone: bool
    # The last word of the command's id: ``create``.
    word: str
    # Kind and id of the record that the log names, and of the one it belongs to.
    about: Sequence[tuple[str, str]]
    records: list[ChangedRecord] = field(default_factory=list[ChangedRecord])

    @property
    def verb(self) -> Verb:
        """What became of the record it is about, where no image tells."""
        came, went = self.word == "create", self.word == "delete"
        return _verb(came=came, went=went, undone=self.undone)


async def recent_commands(
    database: Database, since: datetime, tenants: Collection[UUID], *, known: Container[Hashable], tables: Sequence[str]
) -> list[RecentCommand]:
    """What was done in some tenants since a moment and is not known by its key, oldest first.

    Of the records only those of these tables are told, and of each table ``MOST_RECORDS`` and one more.
    """
    async with database.across_tenants("one process follows the changes of all its listeners") as connection:
        rows = await connection.fetch(_NEW, list(tenants), _first_id(since), since - LONGEST_UNDO)
        fresh = [row for row in rows if _key(row) not in known and row["execution_state"] != "redone"]
        if not fresh:
            return []
        ids = [row["id"] for row in fresh]
        records = await connection.fetch(_RECORDS, list(tenants), ids, list(tables), MOST_RECORDS + 1)
    found = {row["id"]: _command(row) for row in sorted(fresh, key=lambda row: row["updated_at"])}
    for record in records:
        command = found[record["action_id"]]
        verb = _verb(came=record["came"], went=record["went"], undone=command.undone)
        command.records.append(ChangedRecord(record["table_name"], record["record_id"], verb))
    return list(found.values())


def _key(row: Record) -> Hashable:
    """A command is news when it is done, and again when it is undone."""
    return row["id"], row["execution_state"]


def _command(row: Record) -> RecentCommand:
    pairs = [(row["resource_kind"], row["resource_id"]), (row["parent_resource_kind"], row["parent_resource_id"])]
    return RecentCommand(
        _key(row),
        row["tenant_id"],
        row["organization_id"],
        row["actor_id"],
        row["execution_state"] == "undone",
        row["command_id"].rpartition(".")[2],
        [(kind, record) for kind, record in pairs if kind and record],
    )


def _verb(*, came: bool, went: bool, undone: bool) -> Verb:
    if came == went:
        return "update"
    return "create" if came != undone else "delete"


def _first_id(since: datetime) -> UUID:
    """The smallest id that is made at a moment: a uuidv7 begins with the milliseconds (RFC 9562 §5.7)."""
    return UUID(int=max(int(since.timestamp() * 1000), 0) << 80)


_MARK: Final = """
SELECT count(*) AS n, sum(hashtextextended(concat_ws(' ', id, execution_state, updated_at), 0)) AS what FROM (
  SELECT id, execution_state, updated_at FROM action_logs WHERE tenant_id = $1 AND id > $2
  UNION
  SELECT id, execution_state, updated_at FROM action_logs
  WHERE tenant_id = $1 AND updated_at <> created_at AND updated_at > $3) AS changed
"""


async def change_mark(ctx: "Context", since: datetime) -> Hashable:
    """What is another value as soon as a command of the tenant was done, undone or redone after a moment.

    Commands count from when they began, so ``since`` lies before the moment by what they may take.
    """
    row = await ctx.query_one(_MARK, ctx.tenant_id, _first_id(since), since)
    assert row is not None
    return row["n"], row["what"]
