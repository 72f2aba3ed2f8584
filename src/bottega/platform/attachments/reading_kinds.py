"""Kinds of files whose text is read, by their content type."""

from typing import Final

from bottega.platform.attachments.content_types import DRAWN, PDF
from bottega.platform.attachments.inspection import MOST_READ

READ_JOB: Final = "attachments.read_text"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_KINDS: Final = {
    PDF: "pdf",
    f"{_OFFICE}.wordprocessingml.document": "docx",
    f"{_OFFICE}.spreadsheetml.sheet": "sheet",
    "application/vnd.oasis.opendocument.spreadsheet": "sheet",
    "application/vnd.ms-excel": "sheet",
    "application/json": "text",
    **dict.fromkeys(DRAWN, "picture"),
}


def kind_of_text(mime_type: str, size: int) -> str | None:
    """How the text of a file is read; None where there is none, or it is too large."""
    if size > MOST_READ:
        return None
    return "text" if mime_type.startswith("text/") else _KINDS.get(mime_type)
