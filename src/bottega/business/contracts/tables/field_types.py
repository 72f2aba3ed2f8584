"""Field types of contract inputs: optional texts, trimmed names, amounts."""

from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Blankable, Money

MOST: Final = Decimal("9999999.99")


def _one_space(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


Tidy = BeforeValidator(_one_space)
Label = Annotated[str | None, Field(max_length=255), Blankable]
Text100 = Annotated[str | None, Field(max_length=100), Blankable]
Text1000 = Annotated[str | None, Field(max_length=1000), Blankable]
Text2000 = Annotated[str | None, Field(max_length=2000), Blankable]
LongText = Annotated[str | None, Field(max_length=10_000), Blankable]
NotNegative = Annotated[Money, Field(ge=0, le=MOST, description="PLN gross.")]
Positive = Annotated[Money, Field(gt=0, le=MOST, description="PLN gross.")]


def refusal(code: str, message: T, *fields: str, **figures: Any) -> Invalid:
    """400 with a code and a sentence of its own, blaming fields of the request."""
    if fields:
        figures["details"] = [{"code": code, "path": [field], "message": message} for field in fields]
    return Invalid(message, code=code, **figures)
