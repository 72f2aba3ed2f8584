"""Operations that ask for the value of a toggle: one for each type, for every signed-in caller."""

from dataclasses import dataclass
from typing import Any, Final

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Query, Schema
from bottega.platform.feature_toggles.module import module
from bottega.platform.feature_toggles.resolution import resolve

LONGEST_IDENTIFIER: Final = 200
MISSING_PARAMETER: Final = T(en="Missing required parameter: identifier", pl="Brak wymaganego parametru: identifier")
MISSING: Final = T(en='Toggle "{identifier}" not found (missing).', pl="Nie znaleziono przełącznika „{identifier}”.")
MISMATCH: Final = T(
    en='Toggle "{identifier}" has type "{actual}" but "{wanted}" was requested.',
    pl="Przełącznik „{identifier}” ma typ „{actual}”, a zapytano o „{wanted}”.",
)
INVALID: Final = T(
    en='Toggle "{identifier}" has invalid value for type "{wanted}".',
    pl="Wartość przełącznika „{identifier}” nie jest typu „{wanted}”.",
)
ANSWERS: Final = {400: "Bad Request", 404: "Tenant not found"}


class CheckQuery(Query):
    """Which toggle."""

    identifier: str = Field(description="Feature toggle identifier")


class Resolution(Schema):
    """Where a value is from."""

    value_type: str
    value: Any
    source: str
    toggle_id: str
    identifier: str
    tenant_id: str


class Checked(Schema):
    """A toggle as it is for the caller's tenant; its source is `override` or `default`."""

    ok: bool = True
    value: Any
    value_type: str
    source: str
    toggle_id: str
    identifier: str
    tenant_id: str
    resolution: Resolution


class CheckedSwitch(Checked):
    """A switch as it is for the caller's tenant."""

    enabled: bool


@module.get("/check/boolean", answer=CheckedSwitch, answers={200: "Feature status", **ANSWERS}, name="checks.boolean")
async def check_boolean(ctx: Context, query: CheckQuery) -> dict[str, Any]:
    """Check if feature is enabled.

    Checks if a feature toggle is enabled for the current context.
    """
    checked = await _checked(ctx, query, "boolean")
    return {**checked, "enabled": checked["value"]}


@module.get("/check/string", answer=Checked, answers={200: "String config", **ANSWERS}, name="checks.string")
async def check_string(ctx: Context, query: CheckQuery) -> dict[str, Any]:
    """Get string config.

    Gets the string configuration for a feature toggle.
    """
    return await _checked(ctx, query, "string")


@module.get("/check/number", answer=Checked, answers={200: "Number config", **ANSWERS}, name="checks.number")
async def check_number(ctx: Context, query: CheckQuery) -> dict[str, Any]:
    """Get number config.

    Gets the number configuration for a feature toggle.
    """
    return await _checked(ctx, query, "number")


@module.get("/check/json", answer=Checked, answers={200: "Json config", **ANSWERS}, name="checks.json")
async def check_json(ctx: Context, query: CheckQuery) -> dict[str, Any]:
    """Get json config.

    Gets the json configuration for a feature toggle.
    """
    return await _checked(ctx, query, "json")


async def _checked(ctx: Context, query: CheckQuery, wanted: str) -> dict[str, Any]:
    """The value of a toggle, and where it is from.

    Raises:
        Invalid: It is named: a toggle of another type, or with a value that is not of its type.
        NotFound: There is no such toggle.
    """
    identifier = query.identifier
    if not identifier or len(identifier) > LONGEST_IDENTIFIER:
        raise Invalid.of_field("identifier", MISSING_PARAMETER)
    found = await resolve(ctx, identifier)
    named: dict[str, Any] = {"ok": False, "identifier": identifier, "expectedType": wanted}
    if found is None:
        seen = _Seen(ctx, identifier, wanted, None, "missing", "").shown
        said = MISSING.given(identifier=identifier)
        raise NotFound(said, code="MISSING_TOGGLE", actualType=wanted, source="missing", resolution=seen, **named)
    kind: str = found.toggle["type"]
    seen = _Seen(ctx, identifier, kind, found.value, found.source, str(found.toggle["id"])).shown
    if kind != wanted or not found.fits:
        code, text = ("TYPE_MISMATCH", MISMATCH) if kind != wanted else ("INVALID_VALUE", INVALID)
        said = text.given(identifier=identifier, actual=kind, wanted=wanted)
        raise Invalid(said, code=code, actualType=kind, source=found.source, resolution=seen, **named)
    return {"ok": True, **seen, "resolution": seen}


@dataclass(frozen=True)
class _Seen:
    """A value and where it is from."""

    ctx: Context
    identifier: str
    kind: str
    value: Any
    source: str
    toggle_id: str

    @property
    def shown(self) -> dict[str, Any]:
        """As it is answered."""
        return {
            "valueType": self.kind,
            "value": self.value,
            "source": self.source,
            "toggleId": self.toggle_id,
            "identifier": self.identifier,
            "tenantId": str(self.ctx.tenant_id),
        }
