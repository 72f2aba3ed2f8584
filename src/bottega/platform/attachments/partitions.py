"""Partitions: the two that every tenant has, those it has made, and where each keeps its files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, Invalid
from bottega.kernel.file_storage import Storage
from bottega.kernel.i18n import T

PUBLIC_OVERRIDE: Final = T(
    en="Public storage partitions cannot be selected explicitly for this upload.",
    pl="Publicznej partycji nie można wskazać przy tym pliku.",
)
NO_PARTITION: Final = T(en="Storage partition is not configured.", pl="Nie ma takiej partycji.")
_UNFIT: Final = re.compile(r"[^A-Za-z0-9_-]")
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended('attachments ' || $1::text, 0))"
_ALL: Final = "SELECT * FROM attachments_partitions WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY created_at, id"
# When the built-in ones were made, as far as nobody has changed them.
_FIRST: Final = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class BuiltIn:
    """A partition that every tenant has; a row of it is stored when somebody changes it."""

    code: str
    title: T
    description: T
    is_public: bool

    def id_for(self, tenant_id: UUID) -> UUID:
        """Its id in a tenant, whether a row of it is stored or not."""
        return uuid5(tenant_id, f"attachments partition {self.code}")

    def row(self, ctx: Context) -> dict[str, Any]:
        """It, as a row would have it."""
        return {
            "id": self.id_for(ctx.tenant_id),
            "code": self.code,
            "title": self.title(ctx.locale),
            "description": self.description(ctx.locale),
            "is_public": self.is_public,
            "requires_ocr": True,
            "ocr_model": None,
            "created_at": _FIRST,
            "updated_at": _FIRST,
        }


PRIVATE: Final = BuiltIn(
    "privateAttachments",
    T(en="Private attachments", pl="Załączniki prywatne"),
    T(
        en="Internal attachments scoped to tenants and organizations.",
        pl="Wewnętrzne załączniki, dostępne z uprawnieniami rekordu.",
    ),
    is_public=False,
)
PRODUCTS: Final = BuiltIn(
    "productsMedia",
    T(en="Products media", pl="Zdjęcia produktów"),
    T(en="Public media uploaded for catalog products.", pl="Publiczne zdjęcia produktów z katalogu."),
    is_public=True,
)
BUILT_IN: Final = {one.code: one for one in (PRODUCTS, PRIVATE)}
# Where files of these kinds of records go by themselves; all others are private.
_DEFAULTS: Final = {"catalog:catalog_product": PRODUCTS.code}


async def hold_files(ctx: Context) -> None:
    """Let nobody else add files to the tenant, or remove partitions, until the command has ended."""
    await ctx.begin()
    await ctx.query(_LOCK, str(ctx.tenant_id))


async def all_partitions(ctx: Context) -> list[dict[str, Any]]:
    """The partitions of the tenant in the order they were made, the built-in ones first."""
    rows = [dict(row) for row in await ctx.query(_ALL, ctx.tenant_id)]
    stored = {row["code"] for row in rows}
    missing = [one.row(ctx) for code, one in BUILT_IN.items() if code not in stored]
    return missing + rows


async def chosen_partition(ctx: Context, entity: str, *, wanted: str | None, of_field: str | None) -> dict[str, Any]:
    """Where a new file goes: the one that was asked for, that of its field, or that of its kind of records.

    Raises:
        Forbidden: A public one was asked for that is neither of the others.
        Invalid: The one that was asked for is not there.
    """
    known = {row["code"]: row for row in await all_partitions(ctx)}
    default = _DEFAULTS.get(entity, PRIVATE.code)
    asked = _UNFIT.sub("", wanted or "")
    if asked and asked not in known:
        raise Invalid.of_field("partitionCode", NO_PARTITION)
    if asked and known[asked]["is_public"] and asked not in {of_field, default}:
        raise Forbidden(PUBLIC_OVERRIDE)
    return known.get(asked) or known.get(of_field or "") or known[default]


async def require_partition(ctx: Context, code: str) -> None:
    """400 for a partition that was removed while a file was on its way to it."""
    if all(row["code"] != code for row in await all_partitions(ctx)):
        raise Invalid.of_field("partitionCode", NO_PARTITION)


def is_public(row: Mapping[str, Any]) -> bool:
    """Whether a file is for everybody, by its row with ``is_public`` of its partition; None where that has no row."""
    stored: bool | None = row["is_public"]
    built_in = BUILT_IN.get(row["partition_code"])
    return stored if stored is not None else built_in is not None and built_in.is_public


def storage_for(app: Application, code: str) -> str:
    """The storage of new files of a partition: its own, by its code, or that of the installation, which has none."""
    return code if code in app.settings.partition_storage else ""


def storage_called(app: Application, code: str) -> Storage:
    """A storage by what ``storage_for`` calls it.

    Raises:
        KeyError: The settings do not name it any more.
    """
    if not code:
        return app.storage
    url = app.settings.partition_storage[code]
    return app.once(f"attachments.storage.{code}", lambda: Storage(app.settings, url))


def key_of(attachment_id: UUID) -> str:
    """The key of a file in its storage: nothing of it comes from whoever sent the file."""
    return f"attachments/{attachment_id}"


async def partition_titles(ctx: Context) -> dict[str, str]:
    """The titles of partitions by code."""
    return {row["code"]: row["title"] for row in await all_partitions(ctx)}
