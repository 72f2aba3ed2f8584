"""Markers of fields, for ``Annotated``: what a type cannot say, written into the JSON Schema under an ``x-`` key.

Documentation, tools and screens read them there. A field needs none where its type tells how it looks.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


class _Marker(ABC):
    @abstractmethod
    def keys(self) -> Mapping[str, Any]:
        """What it adds to the schema."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), **self.keys()}


@dataclass(frozen=True)
class Unit(_Marker):
    """The unit of a number: ``mm``, ``m²``, ``%``."""

    unit: str

    def keys(self) -> Mapping[str, Any]:
        """``x-unit``."""
        return {"x-unit": self.unit}


@dataclass(frozen=True)
class Of(_Marker):
    """The entity whose id it holds, where no column refers to its table; ``where`` narrows whom to choose from."""

    entity: str
    where: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)

    def keys(self) -> Mapping[str, Any]:
        """``x-relation``, and ``x-relation-filter`` where there is one."""
        return {"x-relation": self.entity, **({"x-relation-filter": dict(self.where)} if self.where else {})}


@dataclass(frozen=True)
class Suggest(_Marker):
    """An open set: the values of ``source`` are offered, others are taken too.

    In the input of a resource ``<entity>.<column>`` offers what its rows have in the column so far; any other source is
    one that a module ``suggests``.
    """

    source: str

    def keys(self) -> Mapping[str, Any]:
        """``x-suggest``."""
        return {"x-suggest": self.source}


@dataclass(frozen=True)
class Kind(_Marker):
    """What a text is: long, Markdown, a secret, a colour, an icon, an amount, a kind of records; what a moment is."""

    kind: str

    def keys(self) -> Mapping[str, Any]:
        """``x-kind``."""
        return {"x-kind": self.kind}


Amount: Final = Kind("money")
Long: Final = Kind("long")
Markdown: Final = Kind("markdown")
Secret: Final = Kind("secret")
Colour: Final = Kind("colour")
Icon: Final = Kind("icon")
# A moment that stands for its day in Warsaw: screens show and ask for the day.
WholeDay: Final = Kind("day")
# ``warehouse.material``: screens show what their records are called.
KindOfRecord: Final = Kind("record_kind")
