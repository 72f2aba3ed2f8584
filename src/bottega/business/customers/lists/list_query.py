"""Query string of the lists of people and companies, and its SQL conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from bottega.business.customers.formats.registry_numbers import nip_of
from bottega.business.customers.lists.number_search import whose
from bottega.business.customers.lists.search import Search, grams_of, whom
from bottega.business.customers.lookups import PERSON
from bottega.business.customers.profile_fields import PROFILE, known_fields
from bottega.business.customers.tables import Entity, Person
from bottega.kernel import custom_fields
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.plaintext_index.trigrams import Found
from bottega.kernel.resources.list_query import ListQuery, Text
from bottega.kernel.resources.list_sql import INDEXED, as_uuids
from bottega.kernel.schemas import boolean_token


def _token_or_nothing(value: Any) -> Any:
    token = boolean_token(value)
    return token if isinstance(token, bool) else None


def _moment_or_nothing(value: Any) -> Any:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


Token = Annotated[bool | None, BeforeValidator(_token_or_nothing, json_schema_input_type=str | None)]
Bound = Annotated[datetime | None, BeforeValidator(_moment_or_nothing, json_schema_input_type=str | None)]


class CustomerQuery(ListQuery):
    """Which people or companies."""

    email: Text | None = Field(default=None, description="This address; wins over the next two.")
    email_starts_with: Text | None = Field(default=None, description="Addresses that begin so; wins over the next.")
    email_contains: Text | None = Field(default=None, description="Addresses with this in them.")
    status: Text | None = Field(default=None, description="Only with this status.")
    lifecycle_stage: Text | None = Field(default=None, description="Only in this stage.")
    source: Text | None = Field(default=None, description="Only from this source.")
    nip: Text | None = Field(default=None, description="Only with this tax number, however it is written.")
    has_email: Token = Field(default=None, description="With or without an address.")
    has_phone: Token = Field(default=None, description="With or without a telephone number.")
    has_next_interaction: Token = Field(default=None, description="With or without a planned contact.")
    created_from: Bound = Field(default=None, description="Added at this moment or later.")
    created_to: Bound = Field(default=None, description="Added at this moment or earlier.")
    tag_ids: str | None = Field(
        default=None, max_length=40_000, description="With any of these tags, separated by commas."
    )
    tag_ids_empty: Token = Field(default=None, description="True: no tag fits, so nobody does.")


@dataclass
class Conditions:
    """Conditions on ``e`` (the customer) and ``p`` (the profile), with the values they name as ``$n``."""

    kind: str
    parts: list[str] = field(default_factory=list[str])
    values: list[Any] = field(default_factory=list[Any])
    # Whether nothing was asked but the kind and the organizations.
    plain: bool = True
    nobody: bool = False
    # Everybody who meets the conditions, where nothing but a search was asked; ``insist`` makes a condition of it.
    found: Found | None = None
    # What stands before the SELECT of a statement with these conditions: the ids that a search found, read once.
    before: str = ""

    def value(self, value: Any) -> str:
        """The placeholder of another value."""
        self.values.append(value)
        return f"${len(self.values)}"

    def add(self, condition: str, *values: Any) -> None:
        """A further condition; ``{}`` in it stand for the values."""
        self.plain = False
        self.parts.append(condition.format(*(self.value(value) for value in values)))

    def insist(self) -> None:
        """Have SQL ask for those whom a search found."""
        if self.found is not None:
            self.add("e.id = ANY({}::uuid[])", list(self.found))
            self.found = None

    @property
    def of_profile(self) -> bool:
        """Whether any of them is about the profile."""
        return "p." in self.sql

    @property
    def sql(self) -> str:
        """All of them."""
        return " AND ".join(self.parts)


EXACT: Final = ("status", "lifecycle_stage", "source")
PRESENT: Final[Mapping[str, str]] = {"has_phone": "primary_phone", "has_next_interaction": "next_interaction_at"}


async def conditions_of(ctx: Context, kind: str, query: CustomerQuery) -> Conditions:
    """What a list is asked for; $1 is the tenant, $2 the kind, and $3 the organizations in view."""
    visible = ctx.scope.visible
    found = Conditions(kind, ["e.tenant_id = $1", "e.kind = $2"], [ctx.tenant_id, kind])
    organizations = found.value(None if visible is None else sorted(visible))
    found.parts.append(f"({organizations}::uuid[] IS NULL OR e.organization_id = ANY({organizations}))")
    if query.full:
        return found
    if query.tag_ids_empty:
        found.nobody = True
        return found
    if query.wanted_ids is not None:
        found.add("e.id = ANY({}::uuid[])", sorted(query.wanted_ids))
    _plain(query, found)
    if query.tag_ids:
        found.add(
            "EXISTS (SELECT FROM customers_tag_assignments AS a WHERE a.tenant_id = e.tenant_id"
            " AND a.entity_id = e.id AND a.tag_id = ANY({}::uuid[]))",
            as_uuids([part.strip() for part in query.tag_ids.split(",")]),
        )
    _by_tax_number(ctx, kind, query, found)
    await _custom(ctx, kind, query, found)
    await _encrypted(ctx, query, found)
    return found


def _plain(query: CustomerQuery, found: Conditions) -> None:
    for name in EXACT:
        if (value := getattr(query, name)) is not None:
            found.add(f"e.{name} = {{}}", value)
    for name, column in PRESENT.items():
        if (there := getattr(query, name)) is not None:
            found.add(f"e.{column} IS {'NOT ' if there else ''}NULL")
    if query.created_from is not None:
        found.add("e.created_at >= {}", query.created_from)
    if query.created_to is not None:
        found.add("e.created_at <= {}", query.created_to)


def _by_tax_number(ctx: Context, kind: str, query: CustomerQuery, found: Conditions) -> None:
    """That of a company is public; of a person's only the hash is looked at."""
    if not query.nip:
        return
    number = nip_of(query.nip) or ""
    if kind == PERSON:
        found.add("p.nip_hash = {}", sealing.digest(ctx, Person, "nip", number))
    else:
        found.add("p.nip = {}", number)


