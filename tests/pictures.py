"""Pictures to send: a signature in PNG, and PNG files with any pixels in them."""

import struct
import zlib


def png(width: int = 60, height: int = 20, *, ink: bool = True) -> bytes:
    """A picture of a stroke on a transparent ground; without ink, of the ground alone."""
    lines = b""
    for y in range(height):
        pixels = b"".join(
            b"\x10\x10\x60\xff" if ink and abs(x * height - y * width) < 2 * width else b"\0\0\0\0"
            for x in range(width)
        )
        lines += b"\0" + pixels
    return encoded(width, height, zlib.compress(lines))


def encoded(width: int, height: int, data: bytes) -> bytes:
    """A PNG with these pixels, eight bits each of red, green, blue and alpha."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
