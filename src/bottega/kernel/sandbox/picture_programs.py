"""Picture jobs of the sandbox: dimensions of untrusted pictures, and thumbnails.

Nothing else may call Pillow: a few kilobytes can stand for gigabytes of pixels, and its decoders are C.
"""

import io
import warnings
from collections.abc import Iterator
from typing import Final, Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T

# The largest cameras of telephones have 200 million.
MOST_PIXELS: Final = 250_000_000
# What is decoded as a whole, three bytes a pixel; JPEG is read at a fraction of its size, so it may have more.
MOST_DECODED: Final = 100_000_000
LONGEST_SIDE: Final = 4_000
FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "AVIF", "TIFF")
_WRITTEN_AS: Final = {"BMP": "PNG", "TIFF": "PNG", "GIF": "PNG", "AVIF": "WEBP"}
_QUALITY: Final = 82

BROKEN: Final = T(en="The picture cannot be read", pl="Obrazu nie da się odczytać")
HUGE: Final = T(
    en="The picture has {width} × {height} pixels; at most {most} million are read",  # noqa: RUF001 - a size is written so
    pl="Obraz ma {width} × {height} pikseli; odczytywanych jest najwyżej {most} milionów",  # noqa: RUF001 - likewise
)

Crop = Literal["cover", "contain"]


def measure(head: bytes) -> Iterator[tuple[int, int]]:
    """Width and height of a picture as it is seen, by the beginning of its file.

    Raises:
        Invalid: It is no picture, or has too many pixels.
    """
    image = _opened(head)
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _huge(image, MOST_PIXELS)
    # A telephone that was held upright says so beside the pixels.
    turned = image.format == "JPEG" and image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    yield (height, width) if turned else (width, height)


def draw_small(content: bytes, width: int | None, height: int | None, crop: Crop) -> Iterator[bytes | str]:
    """A picture in another size: its content type, and its bytes.

    One of the sizes follows from the other when it is left out. ``cover`` cuts off what does not fit, ``contain`` keeps
    all of it, on transparent ground. Nothing of what cameras write beside the pixels is left.

    Raises:
        Invalid: It cannot be read, or has too many pixels.
    """
    image = _opened(content)
    form = image.format or ""
    if width and height and form == "JPEG":
        image.draft("RGB", (2 * width, 2 * height))
    elif form == "JPEG":
        longest = max(width or 0, height or 0)
        image.draft("RGB", (2 * longest, 2 * longest))
    if image.size[0] * image.size[1] > MOST_DECODED:
        raise _huge(image, MOST_DECODED)
    try:
        upright = ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Invalid(BROKEN, code="bad_picture") from None
    kind = _WRITTEN_AS.get(form, form)
    drawn = _fitted(upright.convert("RGB" if kind == "JPEG" else "RGBA"), width, height, crop)
    written = io.BytesIO()
    drawn.save(written, kind, **({} if kind == "PNG" else {"quality": _QUALITY}))
    yield f"image/{kind.lower()}"
    yield written.getvalue()


def _opened(content: bytes) -> Image.Image:
    # Its own limit is lower, and a warning.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Invalid(BROKEN, code="bad_picture") from None


def _huge(image: Image.Image, most: int) -> Invalid:
    width, height = image.size
    return Invalid(HUGE.given(width=width, height=height, most=most // 1_000_000), code="huge_picture")


def _fitted(image: Image.Image, width: int | None, height: int | None, crop: Crop) -> Image.Image:
    if width and height:
        if crop == "contain":
            ground = (255, 255, 255) if image.mode == "RGB" else (0, 0, 0, 0)
            return ImageOps.pad(image, (width, height), Image.Resampling.LANCZOS, color=ground)
        return ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS)
    ratio = width / image.width if width else (height or image.height) / image.height
    size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    # However long and thin: no side of what is drawn is longer than what may be asked for.
    longest = max(size)
    if longest > LONGEST_SIDE:
        size = (max(1, size[0] * LONGEST_SIDE // longest), max(1, size[1] * LONGEST_SIDE // longest))
    return image.resize(size, Image.Resampling.LANCZOS)  # pyright: ignore[reportUnknownMemberType] - numpy is not installed
