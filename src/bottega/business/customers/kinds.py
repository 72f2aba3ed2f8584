"""The two kinds of customers, people and companies, as data: whatever both have is declared once, for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bottega.business.customers.customer_inputs import CompanyInput, CustomerInput, PersonInput
from bottega.business.customers.tables import Company, Kind, Person
from bottega.kernel.i18n import T

PERSON: Final = "person"
COMPANY: Final = "company"


@dataclass(frozen=True)
class CustomerKind:
    """A kind of customers: its tables and input, and what it is called.

    ``name`` and ``plural`` stand in paths, features and English sentences, ``genitive`` and ``genitive_plural`` in
    Polish ones.
    """

    name: Kind
    plural: str
    genitive: str
    genitive_plural: str
    profile: type[Person | Company]
    input: type[CustomerInput]

    @property
    def view(self) -> str:
        """The feature of whoever may see customers of the kind."""
        return f"customers.{self.plural}.view"

    @property
    def manage(self) -> str:
        """The feature of whoever may add, change and delete them."""
        return f"customers.{self.plural}.manage"

    def text(self, *, en: str, pl: str) -> T:
        """A sentence about the kind, which has ``{one}`` or ``{many}`` in it."""
        english = en.format(one=self.name, many=self.plural)
        return T(en=english[0].upper() + english[1:], pl=pl.format(one=self.genitive, many=self.genitive_plural))


KINDS: Final[Mapping[str, CustomerKind]] = {
    PERSON: CustomerKind(PERSON, "people", "osoby", "osób", Person, PersonInput),
    COMPANY: CustomerKind(COMPANY, "companies", "firmy", "firm", Company, CompanyInput),
}
PROFILE: Final = {name: kind.profile for name, kind in KINDS.items()}
NOT_FOUND: Final = {name: kind.text(en="{one} not found", pl="Nie znaleziono {one}") for name, kind in KINDS.items()}
