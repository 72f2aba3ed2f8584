"""The kinds of events, and the fields each of them requires."""

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args
from uuid import UUID

from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import T

Kind = Literal[
    "montaz_kuchni",
    "montaz_szafy",
    "montaz_garderoby",
    "montaz_lazienki",
    "montaz_inne",
    "montaz_blatu",
    "pomiar",
    "projekt_spotkanie",
    "dostawa",
    "transport",
    "poprawki",
    "reklamacja",
    "serwis",
    "urlop",
    "inne",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
# How far an event has come.
Status = Literal["plan", "w_trakcie", "wykonane", "odwolane"]

TITLES: Final[Mapping[str, T]] = {
    "montaz_kuchni": T(en="Kitchen installation", pl="Montaż kuchni"),
    "montaz_szafy": T(en="Wardrobe installation", pl="Montaż szafy"),
    "montaz_garderoby": T(en="Walk-in closet installation", pl="Montaż garderoby"),
    "montaz_lazienki": T(en="Bathroom installation", pl="Montaż łazienki"),
    "montaz_inne": T(en="Installation", pl="Montaż"),
    "montaz_blatu": T(en="Worktop installation", pl="Montaż blatu"),
    "pomiar": T(en="Measurement", pl="Pomiar"),
    "projekt_spotkanie": T(en="Design meeting", pl="Spotkanie projektowe"),
    "dostawa": T(en="Delivery", pl="Dostawa"),
    "transport": T(en="Transport", pl="Transport"),
    "poprawki": T(en="Repairs", pl="Poprawki"),
    "reklamacja": T(en="Complaint", pl="Reklamacja"),
    "serwis": T(en="Service", pl="Serwis"),
    "urlop": T(en="Leave", pl="Urlop"),
    "inne": T(en="Other", pl="Inne"),
}
LEAVE: Final = "urlop"
# What a settled contract may still get (BR-5).
AFTER_SETTLEMENT: Final = frozenset({"serwis", "reklamacja"})

NEEDS_CONTRACT: Final = T(en="This kind of event needs a contract", pl="To wydarzenie wymaga umowy")
NEEDS_SOMEBODY: Final = T(en="A measurement needs a customer or a contract", pl="Pomiar wymaga klienta albo umowy")

# The kind of installation a contract of some kind ends with; others are ``montaz_inne``.
_BY_CONTRACT: Final = {
    "kuchnia": "montaz_kuchni",
    "szafa": "montaz_szafy",
    "garderoba": "montaz_garderoby",
    "lazienka": "montaz_lazienki",
}


def is_installation(kind: str) -> bool:
    """Installations take whole days (BR-20)."""
    return kind.startswith("montaz_")


def installation_of(contract_kind: str) -> str:
    """The kind of event that a contract is installed with."""
    return _BY_CONTRACT.get(contract_kind, "montaz_inne")


def check_links(kind: str, contract_id: UUID | None, customer_id: UUID | None) -> None:
    """400 for an event without what its kind is about."""
    if contract_id is not None:
        return
    if is_installation(kind) or kind in ("poprawki", "reklamacja"):
        raise InvalidInput.field("contractId", NEEDS_CONTRACT, code="contract_required")
    if kind == "pomiar" and customer_id is None:
        raise InvalidInput.field("customerId", NEEDS_SOMEBODY, code="customer_required")


def told(kind: Any, locale: str) -> str:
    """What people call a kind of event."""
    return TITLES[str(kind)](locale)
