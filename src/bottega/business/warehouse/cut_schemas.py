"""Schemas of cutting: pieces, remnants and kerf, in mm, and what became of the board."""

from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bottega.business.contracts import Forcing
from bottega.business.warehouse.materials import Length
from bottega.kernel.field_markers import Unit
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Exact, Flag, Input, Schema, Whole

# Of one board; more than that no saw cuts, and laying them out takes too long.
MOST_PIECES: Final = 1000
TOO_MANY: Final = T(en="At most {n} pieces of one board", pl="Najwyżej {n} elementów z jednej płyty")
NOTHING: Final = T(en="Name what is cut: pieces or remnants", pl="Podaj, co wycięto: formatki albo resztki")


class Piece(Input):
    """A piece that is needed."""

    dl: Length
    szer: Length
    szt: Annotated[Whole, Field(ge=1, le=1000)] = 1
    obrot: Flag = Field(
        default=True,
        description="It may be turned; false where the grain, which runs along the board, must run along the piece.",
    )


class Remnant(Input):
    """A piece that is left over."""

    dl: Length
    szer: Length


class Cut(Forcing):
    """What a board is cut into."""

    formatki: Annotated[list[Piece], Field(max_length=500)] = Field(default=[], description="Pieces needed.")
    resztki: Annotated[list[Remnant], Field(max_length=100)] = Field(default=[], description="What is left over.")
    rzaz: Annotated[Exact, Field(ge=0, le=20, description="Width of the saw in mm."), Unit("mm")] = Decimal(4)
    contract_id: UUID | None = Field(
        default=None,
        description="The contract the pieces are for, which bears their cost; left out, the one the board is reserved"
        " for.",
    )

    @model_validator(mode="after")
    def cut_something(self) -> Self:
        """At least one piece or remnant."""
        if not self.formatki and not self.resztki:
            raise PydanticCustomError("cut", "nothing", {"text": NOTHING, "field": "formatki"})
        if sum(piece.szt for piece in self.formatki) > MOST_PIECES:
            raise PydanticCustomError("cut", "many", {"text": TOO_MANY.given(n=MOST_PIECES), "field": "formatki"})
        return self

    def stored(self) -> dict[str, Any]:
        """What is remembered of it."""
        pieces = [piece.model_dump(mode="json") for piece in self.formatki]
        return {"formatki": pieces, "resztki": [one.model_dump(mode="json") for one in self.resztki], "rzaz": self.rzaz}


class PlacedPiece(Schema):
    """Where a piece lies on the board: mm from its corner, x along the board and y across it."""

    rodzaj: Literal["formatki", "resztki"]
    indeks: int = Field(description="Its place in that list of the request, from 0.")
    x: float
    y: float
    dl: int = Field(description="Along the board, as it lies.")
    szer: int = Field(description="Across it, as it lies.")
    obrocona: bool = Field(description="It lies turned.")


class KeptRemnant(Schema):
    """A remnant that is in stock now."""

    id: UUID
    dlugosc: int
    szerokosc: int
    pozostalo: float = Field(description="m²")
    cena_zakupu: Decimal | None = Field(description="Its share of what the board cost.")


class CutResult(Schema):
    """What became of the board."""

    id: UUID
    ilosc: int = Field(description="Boards left.")
    resztki: list[KeptRemnant]
    odpad: float = Field(description="Waste in m², cuts included.")
    wykorzystanie: float = Field(description="Per cent of the board that became pieces or remnants.")
    contract_id: UUID | None = Field(description="The contract that bears the cost.")
    koszt: Decimal | None = Field(
        description="What the board cost less what its remnants in stock carry, PLN gross; null if it had no price."
    )
    plan: list[PlacedPiece] | None = Field(
        description="A plan of cuts from edge to edge; null if none was found and the board was cut for a reason."
    )
