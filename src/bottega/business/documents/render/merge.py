"""Merging of documents: one PDF with all pages, or an archive of files."""

import zipfile
from io import BytesIO


class Merged:
    """All pages in one PDF, with a bookmark a document."""

    def __init__(self) -> None:
        """No pages yet."""
        from pypdf import PdfWriter  # noqa: PLC0415 - takes a tenth of a second that no start should wait for

        self._writer = PdfWriter()

    def add(self, files: list[tuple[str, bytes]]) -> None:
        """Add files by their names."""
        for name, content in files:
            self._writer.append(BytesIO(content), outline_item=name, import_outline=False)

    def finished(self) -> bytes:
        """The whole file."""
        made = BytesIO()
        self._writer.compress_identical_objects()
        self._writer.write(made)
        return made.getvalue()


class Archive:
    """Each file by itself in an archive."""

    def __init__(self) -> None:
        """Nothing in it yet."""
        self._made = BytesIO()
        self._archive = zipfile.ZipFile(self._made, "w", zipfile.ZIP_STORED)

    def add(self, files: list[tuple[str, bytes]]) -> None:
        """Add files by their names."""
        for name, content in files:
            self._archive.writestr(f"{name}.pdf", content)

    def finished(self) -> bytes:
        """The whole file."""
        self._archive.close()
        return self._made.getvalue()
