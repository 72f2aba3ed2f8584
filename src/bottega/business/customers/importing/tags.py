"""Tags in an import of customers: several per cell, matched or created."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from bottega.business.customers.importing.rows import CustomerFile, Row
from bottega.business.customers.tables import Tag, TagAssignment
from bottega.business.customers.tags.operations import LONGEST_LABEL, LONGEST_SLUG, MANAGE
from bottega.kernel.context import Context
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.i18n import T
from bottega.kernel.tabular.import_problems import WrongCell
from bottega.kernel.text.folding import fold
from bottega.kernel.writes import changes

COLUMN: Final = "tags"
NO_TAG: Final = T(
    en="There is no tag “{text}”, and you may not make tags",
    pl="Nie ma etykiety „{text}”, a nie możesz tworzyć etykiet",
)
TOO_LONG: Final = T(
    en="A tag has at most {most} characters: “{text}”", pl="Etykieta ma najwyżej {most} znaków: „{text}”"
)


@dataclass
class FileTags:
    """The tags that a file names: those there are, and those that will be made, by label as it is compared."""

    known: dict[str, UUID] = field(default_factory=dict[str, UUID])
    new: dict[str, str] = field(default_factory=dict[str, str])

    def ids(self, labels: Iterable[str]) -> list[UUID]:
        """The ids of labels, each once; all of them are known by then."""
        return list(dict.fromkeys(self.known[label_key(label)] for label in labels))


def label_key(label: str) -> str:
    """A label as it is compared."""
    return " ".join(fold(label).split())


def may_make_tags(ctx: Context) -> bool:
    """Whether whoever imports may make tags."""
    return ctx.may(MANAGE)


async def understand_tags(ctx: Context, organization_id: UUID, said: CustomerFile, *, may_make: bool) -> FileTags:
    """Which tags the rows name; rows with one that nobody may make are turned away."""
    found = FileTags()
    if not any(row.tags for row in said.rows):
        return found
    await ctx.begin()
    rows = await ctx.query(
        "SELECT id, slug, label FROM customers_tags WHERE tenant_id = $1 AND organization_id = $2"
        " AND deleted_at IS NULL ORDER BY id DESC FOR SHARE",
        ctx.tenant_id,
        organization_id,
    )
    # A label says more than a short name, the older tag more than the newer one.
    found.known = {label_key(row["slug"]): row["id"] for row in rows}
    found.known |= {label_key(row["label"]): row["id"] for row in rows}
    good: list[Row] = []
    for row in said.rows:
        try:
            _check(row, found, may_make=may_make)
        except WrongCell as wrong:
            said.rejected.append(wrong.rejection(row.line, said.matched, ctx.locale))
        else:
            good.append(row)
            found.new |= {
                label_key(label): label for label in row.tags if label_key(label) not in found.known | found.new
            }
    said.rows = good
    return found


def _check(row: Row, found: FileTags, *, may_make: bool) -> None:
    for label in row.tags:
        if label_key(label) in found.known:
            continue
        if not may_make:
            raise WrongCell(COLUMN, NO_TAG.given(text=label))
        if len(label) > LONGEST_LABEL:
            raise WrongCell(COLUMN, TOO_LONG.given(most=LONGEST_LABEL, text=f"{label[:40]}…"))


async def make_tags(ctx: Context, organization_id: UUID, tags: FileTags, wanted: Iterable[str]) -> None:
    """Make the tags that are wanted and are not there; like words that people choose from they outlast an undo."""
    labels = {label_key(label): label for label in wanted}
    missing = {key: label for key, label in tags.new.items() if key in labels and key not in tags.known}
    if not missing:
        return
    taken = {
        row["slug"]
        for row in await ctx.query(
            "SELECT slug FROM customers_tags WHERE tenant_id = $1 AND organization_id = $2 AND deleted_at IS NULL",
            ctx.tenant_id,
            organization_id,
        )
    }
    for key, label in missing.items():
        slug = _free_slug(label, taken)
        taken.add(slug)
        row = {"id": new_id(), "organization_id": organization_id, "label": label, "slug": slug}
        tags.known[key] = await changes.insert(ctx, Tag, row, lasting=True)


def _free_slug(label: str, taken: set[str]) -> str:
    """The short name of a label: what is left of it in small letters, with a number if somebody has it."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(label)).strip("-")[: LONGEST_SLUG - 4] or "tag"
    slug, number = plain, 2
    while slug in taken:
        slug, number = f"{plain}-{number}", number + 1
    return slug


async def worn_tags(ctx: Context, customers: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """The tags assigned to customers."""
    found: dict[UUID, set[UUID]] = {}
    for row in await ctx.query(
        "SELECT entity_id, tag_id FROM customers_tag_assignments WHERE tenant_id = $1 AND entity_id = ANY($2)",
        ctx.tenant_id,
        list(customers),
    ):
        found.setdefault(row["entity_id"], set()).add(row["tag_id"])
    return found


async def put_on(ctx: Context, tags: FileTags, wearing: Sequence[tuple[UUID, Sequence[str]]]) -> None:
    """Assign tags to customers: by customer the labels that are not assigned yet."""
    rows = [{"entity_id": customer, "tag_id": tag} for customer, labels in wearing for tag in tags.ids(labels)]
    await changes.insert_many(ctx, TagAssignment, rows)
