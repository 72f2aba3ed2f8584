"""Bodies and answers of bulk changes: the ids, and either what to set or that the records are deleted."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from bottega.kernel import custom_fields
from bottega.kernel.i18n import T
from bottega.kernel.resources.schemas import Done
from bottega.kernel.schemas import Input, Moment

MOST: Final = 200

TWICE: Final = T(en="A record is named twice", pl="Ten sam rekord podano dwa razy")
NOTHING_TO_DO: Final = T(
    en="Say what is to be changed, or that the records are to be deleted",
    pl="Podaj, co ma się zmienić, albo że rekordy mają zostać usunięte",
)
BOTH: Final = T(
    en="Records are either changed or deleted, not both",
    pl="Rekordy można albo zmienić, albo usunąć, nie jedno i drugie",
)
NOTHING_SET: Final = T(en="Name at least one field to change", pl="Podaj co najmniej jedno pole do zmiany")
NOT_AMONG_THEM: Final = T(
    en="A version is of a record that is not among those to change",
    pl="Podano wersję rekordu, którego nie ma wśród zmienianych",
)

Ids = Annotated[
    list[UUID],
    Field(min_length=1, max_length=MOST, description=f"The records, 1 to {MOST}, each once. Any refusal refuses all."),
]


class Bulk(Input):
    """Which records are changed together; ``set`` and ``delete`` are fields of it where the resource has them."""

    ids: Ids
    versions: dict[UUID, Moment] = Field(
        default={},
        max_length=MOST,
        description="The `updatedAt` that was seen, by id: 409 for a record that has changed since. Others are not "
        "checked.",
    )

    @field_validator("ids")
    @classmethod
    def _each_once(cls, value: list[UUID]) -> list[UUID]:
        if len(set(value)) < len(value):
            raise PydanticCustomError("ids", "twice", {"text": TWICE})
        return value

    @field_validator("versions")
    @classmethod
    def _of_these(cls, value: dict[UUID, datetime], seen: ValidationInfo) -> dict[UUID, datetime]:
        if not value.keys() <= {*seen.data.get("ids", value)}:
            raise PydanticCustomError("versions", "others", {"text": NOT_AMONG_THEM})
        return value

    @field_validator("delete", check_fields=False)
    @classmethod
    def _one_of_both(cls, value: Any, seen: ValidationInfo) -> Any:
        if value and seen.data.get("set") is not None:
            raise PydanticCustomError("delete", "both", {"text": BOTH})
        if not value and seen.data.get("set", value) is None:
            raise PydanticCustomError("delete", "neither", {"text": NOTHING_TO_DO})
        return value


class Values(Input):
    """The body of an update without its id, custom fields among it."""

    model_config = ConfigDict(extra="allow")

    id: SkipJsonSchema[UUID | None] = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.given().keys() - {"id"} or self.custom):
            raise PydanticCustomError("set", "nothing", {"text": NOTHING_SET})
        return self

    @property
    def custom(self) -> dict[str, Any]:
        """The custom values that are sent."""
        return custom_fields.sent(self.model_extra)

    def of(self, record_id: UUID) -> Self:
        """The body of the update of one record: its own, whatever the update makes of it."""
        # Lists and parts are copied too; copying plain values would take longer than all else that is done for a row.
        nested = any(isinstance(value, list | dict | BaseModel) for value in self.given().values())
        return self.model_copy(update={"id": record_id}, deep=nested)


def bulk_input(name: str, update: type[BaseModel] | None, *, delete: bool) -> type[Bulk]:
    """The body of bulk changes for a resource: ``update`` is the body of an update, ``delete`` whether it has one."""
    fields: dict[str, Any] = {}
    if update is not None:
        body = create_model(f"{name}BulkValues", __base__=(update, Values), id=(Values.__annotations__["id"], None))
        said = "What to change in each of them: fields as an update takes them."
        fields["set"] = (
            (body | None, Field(default=None, description=said)) if delete else (body, Field(description=said))
        )
    if delete:
        said = "Delete them."
        fields["delete"] = (
            (Literal[True], Field(description=said))
            if update is None
            else (bool, Field(default=False, description=said, validate_default=True))
        )
    return create_model(f"{name}Bulk", __base__=Bulk, **fields)


class BulkDone(Done):
    """All of it is done."""

    count: int = Field(description="How many records were changed or deleted.")
