"""What an entity is called (``module:thing``), which table stands behind it, and which are not for custom fields."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.i18n import T
from bottega.kernel.tables import CLASSES, Table, sql_table

BAD_ENTITY: Final = T(
    en="Enter the entity id in the format: module_name:entity_id with your prefered entity and module names",
    pl="Podaj identyfikator encji w postaci: nazwa_modulu:nazwa_encji",
)
BAD_KEY: Final = T(en="snake_case only", pl="tylko małe litery, cyfry i podkreślenia")
ENTITY_REQUIRED: Final = T(en="entityId is required", pl="Pole entityId jest wymagane")
RESERVED_KEYS: Final = frozenset(
    {"id", "created_at", "updated_at", "organization_id", "tenant_id", "deleted_at"}
)
# The tables of this module and of the search index hold what definitions are made of.
_RESERVED_MODULES: Final = ("entities:", "query_index:")
_ENTITY: Final = re.compile(r"[a-z0-9_]+:[a-z0-9_]+")
_KEY: Final = re.compile(r"[a-z0-9_]+")


def _entity(value: str) -> str:
    if not _ENTITY.fullmatch(value):
        raise PydanticCustomError("entity", "bad entity", {"text": BAD_ENTITY})
    return value


def _key(value: str) -> str:
    if not _KEY.fullmatch(value):
        raise PydanticCustomError("key", "bad key", {"text": BAD_KEY})
    return value


EntityId = Annotated[
    str, Field(min_length=3, max_length=200, description="module:entity"), AfterValidator(_entity)
]
FieldKey = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_key)]


def reserved(entity_id: str) -> bool:
    """Whether an entity cannot have custom fields."""
    return entity_id.startswith(_RESERVED_MODULES)


def table_of(entity_id: str) -> type[Table] | None:
    """The table behind an entity that a module declares; None for any other id."""
    if reserved(entity_id):
        return None
    for table in CLASSES.values():
        if getattr(table, "entity", None) == entity_id and "custom" in sql_table(table).columns:
            return table
    return None


def declared_entities() -> list[str]:
    """Every entity of the installed modules whose records can have custom fields."""
    return sorted(
        entity
        for table in CLASSES.values()
        if "custom" in sql_table(table).columns
        and isinstance(entity := getattr(table, "entity", None), str)
        and not reserved(entity)
    )


def columns_of(entity_id: str) -> frozenset[str]:
    """The names that a custom field of an entity cannot have."""
    table = table_of(entity_id)
    return RESERVED_KEYS if table is None else RESERVED_KEYS | {c.name for c in sql_table(table).columns}
