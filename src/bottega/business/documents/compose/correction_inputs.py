"""Input schemas of correcting invoices."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

from pydantic import Field

from bottega.business.contracts import Means
from bottega.kernel.field_markers import Kind, Unit
from bottega.kernel.schemas import Day, Exact, Flag, Input, Money

Count = Annotated[Exact, Field(ge=0, max_digits=9, decimal_places=3)]
Percent = Annotated[Exact, Field(ge=0, le=100, decimal_places=2), Unit("%")]
Name = Annotated[str, Field(min_length=1, max_length=512), Kind("text")]
Rate = Literal["23", "8"]
# With the corrected invoice, with the correction, or otherwise: 1, 2 and 3 in FA(3).
Effect = Literal["pierwotna", "korekta", "inna"]
EFFECTS: Final[Mapping[str, int]] = {"pierwotna": 1, "korekta": 2, "inna": 3}


class LineAfter(Input):
    """A line as it should have been; what is left out stays."""

    lp: Annotated[int, Field(ge=1, le=1000)]
    nazwa: Name | None = None
    ilosc: Count | None = None
    cena: Annotated[Money, Field(ge=0)] | None = Field(default=None, description="Gross price of one.")
    rabat: Percent | None = Field(default=None, description="Per cent.")
    stawka: Rate | None = None


class NewLine(Input):
    """A line that was left out."""

    nazwa: Name
    ilosc: Annotated[Exact, Field(gt=0, max_digits=9, decimal_places=3)]
    jednostka: Annotated[str, Field(min_length=1, max_length=20)] = "szt."
    cena: Annotated[Money, Field(gt=0)] = Field(description="Gross price of one.")
    rabat: Percent | None = Field(default=None, description="Per cent.")
    stawka: Rate | None = Field(default=None, description="Left out by sellers who are exempt, and by them only.")


class CorrectInput(Input):
    """What is corrected, and why."""

    przyczyna: str = Field(min_length=3, max_length=250)
    pozycje: Annotated[list[LineAfter], Field(max_length=200)] = Field(
        default=[], description="FV, FK: lines that change."
    )
    nowe_pozycje: Annotated[list[NewLine], Field(max_length=200)] = Field(
        default=[], description="FV, FK: lines that were left out."
    )
    do_zera: Flag = Field(
        default=False, description="All that it charges is taken back, so that a new one can be issued."
    )
    kwota: Annotated[Money, Field(ge=0)] | None = Field(
        default=None, description="FZ: what of the received amount is left."
    )
    nowy_podzial: Flag = Field(
        default=False, description="FZ: share the amount among the rates as the contract has them now."
    )
    stawka: Rate | None = Field(
        default=None,
        description="FZ: all of the amount at this rate, which the contract has; of other invoices lines have rates.",
    )
    nabywca: Flag = Field(
        default=False,
        description="The buyer's name and address as the customer has them now; so it is if nothing else is named.",
    )
    data_sprzedazy: Day | None = Field(
        default=None, description="The day of the supply, or of an FZ that of the payment."
    )
    forma: Means | None = Field(default=None, description="How it is, or was, paid.")
    skutek: Effect | None = Field(
        default=None, description="When the books take the difference (`TypKorekty` of FA(3))."
    )
    data_wystawienia: Day | None = None

    def names(self, *fields: str) -> bool:
        """Whether any of some fields asks for something."""
        return any(getattr(self, name) not in (None, False, []) for name in fields)


AMOUNTS: Final[Sequence[str]] = ("pozycje", "nowe_pozycje", "do_zera", "kwota", "nowy_podzial", "stawka")
FACTS: Final[Sequence[str]] = ("nabywca", "data_sprzedazy", "forma")
