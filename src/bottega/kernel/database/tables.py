"""Declarative base of tables: columns, references, rules, and what is audited and indexed.

Every tenant table has the key ``(tenant_id, id)``; every reference carries the tenant, so a row of one tenant can
never point at another's. Rules are database constraints with a sentence for the user, kept by name in ``RULES``:
whatever breaks one, whoever wrote it, the caller gets that sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Numeric,
    Text,
    text,
)
from sqlalchemy import Table as AnyTable
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from bottega.kernel.database.indexes import declare_index, expressions
from bottega.kernel.i18n import T

if TYPE_CHECKING:
    from bottega.kernel.database.running_totals import Summed

    SqlTable = AnyTable[Any]
else:
    SqlTable = AnyTable

Instant = DateTime(timezone=True)
# Milliseconds are what clients see, so they are what is stored: a value read back compares equal.
Moment = pg.TIMESTAMP(timezone=True, precision=3)

# Where the description of a column keeps what it may hold (``closed_sets``).
MEMBERS: Final = "members"

NAMING: Final = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_1_name)s",
}


@dataclass(frozen=True)
class Rule:
    """A constraint with the sentence shown when it is broken.

    ``field`` is the request field to blame (camelCase); ``status`` is 400 for nonsense, 409 for a clash with what
    is stored.
    """

    name: str
    message: T
    field: str | None
    status: int
    sql: str
    where: str | None = None
    unique: bool = False
    # The closed set that the column of the rule's name is held to (``closed_sets.among``).
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A column that points at another table; ``blocks`` keeps the target from being deleted while rows point at it."""

    table: str
    column: str
    target: str
    blocks: bool


CLASSES: Final[dict[str, "type[Table]"]] = {}
RULES: Final[dict[str, Rule]] = {}
REFERENCES: Final[list[Reference]] = []


def check(name: str, sql: str, message: T, *, field: str | None = None) -> Rule:
    """A condition every row must meet, else 400 on ``field``."""
    return Rule(name, message, field, 400, sql)


def unique(
    name: str, sql: str, message: T, *, field: str | None = None, where: str | None = None, status: int = 409
) -> Rule:
    """No two rows of a tenant may agree on the expressions in ``sql``, else 409 (or the status given)."""
    return Rule(name, message, field, status, sql, where, unique=True)


def reference(target: str, *, blocks: bool = True, **column: Any) -> MappedColumn[Any]:
    """A column holding the id of a row of another table, of the same tenant by construction."""
    return mapped_column(pg.UUID(as_uuid=True), info={"target": target, "blocks": blocks}, **column)


def number(precision: int, scale: int, **column: Any) -> MappedColumn[Any]:
    """An exact decimal that lists show as a JSON number (amounts of money are shown as strings)."""
    return mapped_column(Numeric(precision, scale), info={"number": True}, **column)


class Table(DeclarativeBase):
    """A table without a tenant: tenants themselves, and what is kept for all of them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: pg.UUID(as_uuid=True),
        str: Text(),
        int: Integer(),
        bool: Boolean(),
        Decimal: Numeric(12, 2),
        datetime: Moment,
        date: Date(),
        dict[str, Any]: pg.JSONB(),
        list[str]: pg.ARRAY(Text()),
        list[UUID]: pg.ARRAY(pg.UUID(as_uuid=True)),
    }

    rules: ClassVar[tuple[Rule, ...]] = ()
    # The column that says which tenant a row belongs to; rows of a table without it are the installation's.
    owner: ClassVar[str] = "tenant_id"
    # Columns whose change nobody needs to be told about (no audit entry for it alone, no cache to drop).
    quiet: ClassVar[frozenset[str]] = frozenset()
    # Operations on the table that drop what processes have cached about it: "insert update delete".
    announces: ClassVar[str] = ""
    # What undo does to a row instead of removing it, as the SET list of an UPDATE: for documents whose number must not
    # vanish, and what belongs to them. It sets ``deleted_at``.
    withdrawal: ClassVar[str] = ""
    # Columns by whose values live rows are counted, so that totals of huge lists are known at once.
    counted_by: ClassVar[tuple[str, ...] | None] = None
    # Which amount of live rows is added up, by day and by the values of columns.
    summed: ClassVar["Summed | None"] = None
    # Its name in logs and events, where that is not the entity's: ``customers.person``.
    known_as: ClassVar[str] = ""
    # The column that says whose custom fields a row has, where that is not the table's entity.
    fields_of: ClassVar[str] = ""
    # Further entities whose custom fields its rows hold: a person has those of all customers.
    also_fields_of: ClassVar[tuple[str, ...]] = ()
    # What people call one of its rows, where no resource says so.
    called: ClassVar[T | None] = None
    # Columns that name who takes part in a row: they see it, and its amounts, whatever it refers to (``visibility``).
    participants: ClassVar[tuple[str, ...]] = ()
    # Columns that tell amounts of money though they are none: a text with prices in it (``masking``).
    tells_amounts: ClassVar[tuple[str, ...]] = ()
    is_about_amounts: ClassVar[bool] = False  # Its rows are little else: who sees no amounts is refused.
    # What the events of its rows say besides the id: the name in the payload, and the column.
    tells: ClassVar[Mapping[str, str]] = {}
    history_of: ClassVar[tuple[str, ...]] = ()  # References to records whose history has its changes too.

    @classmethod
    def masking(cls) -> Literal["left_out", "refused", "own"]:
        """What operations on its rows do for those who see no amounts."""
        return "refused" if cls.is_about_amounts else "own" if cls.participants else "left_out"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Add the constraints that references and rules stand for."""
        super().__init_subclass__(**kwargs)
        if not isinstance(cls.__dict__.get("__table__"), AnyTable):
            return
        table = sql_table(cls)
        CLASSES[table.name] = cls
        for rule in cls.rules:
            _enforce(table, rule)
        for column in list(table.columns):
            if "target" in column.info:
                _refer(table, column)


