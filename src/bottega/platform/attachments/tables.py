"""Tables of attachments and of the partitions that keep them."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check, unique
from bottega.kernel.i18n import T
from bottega.kernel.search_rows import make_searchable

CODE_TAKEN: Final = T(en="Partition code already exists.", pl="Partycja o tym kodzie już istnieje.")
_NEGATIVE: Final = T(en="A file cannot have less than nothing", pl="Plik nie może mieć mniej niż nic")


class Partition(TenantTable):
    """A place for files: who may read them without signing in, and whether their text is read."""

    __tablename__ = "attachments_partitions"
    entity = "attachments:partition"
    called = T(en="Partition", pl="Partycja")
    withdrawal = "deleted_at = now()"
    rules = (unique("code", "code", CODE_TAKEN, field="code", where="deleted_at IS NULL"),)

    code: Mapped[str]
    title: Mapped[str]
    description: Mapped[str | None]
    is_public: Mapped[bool] = mapped_column(server_default=text("false"))
    requires_ocr: Mapped[bool] = mapped_column(server_default=text("true"))
    ocr_model: Mapped[str | None]


class Attachment(TenantTable):
    """A file of a record, or of the library.

    ``owner_id`` is the id of the record; a file that was sent before its record was saved has none yet, and a
    ``record_id`` that its sender has made up. ``partition`` is where the bytes are, ``storage`` the partition that had
    a storage of its own when they were put there.
    """

    __tablename__ = "attachments_attachments"
    __table_args__ = (
        Index("ix_attachments_attachments_owner", "tenant_id", "entity_id", "record_id"),
        Index(
            "ix_attachments_attachments_assigned",
            "assignments",
            postgresql_using="gin",
            postgresql_ops={"assignments": "jsonb_path_ops"},
        ),
        Index("ix_attachments_attachments_deleted", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
    )
    entity = "attachments:attachment"
    called = T(en="Attachment", pl="Załącznik")
    # Put back, it needs its file, which is removed by the purge only.
    withdrawal = "deleted_at = now()"
    # What is read in the file, and what the purge notes, is nothing that anybody undoes.
    quiet = frozenset({"content", "ownerless_since"})
    rules = (check("file_size", "file_size >= 0", _NEGATIVE),)

    entity_id: Mapped[str]
    record_id: Mapped[str]
    owner_id: Mapped[UUID | None]
    created_by: Mapped[UUID | None] = loose_reference("auth:user")
    partition_code: Mapped[str]
    storage: Mapped[str] = mapped_column(server_default=text("''"))
    file_name: Mapped[str]
    mime_type: Mapped[str]
    file_size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    tags: Mapped[list[str]] = mapped_column(server_default=text("'{}'::text[]"))
    assignments: Mapped[list[dict[str, Any]]] = mapped_column(pg.JSONB, server_default=text("'[]'::jsonb"))
    content: Mapped[str | None]
    # When the purge first saw that its record is gone: it may come back by undo, and its files with it.
    ownerless_since: Mapped[datetime | None]


make_searchable(Attachment, (Attachment.file_name, Attachment.content))
