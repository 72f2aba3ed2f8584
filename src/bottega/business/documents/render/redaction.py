"""Redaction of amounts in documents for callers who may not see prices.

What was issued stays as it was issued; this is a copy of what it says, set in type anew.
"""

import re
from typing import Final

from msgspec.structs import replace

from bottega.business.documents.content.kinds import KINDS
from bottega.business.documents.content.models import GoodsNote, Letter, Paper
from bottega.business.documents.content.sections import Section
from bottega.kernel import masking
from bottega.kernel.context import Context

# How ``letters.money`` writes an amount.
_AMOUNT: Final = re.compile(r"\d,\d\d\s?zł")


def as_seen(ctx: Context, paper: Paper) -> Paper:
    """A paper as the caller may see it; 403 for one that is about amounts."""
    if masking.lacking(ctx) is None:
        return paper
    if KINDS[paper.rodzaj].about_amounts:
        masking.refuse(ctx)
    match paper:
        case GoodsNote():
            items = tuple(replace(item, cena=None, wartosc=None) for item in paper.pozycje)
            return replace(paper, pozycje=items, razem=None)
        case Letter():
            return replace(paper, czesci=tuple(part for part in paper.czesci if not _names_amounts(part)))
        case _:
            return paper


def _names_amounts(part: Section) -> bool:
    figures = (text for pair in (*part.dane, *part.wiersze) for text in pair)
    return any(_AMOUNT.search(text) for text in (*part.akapity, *part.punkty, *figures))
