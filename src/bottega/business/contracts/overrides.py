"""Overrides of refusals: permission, a mandatory reason, and its record."""

from typing import Annotated, Final

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import FORBIDDEN, Forbidden, InvalidInput
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Flag, Input

REASON_NEEDED: Final = T(en="Give a reason for doing it anyway", pl="Podaj, dlaczego robisz to mimo zastrzeżeń")


class Forcing(Input):
    """Whether something is done although it would be refused, and why."""

    force: Flag = Field(default=False, description="Do it although it would be refused; `powod` says why.")
    powod: Annotated[str, Field(max_length=500)] | None = Field(
        default=None, description="Why it is done all the same; needed with `force`."
    )


def forced(ctx: Context, feature: str, *, force: bool, powod: str | None) -> str | None:
    """The reason of somebody who wants it all the same; None of everybody else.

    403 without the feature, 400 ``powod_required`` without a reason.
    """
    if not force:
        return None
    if not ctx.may(feature):
        raise Forbidden(FORBIDDEN, requiredFeatures=[feature])
    if not powod:
        raise InvalidInput.field("powod", REASON_NEEDED, code="powod_required")
    return powod
