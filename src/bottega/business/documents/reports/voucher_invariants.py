"""Invariants of cash vouchers for the audit of the ledger."""

from typing import Final

from bottega.business.documents.content.kinds import CANCELLED, VOUCHERS
from bottega.business.documents.module import module
from bottega.business.finance import AUDITED, Check
from bottega.kernel.context import Context
from bottega.kernel.i18n import T

_KINDS: Final = ", ".join(f"'{kind}'" for kind in VOUCHERS)
_IN_FORCE: Final = f"d.rodzaj IN ({_KINDS}) AND d.stan <> '{CANCELLED}' AND d.deleted_at IS NULL"
# A voucher in force says the amount and the direction of its entry, and is of the cash box the money went through.
OTHER: Final = f"""
SELECT d.organization_id, d.id AS record_id, d.brutto AS found, t.kwota AS expected
FROM documents_documents AS d JOIN finance_transactions AS t ON t.tenant_id = d.tenant_id AND t.id = d.transaction_id
WHERE {{scope}} AND {_IN_FORCE} AND (d.brutto <> t.kwota OR t.rodzaj <> 'gotowka'
    OR d.rodzaj <> CASE t.typ WHEN 'przychod' THEN 'KP' ELSE 'KW' END OR d.organization_id <> t.organization_id
    OR d.cash_box_id IS DISTINCT FROM coalesce(t.cash_box_id, d.cash_box_id)
    OR t.stan NOT IN ('oczekuje', 'zaksiegowana') OR t.deleted_at IS NOT NULL)"""
TWICE: Final = f"""
SELECT d.organization_id, d.transaction_id AS record_id, count(*)::numeric AS found, 1::numeric AS expected
FROM documents_documents AS d WHERE {{scope}} AND {_IN_FORCE} AND d.transaction_id IS NOT NULL
GROUP BY d.organization_id, d.transaction_id HAVING count(*) > 1"""
# Every number is of an entry, cancelled or not.
STRAY: Final = f"""
SELECT d.organization_id, d.id AS record_id, coalesce(d.brutto, 0) AS found, 0::numeric AS expected
FROM documents_documents AS d WHERE {{scope}} AND d.rodzaj IN ({_KINDS}) AND NOT EXISTS (
    SELECT FROM finance_transactions AS t WHERE t.tenant_id = d.tenant_id AND t.id = d.transaction_id)"""
# An entry names the voucher in force that stands on it, and no other.
NAMED: Final = f"""
SELECT d.organization_id, d.id AS record_id, 0::numeric AS found, d.brutto AS expected
FROM documents_documents AS d JOIN finance_transactions AS t ON t.tenant_id = d.tenant_id AND t.id = d.transaction_id
WHERE {{scope}} AND {_IN_FORCE} AND (t.dokument_id IS DISTINCT FROM d.id OR t.dowod IS DISTINCT FROM d.numer)
UNION ALL SELECT d.organization_id, d.id, d.kwota, 0::numeric FROM finance_transactions AS d
WHERE {{scope}} AND d.dokument_id IS NOT NULL AND NOT EXISTS (SELECT FROM documents_documents AS v
    WHERE v.tenant_id = d.tenant_id AND v.id = d.dokument_id AND v.transaction_id = d.id AND v.stan <> '{CANCELLED}')"""
CHECKS: Final = tuple(
    Check(code, meaning, sql.format(scope="d.tenant_id = $1"))
    for code, meaning, sql in (
        (
            "dowod_inny_niz_pozycja",
            T(
                en="a cash voucher differs from its entry in amount, kind or cash box",
                pl="dowód kasowy nie zgadza się z kwotą, rodzajem albo kasą swojej pozycji",
            ),
            OTHER,
        ),
        ("dwa_dowody", T(en="an entry has two cash vouchers", pl="pozycja ma dwa dowody kasowe"), TWICE),
        (
            "dowod_bez_pozycji",
            T(en="a cash voucher belongs to no entry", pl="dowód kasowy nie należy do żadnej pozycji"),
            STRAY,
        ),
        (
            "dowod_pozycji",
            T(
                en="an entry does not name the cash voucher that was issued for it",
                pl="pozycja nie wskazuje dowodu kasowego, który do niej wystawiono",
            ),
            NAMED,
        ),
    )
)


@module.within(AUDITED)
async def add_checks(_ctx: Context, checks: list[Check]) -> None:
    """Cash vouchers are audited with the ledger."""
    checks += CHECKS
