"""Small files that unfold into something that fills the memory, or that a parser never gets through."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import Final

MEGABYTE: Final = 1 << 20
_NAMESPACE: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SVG: Final = "http://www.w3.org/2000/svg"


def workbook(*cells: tuple[str, str], filling: int = 0, width: int = MEGABYTE) -> bytes:
    """A workbook with text in some cells, such as ``("XFD1048576", "x")``, then ``filling`` times ``width`` spaces."""
    rows = "".join(
        f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}" t="inlineStr"><is><t>{text}'
        for place, text in cells
    ).replace("<row", "</t></is></c></row><row")
    rows = rows.removeprefix("</t></is></c></row>")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _PARTS.items():
            packed.writestr(name, content)
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f"<worksheet {_NAMESPACE}><sheetData>{rows}".encode())
            for _ in range(filling):
                sheet.write(b"y" * width)
            sheet.write(b"</t></is></c></row></sheetData></worksheet>")
    return file.getvalue()


_PARTS: Final = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="xl/workbook.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": f"<workbook {_NAMESPACE}"
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
}


def zip_bomb() -> bytes:
    """Four gigabytes of zeros, in parts that no workbook needs."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = b"".join([*(packer.compress(bytes(MEGABYTE)) for _ in range(256)), packer.flush()])
    checksum = 0
    for _ in range(256):
        checksum = zlib.crc32(bytes(MEGABYTE), checksum)
    parts, directory = b"", b""
    for number in range(16):
        name = f"xl/media/{number:02}.bin".encode()
        sizes = struct.pack("<IIIHH", checksum, len(zeros), 256 * MEGABYTE, len(name), 0)
        directory += b"PK\1\2" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(parts)) + name
        parts += b"PK\3\4" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + name + zeros
    end = struct.pack("<HHHHIIH", 0, 0, 16, 16, len(directory), len(parts), 0)
    return parts + directory + b"PK\5\6" + end


def lying_zip() -> bytes:
    """A workbook with 500 MB in a cell whose directory says that it has a few bytes."""
    honest = workbook(("A1", "x"), filling=500)
    return honest.replace(struct.pack("<I", 500 * MEGABYTE + _rest()), struct.pack("<I", 4000))


def _rest() -> int:
    with zipfile.ZipFile(io.BytesIO(workbook(("A1", "x")))) as packed:
        return packed.getinfo("xl/worksheets/sheet1.xml").file_size


def svg(content: str) -> bytes:
    """A drawing with something in it."""
    return f'<svg xmlns="{_SVG}" viewBox="0 0 100 100">{content}</svg>'.encode()


def png(width: int, height: int, rows: int) -> bytes:
    """A black PNG that says how large it is, and has so many rows."""
    packer = zlib.compressobj(9)
    lines = b"".join(packer.compress(bytes(1 + (width + 7) // 8)) for _ in range(rows)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
            (b"IDAT", lines),
            (b"IEND", b""),
        )
    )


_FILTERS: Final = (
    '<filter id="f" x="-1" y="-1" width="9" height="9"><feTurbulence numOctaves="1000" baseFrequency="9"/>'
    '<feMorphology operator="dilate" radius="200"/><feGaussianBlur stdDeviation="99"/></filter>'
    '<rect width="99" height="99" filter="url(#f)"/>'
)
# Each group draws the one before it ten times.
_USES: Final = '<g id="g0"><rect width="9" height="9"/></g>' + "".join(
    f'<g id="g{number}">' + f'<use href="#g{number - 1}"/>' * 10 + "</g>" for number in range(1, 9)
)

Bomb = Callable[[], bytes]
TABLES: Final[dict[str, Bomb]] = {
    "a cell at the far corner": lambda: workbook(("A1", "x"), ("XFD1048576", "x")),
    "a cell far to the right, 50 000 rows down": lambda: workbook(("A1", "x"), ("XFD50000", "x")),
    "a cell far to the right, 1000 rows down": lambda: workbook(("A1", "x"), ("XFD1000", "x")),
    "500 MB of text in a cell": lambda: workbook(("A1", "x"), filling=500),
    "500 MB of text in a cell that says it is short": lying_zip,
    "a zip bomb": zip_bomb,
    "blanks in brackets": f"({' ' * 30_000}x;b\n1;2\n".encode,
    "blanks in brackets in every heading": (f"({' ' * 30_000}x;" * 199 + "\n1;2\n").encode,
    "32 MB of empty lines": lambda: b"\n" * (32 * MEGABYTE - 2000),
    "a cell of 30 MB": lambda: b"a;b\n" + b"x" * (30 * MEGABYTE) + b";1\n",
    "a cell of 30 MB that nothing closes": lambda: b'a;b\n"' + b"x\n" * (15 * MEGABYTE),
    "100 000 columns": lambda: b"a;" * 100_000 + b"\n" + b"1;" * 100_000 + b"\n",
    "16 million columns": lambda: b"a" + b";" * (31 * MEGABYTE),
    "a million rows": lambda: b"imie;nazwisko\n" + b"Jan;Nowak\n" * 1_000_000,
}
PICTURES: Final[dict[str, tuple[str, Bomb]]] = {
    "filters": ("svg", partial(svg, _FILTERS)),
    "190 000 letters": ("svg", lambda: svg(f"<text>{'x' * 190_000}</text>")),
    "drawings of drawings": ("svg", partial(svg, _USES)),
    "30 000 groups in each other": ("svg", lambda: svg("<g>" * 29_000 + "</g>" * 29_000)),
    "entities of entities": (
        "svg",
        lambda: b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + svg("&b;"),
    ),
    "a script": ("svg", partial(svg, "<script>while(true){}</script>")),
    "a picture from elsewhere": ("svg", partial(svg, '<image href="http://127.0.0.1:9/x.png"/>')),
    "a file of the server": ("svg", partial(svg, '<image href="file:///etc/passwd"/>')),
    "a PNG of 3.6 gigapixels": ("png", lambda: png(60_000, 60_000, 200)),
    "a PNG of 400 megapixels that are there": ("png", lambda: png(20_000, 20_000, 20_000)),
}
