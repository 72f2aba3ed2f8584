"""Words that are restricted to some kinds of furniture.

Whatever the demo says about a contract is chosen among what suits its kind; ``checks/texts.py`` asks the database
whether it was. Patterns are regular expressions that Python and PostgreSQL read alike.
"""

import re
from collections.abc import Iterable
from typing import Final, TypeVar

Text = TypeVar("Text", bound=str | None)

KITCHENS: Final = ("kuchnia", "lokal_uslugowy")
WET: Final = (*KITCHENS, "lazienka")
WITH_TOPS: Final = (*WET, "biuro")
BELONGS: Final[dict[str, tuple[str, ...]]] = {
    r"zlew|zmywark|okap|lodówk|piekarnik|indukcyjn|sortownik|cargo|bateri|nad blat|przyblat|pod szafkami"
    r"|szafek górnych|szafce (górnej|nad)|sprzęt|kuchni": KITCHENS,
    r"syfon|płytk|wod[aęy]|hydraulik|silikon|sanitarn|wilgo": WET,
    r"blat|granex": WITH_TOPS,
    r"pralk|wann|umywalk": ("lazienka",),
    r"przesuwn|drążek": ("szafa", "garderoba", "przedpokoj"),
    r"lustr": ("szafa", "garderoba", "przedpokoj", "lazienka"),
    r"witryn": ("kuchnia", "salon"),
    r"telewizor": ("salon",),
    r"biurk|kluczyk": ("biuro",),
    r"recepcj|pacjent": ("lokal_uslugowy",),
    r"cokół|cokoł|gola|podnośnik|aventos|merivobox|tandembox": (*WITH_TOPS, "salon"),
    r"szafa (skręc|wnęk)|garderobian": ("szafa", "garderoba", "przedpokoj"),
}
_READ: Final = {re.compile(pattern, re.IGNORECASE): kinds for pattern, kinds in BELONGS.items()}


def suits(text: str | None, typ: str) -> bool:
    """Whether a text may be said of a contract of a kind."""
    return text is None or all(typ in kinds or not word.search(text) for word, kinds in _READ.items())


def suited(texts: Iterable[Text], typ: str) -> list[Text]:
    """Those of some texts that may be."""
    return [text for text in texts if suits(text, typ)]
