"""Answers without their identifiers: a figure looked for in a text is not found in the digits of an id."""

import re

# Ids and moments to the microsecond hold any four digits once in a while.
_DIGITS_BY_CHANCE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\"\s]*", re.IGNORECASE
)


def figures_in(text: str, figures: tuple[str, ...]) -> list[str]:
    """Those of the figures or words which the text says outside its ids and moments."""
    said = _DIGITS_BY_CHANCE.sub("", text)
    return [figure for figure in figures if figure in said]
