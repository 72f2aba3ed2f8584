"""Numbers of goods issues: monthly series, or given by hand; unique."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from bottega.kernel.context import Context
from bottega.kernel.errors import Conflict
from bottega.kernel.i18n import T
from bottega.kernel.writes.number_series import Series

WZ: Final = Series("WZ/{YYYY}/{MM}/{NNN}")
AUTOMATIC: Final = frozenset({"", "AUTO"})
NUMBER_STAYS: Final = T(
    en="A number given by the series cannot be changed", pl="Numeru nadanego z serii nie można zmienić"
)


async def give_number(ctx: Context, values: dict[str, Any]) -> dict[str, Any]:
    """The values of a new document with the next number of its month, or the one that was typed."""
    organization_id: UUID = values["organization_id"]

    async def taken(number: str) -> bool:
        return await ctx.query_value(
            "SELECT EXISTS (SELECT FROM warehouse_goods_issues WHERE tenant_id = $1 AND organization_id = $2"
            " AND lower(nr) = lower($3))",
            ctx.tenant_id,
            organization_id,
            number,
        )

    if values["nr"].upper() in AUTOMATIC:
        number = await WZ.next(ctx, organization_id, values["data"], taken=taken)
        return {**values, "nr": number, "z_serii": True}
    await WZ.hold(ctx, organization_id, values["nr"])
    return values


async def keep_number(ctx: Context, values: dict[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """A number of the series stays with its document; asking for an automatic one again changes nothing."""
    if values["nr"].upper() in AUTOMATIC or values["nr"] == document["nr"]:
        values.pop("nr")
    elif document["z_serii"]:
        raise Conflict(NUMBER_STAYS, code="numer_z_serii")
    else:
        await WZ.hold(ctx, document["organization_id"], values["nr"])
    return values