def _refer(table: SqlTable, column: Column[Any]) -> None:
    target = column.info["target"]
    tenant = "tenant_id" in table.columns
    here, there = ([column.name], ["id"]) if not tenant else (["tenant_id", column.name], ["tenant_id", "id"])
    table.append_constraint(
        ForeignKeyConstraint(here, [f"{target}.{name}" for name in there], name=f"fk_{table.name}_{column.name}")
    )
    declare_index(f"ix_{table.name}_{column.name}", table, *[table.columns[name] for name in here])
    REFERENCES.append(Reference(table.name, column.name, target, column.info["blocks"]))


def _enforce(table: SqlTable, rule: Rule) -> None:
    if rule.unique:
        name = f"uq_{table.name}_{rule.name}"
        where = text(rule.where) if rule.where else None
        owner = [table.columns["tenant_id"]] if "tenant_id" in table.columns else []
        # Alembic compares expression by expression, and columns as columns.
        parts = owner + [table.columns.get(part, text(part)) for part in expressions(rule.sql)]
        Index(name, *parts, unique=True, postgresql_where=where)
    else:
        name = f"ck_{table.name}_{rule.name}"
        # The naming convention adds the prefix to a check constraint's own name.
        table.append_constraint(CheckConstraint(rule.sql, name=rule.name))
    if rule.members:
        table.columns[rule.name].info.update({MEMBERS: rule.members})
    RULES[name] = rule


class TenantTable(Table):
    """A table whose rows belong to a tenant and one of its organizations; delete is soft."""

    __abstract__ = True

    entity: ClassVar[str]

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-9)
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-8, server_default=text("uuidv7()"))
    organization_id: Mapped[UUID | None] = mapped_column(sort_order=-7)
    created_at: Mapped[datetime] = mapped_column(sort_order=90, server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(sort_order=91, server_default=text("now()"))
    deleted_at: Mapped[datetime | None] = mapped_column(sort_order=92)
    custom: Mapped[dict[str, Any]] = mapped_column(sort_order=93, server_default=text("'{}'::jsonb"))


class TenantChild(Table):
    """Rows of a tenant without soft delete and custom fields: links, keys, and records that are deleted for good.

    With ``is_record`` its changes are events too.
    """

    __abstract__ = True

    entity: ClassVar[str]
    is_record: ClassVar[bool] = False

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-9)
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-8, server_default=text("uuidv7()"))
    created_at: Mapped[datetime] = mapped_column(sort_order=90, server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(sort_order=91, server_default=text("now()"))


def sql_table(table: type[Table]) -> SqlTable:
    """The SQLAlchemy description behind a table class."""
    return cast("SqlTable", table.__table__)


class RateLimit(Table):
    """What is left of somebody's allowance; kept in the database so that all processes agree."""

    __tablename__ = "rate_limits"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    key: Mapped[str] = mapped_column(primary_key=True)
    points: Mapped[int]
    resets_at: Mapped[datetime] = mapped_column(Instant, index=True)
    blocked_until: Mapped[datetime | None] = mapped_column(Instant)


class IdempotencyKey(Table):
    """A write that was asked for with a key, and the answer it got, sealed."""

    __tablename__ = "idempotency_keys"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request: Mapped[str]
    answer: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"), index=True)


class RowCount(Table):
    """How many live rows a tenant has: statements append differences, a fold adds them up now and then."""

    __tablename__ = "row_counts"
    __table_args__ = (Index("ix_row_counts_entity", "tenant_id", "entity"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    tenant_id: Mapped[UUID]
    entity: Mapped[str]
    organization_id: Mapped[UUID | None]
    facets: Mapped[list[str]]
    n: Mapped[int] = mapped_column(BigInteger)


class Installation(Table):
    """Facts about this installation that belong to no tenant: the guards in force, when the worker was last seen."""

    __tablename__ = "installation"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
