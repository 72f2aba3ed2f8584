"""Stored terms of a contract's invoices, and the third party they name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from bottega.business.documents.content.parties import Recipient
from bottega.business.documents.tables import ROLES, InvoiceTerms
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.encryption import sealing

_FLAGS: Final = ("jst", "gv", "tp")
_TEXTS: Final = (
    *("nabywca_kraj", "nabywca_vat_ue", "nabywca_nr_id", "strona_rola", "strona_nazwa", "strona_nip", "strona_id_wew"),
    *("strona_ulica", "strona_miejscowosc"),
)
# Those of a contract for which nobody said any.
USUAL: Final[Mapping[str, Any]] = MappingProxyType(
    {"id": None, **dict.fromkeys(_FLAGS, False), **dict.fromkeys(_TEXTS)}
)
_READ: Final = (
    f"SELECT * FROM {sql_table(InvoiceTerms).name} WHERE tenant_id = $1 AND contract_id = $2 AND deleted_at IS NULL"
)


async def terms_of(ctx: Context, contract_id: UUID) -> Mapping[str, Any]:
    """The terms of a contract's invoices, opened; the usual ones if nobody said any."""
    row = await ctx.query_one(_READ, ctx.tenant_id, contract_id)
    return USUAL if row is None else await sealing.opened(ctx, InvoiceTerms, row)


def recipients_of(terms: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The third party as invoices name it, if there is one."""
    if terms["strona_rola"] is None:
        return ()
    address = tuple(part for part in (terms["strona_ulica"], terms["strona_miejscowosc"]) if part)
    name, number = terms["strona_nazwa"], (terms["strona_nip"], terms["strona_id_wew"])
    return (Recipient(ROLES[terms["strona_rola"]], name, address, *number),)
