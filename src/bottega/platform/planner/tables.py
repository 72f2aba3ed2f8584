"""Tables of availability: rule sets, and the rules of rule sets, members and resources."""

from datetime import date
from typing import Final, Literal, get_args
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.loose_references import loose_reference
from bottega.kernel.database.tables import TenantTable, check
from bottega.kernel.i18n import T

SubjectType = Literal["member", "resource", "ruleset"]
SUBJECT_TYPES: Final[tuple[SubjectType, ...]] = get_args(SubjectType)
Kind = Literal["availability", "unavailability"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
# How often the windows of a rule come again.
Repeats = Literal["once", "daily", "weekly", "monthly", "yearly"]
REPEATS: Final[tuple[Repeats, ...]] = get_args(Repeats)


class RuleSet(TenantTable):
    """A schedule with a name, which members and resources follow."""

    __tablename__ = "planner_availability_rule_sets"
    entity = "planner:planner_availability_rule_set"
    known_as = "planner.availabilityRuleSet"

    name: Mapped[str]
    description: Mapped[str | None]
    timezone: Mapped[str]


class Rule(TenantTable):
    """Windows in which a subject is available, or is not: once, or again and again.

    ``rrule`` is the text that says which (``recurrence``); ``repeats``, ``first_day`` and ``last_day`` are read from it
    on every write. Days and hours are those of the rule's ``timezone``.
    """

    __tablename__ = "planner_availability_rules"
    entity = "planner:planner_availability_rule"
    known_as = "planner.availability"
    called = T(en="Availability rule", pl="Reguła dostępności")
    __table_args__ = (
        Index("ix_planner_availability_rules_subject", "tenant_id", "subject_type", "subject_id", "first_day"),
    )
    rules = (
        check(
            "days",
            "last_day >= first_day",
            T(en="The rule ends before it begins", pl="Reguła kończy się, zanim się zacznie"),
            field="rrule",
        ),
    )

    subject_type: Mapped[str] = closed(SUBJECT_TYPES)
    subject_id: Mapped[UUID]
    timezone: Mapped[str]
    rrule: Mapped[str]
    exdates: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    kind: Mapped[str] = closed(KINDS, server_default=text("'availability'"))
    note: Mapped[str | None]
    unavailability_reason_entry_id: Mapped[UUID | None] = loose_reference("dictionaries:entry")
    unavailability_reason_value: Mapped[str | None]
    repeats: Mapped[str] = closed(REPEATS)
    first_day: Mapped[date]
    # The day on which the last window ends; none where the rule never ends.
    last_day: Mapped[date | None]
