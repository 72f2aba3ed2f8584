"""Generator of files: photos of rooms as plain pictures, and scans of signed contracts as small PDF files."""

import struct
import unicodedata
import zlib
from collections.abc import Sequence
from random import Random
from typing import Final

WIDTH: Final = 320
HEIGHT: Final = 240
SIZE: Final = (WIDTH, HEIGHT)
_Colour = tuple[int, int, int]
_WALLS: Final[Sequence[_Colour]] = ((226, 221, 210), (214, 222, 224), (232, 226, 214), (219, 224, 214))
_WOODS: Final[Sequence[_Colour]] = ((176, 133, 88), (122, 84, 54), (205, 178, 140), (92, 96, 99))


def photo(seed: str, *, furnished: bool) -> bytes:
    """A picture of a room in PNG: empty as it is measured, or with furniture in it as it was installed."""
    chance = Random(seed)  # noqa: S311 - a made-up room is no secret
    wall, wood = chance.choice(_WALLS), chance.choice(_WOODS)
    floor = chance.randint(170, 190)
    rows = [bytearray(bytes(wall if y < floor else (150, 140, 128)) * WIDTH) for y in range(HEIGHT)]
    # A window.
    left = chance.randint(20, 180)
    _fill(rows, left, 30, 90, 70, (250, 252, 255))
    _fill(rows, left + 43, 30, 4, 70, (190, 190, 190))
    if furnished:
        width = chance.choice((40, 50, 64))
        for place in range(10, WIDTH - width, width + 2):
            _fill(rows, place, floor - 55, width, 55, wood)
            _fill(rows, place + width // 2 - 6, floor - 48, 12, 3, (60, 60, 60))
        _fill(rows, 6, floor - 59, WIDTH - 12, 5, (70, 70, 72))
    else:
        # The line that is measured along, with its ends.
        _fill(rows, 20, floor - 20, WIDTH - 40, 2, (200, 40, 40))
        _fill(rows, 20, floor - 28, 2, 18, (200, 40, 40))
        _fill(rows, WIDTH - 22, floor - 28, 2, 18, (200, 40, 40))
    return _png(rows)


def _fill(  # noqa: PLR0917 - a rectangle
    rows: list[bytearray], left: int, top: int, width: int, height: int, colour: _Colour
) -> None:
    for row in rows[top : top + height]:
        row[3 * left : 3 * (left + width)] = bytes(colour) * width


def _png(rows: Sequence[bytearray]) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", WIDTH, len(rows), 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def signed_scan(lines: Sequence[str], seed: str) -> bytes:
    """A page with lines of text and a signature below, as a PDF (ISO 32000-1)."""
    chance = Random(seed)  # noqa: S311 - likewise
    drawn = ["BT /F1 11 Tf 60 780 Td 16 TL"]
    drawn += [f"({_escaped(line)}) Tj T*" for line in lines]
    curve = " ".join(
        f"{340 + 20 * n + chance.randint(0, 12)} {140 + chance.randint(-18, 18)} {'l' if n else 'm'}" for n in range(9)
    )
    drawn += ["ET", f"1.2 w 0.1 0.1 0.5 RG {curve} S"]
    stream = "\n".join(drawn).encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    file, places = bytearray(b"%PDF-1.4\n"), list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(file)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, entries)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, table)
    return bytes(file)


def _escaped(line: str) -> str:
    """A line as a text of the PDF, whose plain font has no Polish letters."""
    plain = unicodedata.normalize("NFKD", line.replace("ł", "l").replace("Ł", "L")).encode("ascii", "ignore").decode()
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
