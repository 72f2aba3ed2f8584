"""References that no foreign key holds, and the entity that a column of either kind refers to."""

from typing import Any

from sqlalchemy import Column
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import MappedColumn, mapped_column

from bottega.kernel.database.tables import CLASSES


def loose_reference(entity: str, **column: Any) -> MappedColumn[Any]:
    """The id of a record of an entity that may be gone one day: of a user, or of another module's record."""
    return mapped_column(pg.UUID(as_uuid=True), info={"entity": entity}, **column)


def entity_behind(column: Column[Any]) -> str | None:
    """The entity whose id a column holds; None where it holds none."""
    info = column.info
    return vars(CLASSES[info["target"]])["entity"] if "target" in info else info.get("entity")