async def _encrypted(ctx: Context, query: CustomerQuery, found: Conditions) -> None:
    """Conditions on what is encrypted."""
    email = query.email_starts_with or query.email_contains
    if query.email is not None:
        email = None
        found.add("e.primary_email_hash = {}", sealing.digest(ctx, Entity, "primary_email", query.email))
    elif email is None and query.has_email is not None:
        found.add(f"e.primary_email IS {'NOT ' if query.has_email else ''}NULL")
    if query.search or email:
        starts = query.email_starts_with is not None
        await _searched(ctx, Search(query.search or None, email, starts), found)


async def _searched(ctx: Context, search: Search, found: Conditions) -> None:
    """Only whom a search finds."""
    there = await whom(ctx, (found.kind,), search)
    if there is not None:
        alone = found.plain
        found.found, found.plain, found.nobody = there, False, not there
        if not alone:
            found.insist()
        return
    if search.numbers and (numbered := await whose(ctx, search.words or "", (found.kind,))):
        found.add("e.id = ANY({}::uuid[])", numbered)
        return
    grams = await grams_of(ctx, search)
    if grams is None:
        found.nobody = True
        return
    # As an array, for the planner knows nothing of how many a search finds.
    found.add("e.id = ANY((SELECT ids FROM found)::uuid[])")
    found.before = (
        "WITH found AS MATERIALIZED (SELECT ARRAY("
        f"SELECT search_ids('{Entity.entity}', {found.value(grams)}::text::tsquery, NULL)) AS ids) "
    )


async def _custom(ctx: Context, kind: str, query: CustomerQuery, found: Conditions) -> None:
    if not query.custom:
        return
    known = await known_fields(ctx, kind)
    table = PROFILE[kind].__tablename__
    for key, accepted in query.custom.items():
        indexed = custom_fields.filter_marker(known.get(key)) == INDEXED
        condition = (
            f"e.id IN (SELECT custom_ids('{table}', {{}}::jsonb[]))" if indexed else "p.custom @> ANY({}::jsonb[])"
        )
        found.add(condition, custom_fields.documents(key, accepted, known.get(key)))
