"""Elements and texts of KSeF files: namespace, characters that KSeF takes, lengths."""

import re
import textwrap
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace

NAMESPACE: Final = "http://crd.gov.pl/wzor/2025/06/25/13775/"
NAME_LENGTH: Final = 512
TEXT_LENGTH: Final = 256

# The controls U+0080 to U+009F are what is left of Windows-1252 that was read as Latin-1: U+0092 is an apostrophe.
_WINDOWS: Final = {code: bytes([code]).decode("cp1252", "ignore") or " " for code in range(0x80, 0xA0)}
# What XML cannot hold, and what KSeF refuses besides since 16 July 2026: DEL, U+FDD0-FDEF, and the ends of all planes.
_ENDS_OF_PLANES: Final = "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_BLANKS: Final = re.compile(rf"[\s\x00-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff{_ENDS_OF_PLANES}]+")
register_namespace("", NAMESPACE)


def child(parent: Element, name: str, value: object = None, most: int = TEXT_LENGTH) -> Element:
    """A new element with a text, cut to its length; texts that may be longer are given in ``pieces``."""
    made = SubElement(parent, qualified(name))
    if value is not None:
        made.text = clean(str(value))[:most].strip()
    return made


def clean(text: str) -> str:
    """A text as KSeF takes it, on one line."""
    return _BLANKS.sub(" ", text.translate(_WINDOWS)).strip()


def pieces(text: str, most: int = TEXT_LENGTH) -> list[str]:
    """A text in parts that are no longer than the schema allows, broken between words where there are any."""
    return textwrap.wrap(clean(text), most)


def qualified(name: str) -> str:
    """The name of an element, with the namespace of FA(3)."""
    return f"{{{NAMESPACE}}}{name}"
