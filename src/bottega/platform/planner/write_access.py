"""Write access to availability: managers write all of it, members their own.

The operations ask for nobody but somebody who is signed in; who may write depends on whose availability it is.
"""

from typing import Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden
from bottega.kernel.i18n import T
from bottega.platform.planner.subjects import own_subjects

MANAGE: Final = "planner.manage_availability"
# Features of the module of the staff; where it is not installed, nobody holds them.
OWN: Final = "staff.my_availability.manage"
OWN_ABSENCES: Final = "staff.my_availability.unavailability"
UNAUTHORIZED: Final = T(en="Unauthorized", pl="Brak uprawnień")


def manages(ctx: Context) -> bool:
    """Whether the caller writes, and sees, whatever is in view; programs never do, for people decide on absences."""
    return ctx.actor.kind != "api_key" and ctx.may(MANAGE)


async def require_write(ctx: Context, subject_type: str, subject_id: UUID, *, absence: bool) -> None:
    """403 unless the caller may write availability of a subject, or with ``absence`` its unavailability."""
    if manages(ctx):
        return
    if ctx.actor.kind == "api_key" or not ctx.may(OWN) or (absence and not ctx.may(OWN_ABSENCES)):
        raise Forbidden(UNAUTHORIZED)
    if subject_type != "member" or subject_id not in await own_subjects(ctx):
        raise Forbidden(UNAUTHORIZED)
