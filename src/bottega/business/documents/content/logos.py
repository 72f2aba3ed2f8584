"""The logo of a studio: validation and rendering.

Templates take one kind of picture, SVG; a PNG or JPEG is wrapped in one.
"""

import struct
from base64 import b64decode
from binascii import Error
from typing import Final, Literal, get_args

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.pool import Exceeded, Program
from bottega.kernel.sandbox.typst_programs import LONGEST_DRAWING, NO_PICTURE, TOO_SLOW, try_picture

LARGEST: Final = 200 * 1024
# A small file may unfold into a picture that fills the memory.
MOST_PIXELS: Final = 16_000_000
LogoKind = Literal["png", "jpeg", "svg"]
LOGO_KINDS: Final[tuple[LogoKind, ...]] = get_args(LogoKind)
MEDIA: Final = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}
TRYING: Final = Program(try_picture, seconds=4, megabytes=768)

BAD_LOGO: Final = T(
    en="The logo must be a PNG, JPEG or SVG of at most 200 KB and 16 megapixels, in base64",
    pl="Logo musi być plikiem PNG, JPEG lub SVG do 200 KB i 16 megapikseli, zapisanym w base64",
)

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


def is_picture(content: str, kind: str | None) -> bool:
    """Whether a logo in base64 looks like what it says and is not too large; whether it can be drawn is tried later."""
    try:
        raw = b64decode(content, validate=True)
        return kind is not None and 0 < len(raw) <= LARGEST and _fits(raw, kind)
    except (Error, ValueError, struct.error):
        return False


async def require_drawable(
    ctx: Context, content: str, kind: str, *, field: str = "logo", drawn: str | None = None, trying: Program = TRYING
) -> None:
    """Draw a picture that looks like one, as a logo or as it is ``drawn``.

    Raises:
        InvalidInput: It cannot be drawn, takes too long, or is not plain: the sentence says what.
    """
    raster = None if kind == "svg" else b64decode(content)
    try:
        await ctx.app.sandbox.run(trying, ctx.tenant_id, drawn or drawing(content, kind), raster)
    except Invalid as refusal:
        raise InvalidInput.field(field, refusal.error) from None
    except Exceeded as exceeded:
        slow = exceeded.reason == "time"
        raise InvalidInput.field(field, TOO_SLOW.given(seconds=LONGEST_DRAWING) if slow else NO_PICTURE) from None


def _fits(raw: bytes, kind: str) -> bool:
    if kind == "svg":
        return b"<svg" in raw[:2000] and bool(raw.decode())
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
