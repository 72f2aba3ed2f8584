"""Balances of leave, and overlapping requests: refused or flagged, as the organization sets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from bottega.business.calendar import working_days
from bottega.business.staff.leave.settings import LeaveSettingsShown, leave_settings
from bottega.business.staff.leave.tables import LeaveRequest
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T

OVERLAPS: Final = T(en="There is another leave request on these days", pl="Na te dni jest już inny wniosek urlopowy")
OVERDRAWN: Final = T(
    en="The request exceeds the days of leave in {year}: {left} are left",
    pl="Wniosek przekracza liczbę dni urlopu w roku {year}: pozostało {left}",
)
_STANDING: Final = (
    "SELECT * FROM staff_leave_requests WHERE tenant_id = $1 AND member_id = ANY($2)"
    " AND status IN ('pending', 'approved') AND deleted_at IS NULL ORDER BY first_day, id"
)
_ENTITLED: Final = "SELECT id, leave_days FROM staff_team_members WHERE tenant_id = $1 AND id = ANY($2)"


@dataclass(frozen=True)
class Standing:
    """What members have asked for and were given, and how many days they have a year."""

    requests: Mapping[UUID, Sequence[Mapping[str, Any]]]
    entitled: Mapping[UUID, int]
    settings: LeaveSettingsShown

    def overlapping(self, request: Mapping[str, Any]) -> list[UUID]:
        """The other requests of the member on some of the same days."""
        return [
            one["id"]
            for one in self.requests.get(request["member_id"], ())
            if one["id"] != request["id"]
            and one["first_day"] <= request["last_day"]
            and one["last_day"] >= request["first_day"]
        ]

    def used(self, member_id: UUID, year: int, *, besides: UUID | None = None, status: str = "") -> int:
        """Working days of a year that a member's requests use up, those that wait included."""
        return sum(
            days_in(one, year)
            for one in self.requests.get(member_id, ())
            if one["id"] != besides and self._counts(one) and status in ("", one["status"])
        )

    def overdrawn(self, request: Mapping[str, Any]) -> tuple[int, int] | None:
        """The first year in which a request exceeds what is left, and how many days that is; None if it does not."""
        if not self._counts(request):
            return None
        for year in range(request["first_day"].year, request["last_day"].year + 1):
            member_id = request["member_id"]
            left = self.entitled[member_id] - self.used(member_id, year, besides=request["id"])
            if days_in(request, year) > max(left, 0):
                return year, max(left, 0)
        return None

    def _counts(self, request: Mapping[str, Any]) -> bool:
        return request["unavailability_reason_value"] not in self.settings.uncounted_reasons


def days_in(request: Mapping[str, Any], year: int) -> int:
    """Working days of a request in a year."""
    first, last = max(request["first_day"], date(year, 1, 1)), min(request["last_day"], date(year, 12, 31))
    return len(working_days(first, last))


async def standing_of(ctx: Context, members: Collection[UUID], organization_id: UUID | None) -> Standing:
    """What these members have asked for and were given."""
    settings = await leave_settings(ctx, organization_id)
    rows = [dict(row) for row in await ctx.query(_STANDING, ctx.tenant_id, list(members))]
    if rows:
        await sealing.open_rows(ctx, LeaveRequest, rows)
    requests: dict[UUID, list[Mapping[str, Any]]] = {}
    for row in rows:
        requests.setdefault(row["member_id"], []).append(row)
    days = {row["id"]: row["leave_days"] for row in await ctx.query(_ENTITLED, ctx.tenant_id, list(members))}
    entitled = {one: settings.yearly_days if own is None else own for one, own in days.items()}
    return Standing(requests, entitled, settings)


async def refuse_or_pass(ctx: Context, request: Mapping[str, Any]) -> None:
    """409 for a request that overlaps another one or exceeds what is left, where the organization refuses that."""
    standing = await standing_of(ctx, [request["member_id"]], request["organization_id"])
    others = standing.overlapping(request)
    if others and standing.settings.overlapping == "refuse":
        raise Conflict(OVERLAPS, code="leave_overlaps", requests=[str(one) for one in others])
    beyond = standing.overdrawn(request)
    if beyond is not None and standing.settings.overdrawn == "refuse":
        year, left = beyond
        raise Conflict(OVERDRAWN.given(year=year, left=left), code="leave_overdrawn", year=year, left=left)


def flags(standing: Standing, request: Mapping[str, Any]) -> list[str]:
    """What is to be noticed about a request that waits: ``overlaps``, ``overdrawn``."""
    if request["status"] != "pending":
        return []
    found = [("overlaps", standing.settings.overlapping, bool(standing.overlapping(request)))]
    found.append(("overdrawn", standing.settings.overdrawn, standing.overdrawn(request) is not None))
    return [code for code, strictness, there in found if there and strictness != "allow"]
