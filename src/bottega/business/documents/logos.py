"""A studio's logo: checked when it is entered, so that no document fails for it, and drawn on every letterhead.

Templates take one kind of picture, SVG; a PNG or JPEG is wrapped in one.
"""

import struct
from base64 import b64decode
from binascii import Error
from typing import Final

import typst

LARGEST: Final = 200 * 1024
# A small file may unfold into a picture that fills the memory.
MOST_PIXELS: Final = 16_000_000
MEDIA: Final = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}

_BEGINNINGS: Final = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
# The segments of a JPEG that say how large it is.
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def drawing(content: str, kind: str) -> str:
    """A logo, in base64, as a drawing in SVG."""
    if kind == "svg":
        return b64decode(content).decode()
    data = f"data:{MEDIA[kind]};base64,{content}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 360 100">'
        f'<image width="360" height="100" preserveAspectRatio="xMinYMid meet" xlink:href="{data}"/></svg>'
    )


def drawable(content: str, kind: str | None) -> bool:
    """Whether a logo in base64 is what it says, not too large, and can be drawn."""
    try:
        raw = b64decode(content, validate=True)
        if kind is None or not 0 < len(raw) <= LARGEST or not _fits(raw, kind):
            return False
        picture = f"bytes(({','.join(map(str, raw))},))"
        typst.compile(f"#image({picture}, width: 2cm)".encode(), format="svg")
    except (Error, ValueError, struct.error, typst.TypstError):
        return False
    return True


def _fits(raw: bytes, kind: str) -> bool:
    if kind == "svg":
        return b"<svg" in raw[:2000] and b"<!ENTITY" not in raw
    if not raw.startswith(_BEGINNINGS[kind]):
        return False
    width, height = struct.unpack(">II", raw[16:24]) if kind == "png" else _jpeg_size(raw)
    return 0 < width * height <= MOST_PIXELS


def _jpeg_size(raw: bytes) -> tuple[int, int]:
    """Width and height: the segments are passed over until the one that says so."""
    at = 2
    while raw[at : at + 1] == b"\xff":
        marker, length = struct.unpack(">BH", raw[at + 1 : at + 4])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", raw[at + 5 : at + 9])
            return width, height
        at += 2 + length
    message = "a JPEG without a frame"
    raise ValueError(message)
