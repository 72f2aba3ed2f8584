"""What is installed, as parameters of tests: every operation, every module, and every resource with its operations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bottega.app import modules
from bottega.kernel.database.tables import sql_table
from bottega.kernel.modules import Module
from bottega.kernel.openapi.schemas import Schemas, collect
from bottega.kernel.operation import Operation
from bottega.kernel.resources.resource import Resource

MODULES: tuple[Module, ...] = modules()
OPERATIONS: tuple[Operation, ...] = tuple(one for module in MODULES for one in module.operations)
GUARDED: tuple[Operation, ...] = tuple(one for one in OPERATIONS if not one.public)
# A well-formed id of nothing.
NOBODYS = "00000000-0000-4000-8000-000000000000"


def concrete(operation: Operation) -> str:
    """Its path with an id of nothing in every place."""
    path = operation.path
    for name, kind in operation.path_types.items():
        path = path.replace(f"{{{name}}}", "1" if kind is int else NOBODYS)
    return path


@dataclass(frozen=True)
class Mounted:
    """A resource, where it is mounted, and the operations on it, declared or written by hand."""

    module: Module
    resource: Resource
    path: str
    operations: dict[str, Operation] = field(repr=False)

    @property
    def table(self) -> str:
        """The name of its table."""
        return self.resource.table.__tablename__

    @property
    def entity(self) -> str:
        """Its name for examples and messages."""
        return self.resource.table.entity

    def has(self, *methods: str) -> bool:
        """Whether it answers all of these methods."""
        return all(method in self.operations for method in methods)

    @cached_property
    def schemas(self) -> Schemas:
        """The schemas of what may be sent: ``POST`` and ``PUT``."""
        return collect([(m, "validation", o.body) for m, o in self.operations.items() if o.body is not None])

    def fields(self, method: str) -> dict[str, Any]:
        """The schema of every field of a body."""
        return self.schemas.resolve(self.schemas.by_key[method])["properties"]

    def required(self, method: str) -> set[str]:
        """The fields a body must have."""
        return set(self.schemas.resolve(self.schemas.by_key[method]).get("required", []))

    def target(self, wire: str) -> str | None:
        """The table a field points at."""
        column = self.column(wire)
        return column.info.get("target") if column is not None else None

    def column(self, wire: str) -> Any:
        """The column behind a field, if there is one."""
        columns = sql_table(self.resource.table).columns
        return columns.get("".join(f"_{c.lower()}" if c.isupper() else c for c in wire))


def _mounted() -> Iterator[Mounted]:
    for module in MODULES:
        for resource in module.resources:
            about = [one for one in module.operations if one.table is resource.table]
            if about:
                path = min((one.path for one in about), key=len)
                yield Mounted(module, resource, path, {o.method: o for o in module.operations if o.path == path})


RESOURCES: tuple[Mounted, ...] = tuple(_mounted())
BY_TABLE: dict[str, Mounted] = {mounted.table: mounted for mounted in RESOURCES}


def resources(*methods: str) -> list[Mounted]:
    """The resources that answer all of these methods."""
    return [mounted for mounted in RESOURCES if mounted.has(*methods)]
