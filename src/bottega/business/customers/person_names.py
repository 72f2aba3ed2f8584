"""Names of people: which they must have, and by which they are listed."""

from collections.abc import Mapping
from typing import Any, Final

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T

NAMES_REQUIRED: Final = T(en="First and last name are required", pl="Wymagane są imię i nazwisko")
DISPLAY_NAME_REQUIRED: Final = T(en="Display name is required", pl="Wymagana jest nazwa wyświetlana")
LONGEST_NAME: Final = 200


def check_names(given: Mapping[str, Any]) -> None:
    """400 unless the names that are given are no blanks: a person has two, and one to be listed by."""
    blank = [name for name in ("first_name", "last_name") if given.get(name, "?") == ""]
    if blank:
        wire = {"first_name": "firstName", "last_name": "lastName"}
        raise Invalid(NAMES_REQUIRED, fields={wire[name]: NAMES_REQUIRED for name in blank})
    if given.get("display_name", "?") == "":
        raise Invalid(DISPLAY_NAME_REQUIRED, fields={"displayName": DISPLAY_NAME_REQUIRED})


def full_name(first: str | None, last: str | None) -> str:
    """How a person is listed of whom nothing else is said."""
    return " ".join(name for name in (first, last) if name)[:LONGEST_NAME]


def follow_names(given: dict[str, Any], customer: Mapping[str, Any], profile: Mapping[str, Any]) -> None:
    """List a person who is renamed by the new name, unless somebody chose another display name."""
    first, last = profile["first_name"], profile["last_name"]
    if "display_name" not in given and customer["display_name"] == full_name(first, last):
        named = full_name(given.get("first_name", first), given.get("last_name", last))
        if named != customer["display_name"]:
            given["display_name"] = named
