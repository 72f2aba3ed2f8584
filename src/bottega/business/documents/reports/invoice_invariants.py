"""Invariants of a contract's invoices for the audit of the ledger."""

from typing import Final

from bottega.business.documents.content.kinds import CANCELLED
from bottega.business.documents.module import module
from bottega.business.finance import AUDITED, Check
from bottega.kernel.context import Context
from bottega.kernel.i18n import T

_RATES: Final = "jsonb_to_recordset({}) AS s (stawka text, netto numeric, vat numeric, brutto numeric)"
# Every amount at every rate of the invoices in force of the tenant's contracts, net and tax apart.
# ``counted`` are all invoices of a contract, ``agreed`` is the order of its closing one as last corrected.
CHAINS: Final = f"""
WITH invoices AS MATERIALIZED (
    SELECT d.*, d.rodzaj IN ('FV', 'FK') AND NOT d.do_zera AS closes FROM documents_documents AS d
    WHERE {{scope}} AND d.rodzaj IN ('FV', 'FZ', 'FK', 'KOR') AND d.stan <> '{CANCELLED}' AND d.deleted_at IS NULL
), closing AS (
    SELECT c.organization_id, c.contract_id, c.id, (
        SELECT p.zamowienie FROM invoices AS p WHERE p.id = c.id OR p.koryguje_id = c.id ORDER BY p.id DESC LIMIT 1
    ) AS zamowienie
    FROM invoices AS c WHERE c.closes
), counted AS (
    SELECT i.organization_id, i.contract_id, s.stawka, sum(s.netto) AS netto, sum(s.vat) AS vat
    FROM invoices AS i CROSS JOIN LATERAL {_RATES.format("i.stawki")} GROUP BY 1, 2, 3
), agreed AS (
    SELECT c.organization_id, c.contract_id, c.id, s.stawka, s.netto, s.vat
    FROM closing AS c CROSS JOIN LATERAL {_RATES.format("c.zamowienie")} WHERE c.zamowienie IS NOT NULL
), single AS (
    SELECT i.organization_id, i.id AS record_id, i.do_zera, s.stawka, sum(s.netto) AS netto, sum(s.vat) AS vat
    FROM invoices AS i JOIN invoices AS p ON p.id = i.id OR p.koryguje_id = i.id
    CROSS JOIN LATERAL {_RATES.format("p.stawki")} WHERE i.rodzaj <> 'KOR' GROUP BY 1, 2, 3, 4
)"""
# A closing invoice and everything before it are the order, at each rate.
CLOSED: Final = f"""{CHAINS}
SELECT c.organization_id, c.id AS record_id, coalesce(n.netto + n.vat, 0) AS found,
    coalesce(a.netto + a.vat, 0) AS expected
FROM closing AS c CROSS JOIN (VALUES ('zw'), ('8'), ('23')) AS r (stawka)
LEFT JOIN counted AS n ON n.contract_id = c.contract_id AND n.stawka = r.stawka
LEFT JOIN agreed AS a ON a.contract_id = c.contract_id AND a.stawka = r.stawka
WHERE c.zamowienie IS NOT NULL AND (coalesce(n.netto, 0) <> coalesce(a.netto, 0)
    OR coalesce(n.vat, 0) <> coalesce(a.vat, 0))"""
# No invoice is corrected below nothing, and nothing is left of one that is corrected to nothing.
CORRECTED: Final = f"""{CHAINS}
SELECT organization_id, record_id, netto + vat AS found, 0::numeric AS expected FROM single
WHERE netto + vat < 0 OR do_zera AND (netto <> 0 OR vat <> 0)"""
CHECKS: Final = (
    Check(
        "faktury_umowy",
        T(
            en="the invoices of a contract are not what its last invoice says was ordered",
            pl="faktury umowy nie sumują się do zamówienia z jej ostatniej faktury",
        ),
        CLOSED.format(scope="d.tenant_id = $1"),
    ),
    Check(
        "korekta_ponad_fakture",
        T(
            en="corrections take back more or less than the invoice charged",
            pl="korekty cofają więcej lub mniej, niż obejmowała faktura",
        ),
        CORRECTED.format(scope="d.tenant_id = $1"),
    ),
)


@module.within(AUDITED)
async def add_checks(_ctx: Context, checks: list[Check]) -> None:
    """The invoices are audited with the ledger."""
    checks += CHECKS
