"""Normalization of column headings of imported tables for comparison."""

import re
import unicodedata
from typing import Final

from bottega.kernel.text.folding import fold

# A unit in brackets. Nothing in it may open another bracket, or every bracket would be followed to the end.
UNIT: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def heading_key(text: str) -> str:
    """A heading as it is compared: no case, accents, punctuation or unit in brackets."""
    plain = unicodedata.normalize("NFC", UNIT.sub(" ", text))
    return " ".join(re.sub(r"[\W_]+", " ", fold(plain)).split())
