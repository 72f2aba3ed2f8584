"""The SQL both sides run: the yardstick takes it from the product, so that neither has an easier query."""

from functools import cache
from typing import Any
from uuid import UUID

from bottega.business.warehouse.materials import materials
from bottega.kernel.resources.list_sql import Shape

ONE_ROW = "SELECT id, name, is_active FROM directory_tenants WHERE id = $1"
BARE_INSERT = (
    "INSERT INTO warehouse_materials (tenant_id, id, organization_id, typ, producent, symbol, dlugosc, szerokosc,"
    " cala, ilosc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
)


@cache
def _statement(*, by_id: bool) -> Any:
    return materials.source.listing.statement(Shape(by_ids="one" if by_id else ""))


def list_statement(tenant: UUID, organization: UUID, wanted: UUID | None) -> tuple[str, list[Any]]:
    """The first page of materials, or the one with an id."""
    statement = _statement(by_id=wanted is not None)
    values: dict[str, Any] = {"tenant_id": tenant, "organizations": [organization], "limit": 50, "offset": 0}
    if wanted is not None:
        values["id"] = wanted
    return statement.sql, statement.args(values)
