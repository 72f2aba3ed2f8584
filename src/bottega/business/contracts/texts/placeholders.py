"""Rendering of contract texts: placeholders replaced by data of the contract.

The result is plain text: whoever puts it into HTML or a document escapes it there.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from bottega.business.contracts.money.amounts_in_words import slownie, zloty
from bottega.business.contracts.money.balances import valuations
from bottega.business.contracts.queries import contract_facts
from bottega.business.customers import addresses, parties
from bottega.kernel.context import Context
from bottega.kernel.local_time import local_day

PLACEHOLDER: Final = re.compile(r"\{\{([^{}]*)\}\}")
UNKNOWN: Final = "…………"

_TEXTS: Final = (
    "SELECT a.id, a.template_id, t.nazwa, coalesce(a.tresc_snapshot, t.tresc) AS tresc, a.tresc_snapshot IS NOT NULL AS"
    " zamrozony FROM contracts_text_attachments AS a JOIN contracts_text_templates AS t"
    " ON t.tenant_id = a.tenant_id AND t.id = a.template_id"
    " WHERE a.tenant_id = $1 AND a.contract_id = $2 AND a.deleted_at IS NULL ORDER BY a.id"
)
# What is paid before work begins: planned if there is a plan, else what was entered.
_ADVANCE: Final = (
    "SELECT coalesce((SELECT sum(cena) FROM contracts_planned_payments WHERE tenant_id = $1 AND contract_id = $2"
    " AND deleted_at IS NULL AND lower(typ) IN ('zadatek', 'zaliczka')),"
    " (SELECT sum(cena) FROM contracts_payments WHERE tenant_id = $1 AND contract_id = $2"
    " AND deleted_at IS NULL AND typ IN ('Zadatek', 'Zaliczka')), 0.00)"
)


def day(value: date | datetime | None) -> str | None:
    """A day as Poles write it: ``05.11.2026``."""
    if isinstance(value, datetime):
        value = local_day(value)
    return None if value is None else f"{value:%d.%m.%Y}"


Value = Callable[[dict[str, Any]], str | None]
VALUES: Final[dict[str, Value]] = {
    "umowa.numer": lambda known: known["contract"]["numer"],
    "umowa.data": lambda known: day(known["contract"]["data_podpisania"]),
    "klient.nazwa": lambda known: known["customer"],
    "klient.adres": lambda known: known["home"],
    "montaz.adres": lambda known: known["site"] or known["home"],
    "suma": lambda known: zloty(known["suma"])("pl"),
    "slownie": lambda known: slownie(known["suma"]),
    "zaliczka": lambda known: zloty(known["advance"])("pl"),
    "termin": lambda known: day(known["contract"]["termin_montazu"]),
}


def unknown_placeholders(tresc: str) -> list[str]:
    """The placeholders of a text that mean nothing, in the order they appear."""
    names = (name.strip() for name in PLACEHOLDER.findall(tresc))
    return list(dict.fromkeys(name for name in names if name not in VALUES))


def fill(tresc: str, known: dict[str, Any]) -> str:
    """A text with its placeholders replaced; what is not known yet is dotted, to be written in by hand."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1).strip()
        return (VALUES[name](known) or UNKNOWN) if name in VALUES else match.group(0)

    return PLACEHOLDER.sub(value, tresc)


async def contract_texts(ctx: Context, contract_id: UUID) -> list[dict[str, Any]]:
    """The texts attached to a contract: ``id``, ``template_id``, ``nazwa``, ``tresc`` filled in, ``zamrozony``."""
    rows = await ctx.query(_TEXTS, ctx.tenant_id, contract_id)
    if not rows:
        return []
    known = await _known(ctx, contract_id)
    return [{**dict(row), "tresc": fill(row["tresc"], known)} for row in rows]


async def _known(ctx: Context, contract_id: UUID) -> dict[str, Any]:
    contract = (await contract_facts(ctx, [contract_id]))[contract_id]
    customer = (await parties(ctx, [contract["customer_id"]])).get(contract["customer_id"])
    places = await addresses(ctx, [contract["adres_zamieszkania_id"], contract["adres_montazu_id"]])
    home, site = (
        place.under(customer) if place and customer else place
        for place in (places.get(contract[f"adres_{name}_id"]) for name in ("zamieszkania", "montazu"))
    )
    return {
        "contract": contract,
        "customer": customer.legal_name if customer else None,
        "home": home and str(home),
        "site": site and str(site),
        "suma": (await valuations(ctx, [contract_id]))[contract_id].suma,
        "advance": await ctx.query_value(_ADVANCE, ctx.tenant_id, contract_id),
    }
