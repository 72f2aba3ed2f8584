"""Shapes of answers about attachments."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import Field

from bottega.kernel.schemas import Schema, Stamp
from bottega.platform.attachments.assignments import Assignment
from bottega.platform.attachments.content_types import DRAWN
from bottega.platform.attachments.file_names import slug_of

BESIDE_RECORD = (320, 320)
IN_LIBRARY = (200, 200)


class FileItem(Schema):
    """A file as every answer shows it."""

    id: UUID
    url: str
    file_name: str
    file_size: int = Field(description="Bytes.")
    mime_type: str | None
    partition_code: str
    thumbnail_url: str | None = Field(description="The address of a small picture; of pictures only.")
    content: str | None = Field(description="The text that was read in it.")
    tags: list[str]
    assignments: list[Assignment]


class RecordFile(FileItem):
    """A file of a record."""

    created_at: Stamp


class RecordFiles(Schema):
    """The files of a record, newest first."""

    items: list[RecordFile]


class NewFile(FileItem):
    """A file that was stored."""

    width: int | None = Field(description="Of a picture.")
    height: int | None
    custom_fields: dict[str, Any]


class Uploaded(Schema):
    """The file is stored."""

    ok: bool = True
    item: NewFile


def file_url(attachment_id: UUID) -> str:
    """The address of a file."""
    return f"/api/attachments/file/{attachment_id}"


def picture_url(row: Mapping[str, Any], size: tuple[int, int]) -> str | None:
    """The address of a small picture of a file; None where there is none."""
    if row["mime_type"] not in DRAWN:
        return None
    return f"/api/attachments/image/{row['id']}/{slug_of(row['file_name'])}?width={size[0]}&height={size[1]}"


def file_values(row: Mapping[str, Any], assignments: list[Assignment], size: tuple[int, int]) -> dict[str, Any]:
    """The values of a ``FileItem``."""
    same = ("id", "file_name", "file_size", "mime_type", "partition_code", "content", "tags")
    return {
        **{name: row[name] for name in same},
        "url": file_url(row["id"]),
        "thumbnail_url": picture_url(row, size),
        "assignments": assignments,
    }
