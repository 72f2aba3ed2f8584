"""Plan of a table: what the statements of changes and of undo need to know about it."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from bottega.kernel.database.tables import Table, TenantTable, sql_table


@dataclass(frozen=True)
class Plan:
    """What the statements need to know about a table."""

    table: type[Table]
    name: str
    entity: str
    # Those that are written; what the database computes is not among them.
    columns: tuple[str, ...]
    # What says whose row it is: the table of tenants is its own. None for rows of the installation, of no tenant.
    owner: str | None
    soft: bool
    event: str | None

    @property
    def kind(self) -> str:
        """The resource kind of audit entries: ``warehouse.material``."""
        return self.table.known_as or self.entity.replace(":", ".")

    def owned(self, tenant: str, row: str = "") -> str:
        """The SQL condition that a row is the tenant's; rows of the installation are at hand in every tenant.

        ``tenant`` is the SQL of its id with its type, ``row`` the name of the row where the statement has several.
        """
        if self.owner is None:
            return f"{tenant} IS NOT NULL"
        return f"{row}.{self.owner} = {tenant}" if row else f"{self.owner} = {tenant}"

    def at_home(self, tenant_id: UUID) -> dict[str, UUID]:
        """The value that makes a new row the tenant's."""
        return {} if self.owner is None else {self.owner: tenant_id}


@cache
def plan_of(table: type[Table]) -> Plan:
    """The plan of a table, worked out once."""
    described = sql_table(table)
    entity: str = getattr(table, "entity", described.name)
    record = issubclass(table, TenantTable) or bool(getattr(table, "is_record", False))
    return Plan(
        table,
        described.name,
        entity,
        tuple(column.name for column in described.columns if column.computed is None),
        table.owner if table.owner in described.columns else None,
        "deleted_at" in described.columns,
        (table.known_as or entity.replace(":", ".")) if record else None,
    )
