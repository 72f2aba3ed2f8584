"""Names of records: of those with some ids, and of those to choose from."""

from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.resources.record_names import Names, names_in_view
from bottega.kernel.schemas import Input, Query, Schema
from bottega.platform.ui.module import module

MOST_IDS: Final = 200
TOO_MANY: Final = T(en="At most {most} ids at a time", pl="Najwyżej {most} identyfikatorów naraz")
UNKNOWN: Final = T(en="Records of this kind have no names", pl="Rekordy tego rodzaju nie mają nazw")


class NamesInput(Input):
    """Ids by entity: ``{"customers:customer_entity": ["…"]}``."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel)
    __pydantic_extra__: dict[str, Annotated[list[UUID], Field(max_length=MOST_IDS)]]  # pyright: ignore[reportIncompatibleVariableOverride] - narrower, as pydantic wants it

    @model_validator(mode="after")
    def _few(self) -> "NamesInput":
        if sum(map(len, self.asked.values())) > MOST_IDS:
            raise PydanticCustomError("custom", "Too many ids", {"text": TOO_MANY.given(most=MOST_IDS)})
        return self

    @property
    def asked(self) -> dict[str, list[UUID]]:
        """The ids by entity."""
        return self.__pydantic_extra__


class Named(Schema):
    """What a record is called."""

    title: str
    subtitle: str = ""


class Choice(Named):
    """A record to choose."""

    id: UUID


class Choices(Schema):
    """Records to choose from, in their order."""

    items: list[Choice]


class ChoicesQuery(Query):
    """Which records."""

    most: ClassVar[int] = 100
    search: Annotated[str, Field(max_length=200)] | None = Field(default=None, description="Words of what is wanted.")
    limit: int = Field(default=20, ge=1, le=most, description="How many at most.")


@module.post(
    "/names",
    name="record_names.read",
    status=200,
    answer=dict[str, dict[UUID, Named]],
    answers={200: "Titles by entity and id"},
)
async def read_names(ctx: Context, data: NamesInput) -> dict[str, Any]:
    """Name records by their ids.

    By entity and id, what the records are called in the caller's language. What the caller may not see is left out, and
    so is what nobody names.
    """
    found = {entity: await names_in_view(ctx, entity, {*ids}) for entity, ids in data.asked.items()}
    return {entity: {str(id_): _shown(names, id_) for id_ in names} for entity, names in found.items()}


@module.get("/choices/{entity}", name="choices.list", answers={200: "Records", 404: "Nothing is named so"})
async def list_choices(ctx: Context, entity: str, query: ChoicesQuery) -> Choices:
    """List the records to choose from.

    Those in the caller's view that have the words, and otherwise the first ones, as a field that refers to one offers
    them.
    """
    names = ctx.app.record_names.get(entity)
    if names is None:
        raise NotFound(UNKNOWN)
    if not names.shown_to(ctx):
        raise Forbidden(requiredFeatures=list(names.features))
    found = await names.by_words(ctx, query.search, query.limit)
    return Choices(items=[Choice(id=id_, **_shown(found, id_)) for id_ in found])


def _shown(names: Names, id_: UUID) -> dict[str, str]:
    return {"title": names[id_].title, "subtitle": names[id_].subtitle}
