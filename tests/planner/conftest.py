"""Members and resources that a module of the test knows, and who they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest

from bottega.kernel.context import Context
from bottega.kernel.modules import Module
from bottega.platform.auth.tenant_setup import Founded
from bottega.platform.planner import OWN_SUBJECTS, SUBJECTS, Subject

ZONE = "Europe/Warsaw"


@dataclass
class Team:
    """Members, by whose profile it is; each follows a rule set, or none."""

    organization_id: UUID
    members: dict[UUID, UUID | None] = field(default_factory=dict[UUID, UUID | None])
    rule_sets: dict[UUID, UUID] = field(default_factory=dict[UUID, UUID])

    def member(self, user_id: UUID | None = None, *, rule_set_id: str | None = None) -> str:
        """A new member; with ``user_id`` it is that user's profile."""
        made = uuid4()
        self.members[made] = user_id
        if rule_set_id:
            self.rule_sets[made] = UUID(rule_set_id)
        return str(made)

    def subject(self, member: UUID) -> Subject:
        """What the planner is told of one."""
        return Subject(member, self.organization_id, self.rule_sets.get(member))


@pytest.fixture
def team(other: Module, tenant: Founded) -> Team:
    """The team of the test's tenant, told to the planner."""
    team = Team(tenant.organization_id)

    @other.within(SUBJECTS)
    async def tell(ctx: Context, *, subject_type: str, ids: Sequence[UUID], found: list[Subject]) -> None:
        if ctx.tenant_id == tenant.tenant_id and subject_type == "member":
            found += [team.subject(one) for one in ids if one in team.members]

    @other.within(OWN_SUBJECTS)
    async def tell_own(ctx: Context, *, found: list[Subject]) -> None:
        if ctx.tenant_id == tenant.tenant_id:
            found += [team.subject(one) for one, user in team.members.items() if user == ctx.actor.id]

    assert callable(tell)
    assert callable(tell_own)
    return team


def weekly(weekday: int, start: str = "08:00", end: str = "16:00") -> dict[str, Any]:
    """A window of a week."""
    return {"weekday": weekday, "start": start, "end": end}
