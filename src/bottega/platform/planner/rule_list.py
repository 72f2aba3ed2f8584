"""The list of availability rules, without the reasons of absences for those who do not manage them."""

from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.resources import pages
from bottega.kernel.resources.filter_fields import MOST_VALUES
from bottega.kernel.resources.list_filters import Filter
from bottega.kernel.resources.list_indexes import index_custom_fields
from bottega.kernel.resources.list_query import ListQuery, with_variants
from bottega.kernel.resources.list_sources import ListSource, among, columns_but, ranges_of
from bottega.kernel.resources.schemas import page_schema
from bottega.kernel.visibility import closes
from bottega.platform.planner.inputs import SubjectIds
from bottega.platform.planner.module import module
from bottega.platform.planner.reasons import COLUMNS
from bottega.platform.planner.subjects import own_subjects
from bottega.platform.planner.tables import Kind, Repeats, Rule, SubjectType
from bottega.platform.planner.write_access import manages

KIND: Final = Rule.known_as
_T: Final = sql_table(Rule)
_FILTERS: Final = {
    # One index begins with both.
    "subjectType": Filter(_T.c.subject_type),
    "subjectId": Filter(_T.c.subject_id),
    "kind": Filter(_T.c.kind),
    "repeats": Filter(_T.c.repeats),
    **ranges_of(Rule, ("first_day", "last_day", "created_at", "updated_at")),
}
_SHOWN: Final = columns_but(Rule, "deleted_at", "repeats", "first_day", "last_day")
_PRIVATE: Final = ("note", *COLUMNS)


@with_variants(_FILTERS)
class RuleQuery(ListQuery):
    """Which rules."""

    filter_subjectType: SubjectType | None = Field(  # noqa: N815 - named after what the query says
        default=None, alias="subjectType", description="Only of members, of resources, or of rule sets."
    )
    filter_subjectId: UUID | None = Field(  # noqa: N815 - likewise
        default=None, alias="subjectId", description="Only of this subject."
    )
    filter_kind: Kind | None = Field(default=None, alias="kind", description="Only availability, or unavailability.")
    filter_repeats: Repeats | None = Field(default=None, alias="repeats", description="Only rules that repeat so.")
    subject_ids: SubjectIds | None = Field(
        default=None, description=f"Only of these subjects, separated by commas; at most {MOST_VALUES}."
    )


def _is_absence(row: Any) -> bool:
    return row["subject_type"] == "member" and row["kind"] == "unavailability"


async def _present(ctx: Context, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the notes and reasons of others' absences, for those who do not manage them."""
    absences = [] if manages(ctx) else [item for item in items if _is_absence(item)]
    own = await own_subjects(ctx) if absences else frozenset[UUID]()
    for item in absences:
        if item["subject_id"] not in own:
            item.update(dict.fromkeys(_PRIVATE))
    return items


@closes(Rule)
async def closed_to(ctx: Context, row: Any) -> bool:
    """Logs show nothing of others' absences to those who do not manage them."""
    if not _is_absence(row) or manages(ctx):
        return False
    return UUID(str(row["subject_id"])) not in await own_subjects(ctx)


# Lists of every tenant table can be filtered by custom fields.
index_custom_fields(Rule)
source: Final = ListSource(Rule, KIND, _SHOWN, _FILTERS, present=_present)


@module.get(
    "/availability",
    "planner.view",
    name="availability.list",
    answer=page_schema(Rule, _SHOWN),
    answers={200: "Paginated availability rules"},
    table=Rule,
    source=source,
)
async def list_rules(ctx: Context, query: RuleQuery) -> Any:
    """List availability rules.

    A page of the rules of the caller's organizations; with `format` a file of all of them. Notes and reasons of other
    people's absences are null for those who do not manage availability.
    """
    wanted = [] if query.subject_ids is None else [among(_T.c.subject_id, query.subject_ids)]
    return await pages.page(source, ctx, query, *wanted)
