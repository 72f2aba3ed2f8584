"""Field types of the staff: texts of bounded length that may be cleared, how a record looks, the id of a member."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from bottega.kernel.field_markers import Icon, Long, Of
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Blankable
from bottega.platform.dictionaries import Color

MEMBER_NOT_FOUND: Final = T(en="Team member not found.", pl="Nie znaleziono pracownika.")

Text50 = Annotated[str | None, Field(max_length=50), Blankable]
Text150 = Annotated[str | None, Field(max_length=150), Blankable]
Text200 = Annotated[str | None, Field(max_length=200), Blankable]
Text2000 = Annotated[str | None, Field(max_length=2000), Blankable, Long]
Description = Annotated[str | None, Field(max_length=10_000), Blankable, Long]
Name = Annotated[str, Field(min_length=1, max_length=200)]
AppearanceIcon = Annotated[str | None, Field(max_length=100), Blankable, Icon]
AppearanceColor = Annotated[Color | None, Blankable]
# Children name their member ``entityId``, as those of customers do.
MemberId = Annotated[UUID, Of("staff:staff_team_member")]
