"""Entity identifiers (``module:thing``), their tables, and reserved ones."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.database.tables import CLASSES, Table, sql_table
from bottega.kernel.i18n import T

BAD_ENTITY: Final = T(
    en="Enter the entity in the format module_name:entity_id, with your preferred entity and module names",
    pl="Podaj encję w postaci nazwa_modulu:nazwa_encji",
)
BAD_KEY: Final = T(en="Only small letters, digits and underscores", pl="Tylko małe litery, cyfry i podkreślenia")
ENTITY_REQUIRED: Final = T(en="Entity is required", pl="Encja jest wymagana")
RESERVED_KEYS: Final = frozenset({"id", "created_at", "updated_at", "organization_id", "tenant_id", "deleted_at"})
# The code of a refusal of what only entities may have that a tenant invented.
SYSTEM_BLOCKED: Final = "system_entity_records_blocked"
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


EntityId = Annotated[str, Field(min_length=3, max_length=200, description="module:entity"), AfterValidator(_entity)]
FieldKey = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_key)]


def reserved(entity_id: str) -> bool:
    """Whether an entity cannot have custom fields."""
    return entity_id.startswith(_RESERVED_MODULES)


def own_table(entity_id: str) -> type[Table] | None:
    """The table of an entity that a module declares, with custom fields or without; None for any other id."""
    return next((table for table in CLASSES.values() if getattr(table, "entity", None) == entity_id), None)


def table_of(entity_id: str) -> type[Table] | None:
    """The table whose rows keep the custom fields of an entity that a module declares; None for any other id."""
    if reserved(entity_id):
        return None
    for table in CLASSES.values():
        if "custom" in sql_table(table).columns and entity_id in families(table):
            return table
    return None


def families(table: type[Table]) -> tuple[str, ...]:
    """The entities whose custom fields the rows of a table keep, its own first."""
    return (getattr(table, "entity", ""), *table.also_fields_of)


def lenders(entity_id: str) -> tuple[str, ...]:
    """The entities whose custom fields the records of an entity hold beside its own."""
    table = own_table(entity_id)
    return table.also_fields_of if table is not None else ()


def is_system(entity_id: str) -> bool:
    """Whether an entity is a module's, so that no tenant can invent one of that name."""
    return reserved(entity_id) or own_table(entity_id) is not None


def declared_entities() -> dict[str, type[Table]]:
    """Every entity of the installed modules whose records can have custom fields, with its table, by name."""
    found = {families(table)[0]: table for table in CLASSES.values() if "custom" in sql_table(table).columns}
    return {name: found[name] for name in sorted(found) if name and not reserved(name)}


def columns_of(entity_id: str) -> frozenset[str]:
    """The names that a custom field of an entity cannot have."""
    keeper = table_of(entity_id)
    tables = [keeper, *map(own_table, families(keeper))] if keeper else []
    return RESERVED_KEYS.union(*(sql_table(table).columns.keys() for table in tables if table is not None))
