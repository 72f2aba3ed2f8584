"""Details of a person and a company, in three statements.

One reads the customer with profile and tags, bound to tenant and organizations; one all relations; one the names of
the authors and of whoever looks.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Final, cast
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema

from bottega.business.customers import profile_fields
from bottega.business.customers.detail.relations import RELATIONS, related
from bottega.business.customers.detail.schemas import CompanyDetail, PersonDetail
from bottega.business.customers.kinds import COMPANY, KINDS, NOT_FOUND, PERSON, PROFILE, CustomerKind
from bottega.business.customers.lists.pages import SHOWN
from bottega.business.customers.module import module
from bottega.business.customers.references import visible
from bottega.business.customers.tables import Entity
from bottega.business.customers.timeline.authors import credit
from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.database.tables import sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Query, wire_name
from bottega.platform.auth import colleagues

INVALID_ID: Final = {
    name: kind.text(en="Invalid {one} id", pl="Nieprawidłowy identyfikator {one}") for name, kind in KINDS.items()
}
_ALIASES: Final = {"notes": "comments", "tasks": "todos"}
_RELATIONS: Final = {PERSON: tuple(name for name in RELATIONS if name != "people"), COMPANY: tuple(RELATIONS)}
_ANSWER: Final = {PERSON: PersonDetail, COMPANY: CompanyDetail}
_BASE: Final = (*(name for name in SHOWN if name != "updated_at"), "is_active")
_PROFILE: Final = {
    kind: tuple(
        column.name
        for column in sql_table(table).columns
        if column.name not in ("tenant_id", "organization_id", "created_at", "updated_at", "custom", "nip_hash")
    )
    for kind, table in PROFILE.items()
}
_READ: Final = {
    kind: (
        f"SELECT {', '.join(f'e.{name}' for name in _BASE)}, greatest(e.updated_at, p.updated_at) AS updated_at,"
        f" {', '.join(f'p.{name} AS own_{name}' for name in _PROFILE[kind])}, p.custom,"
        " (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'label', t.label, 'color', t.color)"
        "  ORDER BY sort_key(t.label), t.id), '[]')"
        "  FROM customers_tag_assignments AS a"
        "  JOIN customers_tags AS t ON t.tenant_id = a.tenant_id AND t.id = a.tag_id"
        "  WHERE a.tenant_id = e.tenant_id AND a.entity_id = e.id AND t.deleted_at IS NULL) AS tags"
        f" FROM customers_entities AS e JOIN {table.__tablename__} AS p ON p.tenant_id = e.tenant_id AND p.id = e.id"
        " WHERE e.tenant_id = $1 AND e.id = $2 AND e.kind = $3"
        " AND ($4::uuid[] IS NULL OR e.organization_id = ANY($4))"
    )
    for kind, table in PROFILE.items()
}


def _tokens(value: Any) -> Any:
    """Names may be repeated, or stand in one value between commas, in any case."""
    texts = cast("list[Any]", value) if isinstance(value, list) else [value]
    return [part.strip().lower() for text in texts for part in str(text).split(",")]


class DetailQuery(Query):
    """What to show beside the customer."""

    include: Annotated[list[str], BeforeValidator(_tokens), WithJsonSchema({"type": "string"})] = Field(
        default_factory=list,
        description="Relations, separated by commas or repeated: addresses, comments (notes), activities, deals,"
        " todos (tasks), and for companies people.",
    )

    def relations(self, known: Sequence[str]) -> list[str]:
        """The known ones, each once."""
        wanted = {_ALIASES.get(name, name) for name in self.include}
        return [name for name in known if name in wanted]


def _declare(kind: CustomerKind) -> None:
    staff = ", its people among them" if kind.name == COMPANY else ""

    @module.get(
        f"/{kind.plural}/{{id}}",
        kind.view,
        name=f"{kind.plural}.show",
        summary=f"Fetch {kind.name} with related data",
        description=f"A {kind.name} with profile, custom fields and tags, and the relations that are asked for with"
        f" `include`{staff}. Relations whose lists the caller may not read stay empty.",
        unmarked=True,
        answer=_ANSWER[kind.name],
        answers={
            200: f"{kind.name.capitalize()} detail payload",
            400: "Invalid identifier",
            403: "Forbidden for tenant/organization scope",
            404: NOT_FOUND[kind.name].en,
        },
    )
    async def show_customer(ctx: Context, id: str, query: DetailQuery) -> dict[str, Any]:
        return await detail_of(ctx, kind.name, id, query.relations(_RELATIONS[kind.name]))


for _kind in KINDS.values():
    _declare(_kind)


async def detail_of(ctx: Context, kind: str, written: str, wanted: Sequence[str]) -> dict[str, Any]:
    """A customer as the page shows them, with the relations that are wanted and that the caller may see."""
    try:
        entity_id = UUID(written)
    except ValueError:
        raise Invalid.of_field("id", INVALID_ID[kind]) from None
    row = await ctx.query_one(_READ[kind], ctx.tenant_id, entity_id, kind, visible(ctx))
    if row is None:
        raise NotFound(NOT_FOUND[kind])
    detail = await _opened(ctx, kind, row)
    detail |= {name: [] for name in _RELATIONS[kind]} | await related(ctx, entity_id, wanted)
    await _name_authors(ctx, detail)
    ctx.app.access.note(ctx, f"customers.{kind}", [entity_id], list(detail[kind]), access_type="read:item")
    return detail


async def _opened(ctx: Context, kind: str, row: Record) -> dict[str, Any]:
    keys = await sealing.keys_of(ctx)
    base: dict[str, Any] = {name: row[name] for name in (*_BASE, "updated_at")}
    sealing.open_row(keys, Entity, base)
    for name in ("next_interaction_at", "created_at", "updated_at"):
        base[name] = milliseconds(base[name]) if base[name] is not None else None
    profile: dict[str, Any] = {name: row[f"own_{name}"] for name in _PROFILE[kind]}
    sealing.open_row(keys, PROFILE[kind], profile)
    custom = custom_fields.shown(row["custom"])
    await profile_fields.settle(ctx, kind, [custom])
    return {
        kind: {wire_name(name): value for name, value in base.items()},
        "profile": {wire_name(name): value for name, value in profile.items()},
        "customFields": custom,
        "tags": row["tags"],
    }


async def _name_authors(ctx: Context, detail: dict[str, Any]) -> None:
    """Say who wrote what, and who is looking."""
    written = [*detail["comments"], *detail["activities"]]
    own = ctx.actor.id if ctx.actor.kind == "user" else None
    ids = [UUID(item["authorUserId"]) for item in written if item["authorUserId"]]
    authors = await colleagues(ctx, [own, *ids])
    for item in written:
        if item["authorUserId"]:
            item["authorUserId"] = UUID(item["authorUserId"])
        credit(item, authors)
    me = authors.get(own) if own else None
    detail["viewer"] = {"userId": own, "name": me.name if me else None, "email": me.email if me else None}
