"""Tags of an organization; deleting a tag removes its assignments."""

from dataclasses import replace
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.business.customers.module import module
from bottega.business.customers.references import Target, found_or, required
from bottega.business.customers.tables import Tag, TagAssignment
from bottega.kernel.context import Context
from bottega.kernel.field_markers import Colour
from bottega.kernel.i18n import T
from bottega.kernel.resources import pages
from bottega.kernel.resources.list_query import ListQuery
from bottega.kernel.resources.list_sources import ListSource, columns_but
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.resources.schemas import Done, page_schema
from bottega.kernel.schemas import Blankable, Input, Scoped
from bottega.kernel.screens import Group, Nav, Screen
from bottega.kernel.writes import changes
from bottega.kernel.writes.changes import Where
from bottega.kernel.writes.preconditions import version_of
from bottega.platform.navigation_groups import SETTINGS

TAG_NOT_FOUND: Final = T(en="Tag not found", pl="Nie znaleziono etykiety")
ID_REQUIRED: Final = T(en="Tag id is required", pl="Wymagany jest identyfikator etykiety")
BAD_SLUG: Final = T(
    en="Slug must be lowercase and may contain dashes or underscores",
    pl="Skrót może zawierać małe litery, cyfry, myślniki i podkreślenia",
)
LONGEST_LABEL: Final = 120
LONGEST_SLUG: Final = 80
MANAGE: Final = "customers.activities.manage"
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


def _slug(value: str) -> str:
    if not set(value) <= _LETTERS:
        raise PydanticCustomError("slug", "bad slug", {"text": BAD_SLUG})
    return value


class TagInput(Scoped):
    """A tag."""

    label: Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL)]
    slug: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST_SLUG, json_schema_extra={"pattern": "^[a-z0-9_-]+$"}),
        AfterValidator(_slug),
    ]
    color: Annotated[str | None, Field(max_length=30), Blankable, Colour] = None
    description: Annotated[str | None, Field(max_length=400), Blankable] = None


tags = module.mount(
    "/tags",
    Resource(
        table=Tag,
        input=TagInput,
        label=T(en="Tag", pl="Etykieta"),
        plural=T(en="Tags", pl="Etykiety"),
        title="{label}",
        search=(Tag.label, Tag.slug),
        access=Access(view="customers.activities.view", manage="customers.activities.manage"),
        screen=Screen(
            icon="tag",
            nav=Nav(SETTINGS, 25),
            columns="label color description",
            groups=(Group(T(en="Tag", pl="Etykieta"), "label slug color description"),),
            quick="label slug color",
            empty=T(en="No tags yet", pl="Nie ma jeszcze etykiet"),
        ),
    ),
)


_list: Final = ListSource(Tag, tags.kind, columns_but(Tag, "deleted_at"), tags.source.filters)
# One tag alone has its custom values, too.
_record: Final = replace(_list, custom=True)


@tags.replaces("list", answer=page_schema(Tag, _list.shown))
async def list_tags(ctx: Context, query: ListQuery) -> Any:
    """List tags.

    A page of the tags of the caller's organizations, found by part of their label; with `format` a file of all of them.
    """
    return await pages.page(_list if query.id is None or query.format else _record, ctx, query)


@tags.replaces("update", label=T(en="Update tag", pl="Zmiana etykiety"))
async def update_tag(ctx: Context, data: Input) -> Done:
    """Update tag.

    Changes the fields of a tag that are sent.
    """
    await found_or(ctx, Tag, data.given()["id"], TAG_NOT_FOUND)
    return await tags.update(ctx, data)


@tags.replaces("delete", label=T(en="Delete tag", pl="Usunięcie etykiety"))
async def delete_tag(ctx: Context, data: Target) -> Done:
    """Delete tag.

    Deletes a tag, by id in the body or in the query, and takes it off everybody. Undo puts it on them again.
    """
    tag_id = required(data, ID_REQUIRED)
    tag = await found_or(ctx, Tag, tag_id, TAG_NOT_FOUND)
    ctx.describe(tags.kind, tag_id, organization_id=tag["organization_id"])
    rows = await ctx.query(
        "SELECT id FROM customers_tag_assignments WHERE tenant_id = $1 AND tag_id = $2", ctx.tenant_id, tag_id
    )
    await changes.delete_many(ctx, TagAssignment, [row["id"] for row in rows])
    await changes.delete(ctx, Tag, tag_id, where=Where(version=version_of(ctx)))
    return Done()
