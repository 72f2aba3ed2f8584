"""Invariants of the demo's documents, as SQL queries that count violations."""

from typing import Final

from bottega.business.documents.reports.invoice_invariants import CLOSED, CORRECTED
from bottega.business.documents.reports.voucher_invariants import NAMED, OTHER, STRAY, TWICE
from bottega.demo.draw.documents import COUNTED, PAPERS

# Contracts, goods issues and cash reports bear the numbers of what they print.
_NUMBERED: Final = "organization_id = $1 AND rodzaj NOT IN ('UM', 'WZ', 'RK') AND deleted_at IS NULL"

ALWAYS: Final = {
    "numbers of documents have no gap": f"""
        SELECT count(*) FROM (SELECT max(split_part(numer, '/', -1)::int) AS last, count(*) AS issued
        FROM documents_documents WHERE {_NUMBERED} GROUP BY rodzaj, seria) AS s WHERE last <> issued""",
    "documents are dated in the order of their numbers": f"""
        SELECT count(*) FROM (SELECT data_wystawienia AS day, lag(data_wystawienia) OVER (
        PARTITION BY rodzaj, seria ORDER BY split_part(numer, '/', -1)::int) AS before
        FROM documents_documents WHERE {_NUMBERED}) AS d WHERE before > day""",
    "a document has the file it was issued as": """
        SELECT count(*) FROM documents_documents AS d WHERE d.organization_id = $1 AND d.sha256 <> '' AND NOT EXISTS (
        SELECT FROM documents_files AS f WHERE f.document_id = d.id AND f.format = 'pdf' AND f.sha256 = d.sha256)""",
    "a document and its contract are of one organization": """
        SELECT count(*) FROM documents_documents AS d JOIN contracts_contracts AS c ON c.id = d.contract_id
        WHERE d.organization_id = $1 AND c.organization_id <> $1""",
    "invoices of a contract are its order at every rate": f"""
        SELECT count(*) FROM ({CLOSED.format(scope="d.organization_id = $1")}) AS off""",
    "corrections take back no more than an invoice charged": f"""
        SELECT count(*) FROM ({CORRECTED.format(scope="d.organization_id = $1")}) AS off""",
    "a cash voucher is of the amount, the kind and the cash box of its entry": f"""
        SELECT count(*) FROM ({OTHER.format(scope="d.organization_id = $1")}) AS off""",
    "an entry has one cash voucher at most": f"""
        SELECT count(*) FROM ({TWICE.format(scope="d.organization_id = $1")}) AS off""",
    "every number of a cash voucher belongs to an entry": f"""
        SELECT count(*) FROM ({STRAY.format(scope="d.organization_id = $1")}) AS off""",
    "an entry names the cash voucher that stands on it": f"""
        SELECT count(*) FROM ({NAMED.format(scope="d.organization_id = $1")}) AS off""",
}
FRESH: Final = {
    "every kind of document is on paper": """
        SELECT 15 - count(DISTINCT rodzaj) FROM documents_documents WHERE organization_id = $1""",
    "every contract that was signed is on paper, and every job that was finished has its warranty card": """
        SELECT count(*) FROM contracts_contracts AS c WHERE c.organization_id = $1 AND (
        c.data_podpisania IS NOT NULL AND NOT EXISTS (SELECT FROM documents_documents AS d
            WHERE d.contract_id = c.id AND d.rodzaj = 'UM')
        OR c.zakonczona AND NOT EXISTS (SELECT FROM documents_documents AS d
            WHERE d.contract_id = c.id AND d.rodzaj = 'GW'))""",
    "every goods issue is on paper": """
        SELECT count(*) FROM warehouse_goods_issues AS g WHERE g.organization_id = $1 AND NOT EXISTS (
        SELECT FROM documents_documents AS d WHERE d.goods_issue_id = g.id)""",
    "every entry of cash has its voucher": """
        SELECT count(*) FROM finance_transactions AS t WHERE t.organization_id = $1 AND t.rodzaj = 'gotowka'
        AND t.stan = 'zaksiegowana' AND t.kwota > 0 AND t.deleted_at IS NULL AND t.dokument_id IS NULL""",
    "a cash report on paper has the vouchers of all its entries": """
        SELECT count(*) FROM finance_cash_reports AS r JOIN documents_documents AS d ON d.cash_report_id = r.id
        WHERE r.organization_id = $1 AND r.liczba_dokumentow <> (SELECT count(*) FROM finance_transactions AS t
        WHERE t.cash_box_id = r.cash_box_id AND t.dowod IS NOT NULL
        AND (t.data AT TIME ZONE 'Europe/Warsaw')::date BETWEEN r.dzien_od AND r.dzien_do)""",
    "companies have an invoice for what was finished": """
        SELECT count(*) FROM contracts_contracts AS c JOIN customers_entities AS e
        ON e.id = c.customer_id AND e.kind = 'company' WHERE c.organization_id = $1 AND c.zakonczona AND NOT EXISTS (
        SELECT FROM documents_documents AS d WHERE d.contract_id = c.id AND d.rodzaj IN ('FV', 'FK'))""",
    "invoices of consumers are of both years": """
        SELECT (count(DISTINCT date_trunc('quarter', data_wystawienia)) < 6)::int FROM documents_documents
        WHERE organization_id = $1 AND rodzaj = 'FV'""",
    "whoever signs a document does what it says: the storekeeper hands out, cashiers take cash": """
        SELECT count(*) FROM documents_documents AS d LEFT JOIN auth_users AS u ON u.id = d.wystawil_id
        WHERE d.organization_id = $1 AND (u.name IS NULL OR d.rodzaj IN ('WZ', 'PO') AND u.name <> 'Grzegorz Paleta'
        OR d.rodzaj NOT IN ('FV', 'FZ', 'FK', 'KOR') AND u.name = 'Beata Rachuba')""",
    "a cash voucher is signed by whoever keeps the cash box": """
        SELECT count(*) FROM documents_documents AS d JOIN finance_cash_boxes AS b ON b.id = d.cash_box_id
        WHERE d.organization_id = $1 AND d.rodzaj IN ('KP', 'KW')
        AND d.wystawil_id IS DISTINCT FROM coalesce(b.uzytkownik_id, b.kasjer_id)""",
    "no document but vouchers and what fitters sign is made out while the studio is closed": """
        SELECT count(*) FROM documents_documents AS d WHERE d.organization_id = $1
        AND d.rodzaj NOT IN ('KP', 'KW', 'PRO') AND (extract(isodow FROM d.data_wystawienia) > 5
        OR EXISTS (SELECT FROM calendar_blocked_days AS b
            WHERE b.organization_id = $1 AND b.dzien = d.data_wystawienia
            AND b.nazwa NOT LIKE 'Inwentaryzacja%' AND b.nazwa NOT LIKE 'Szkolenie%'))""",
    "nothing is in KSeF from before it took invoices": """
        SELECT count(*) FROM documents_documents WHERE organization_id = $1 AND data_wystawienia < '2026-02-01'
        AND (numer_ksef IS NOT NULL OR xml_sha256 IS NOT NULL)""",
    "no document is dated after today": """
        SELECT count(*) FROM documents_documents WHERE organization_id = $1 AND data_wystawienia > current_date + 1""",
    "advances and the final invoice of a contract add up to its price": """
        SELECT count(*) FROM (SELECT c.id, sum(d.brutto) AS invoiced, (SELECT v.meble + v.dodatki + v.sprzet
            FROM contracts_valuations AS v WHERE v.contract_id = c.id
            ORDER BY v.created_at DESC, v.id DESC LIMIT 1) AS price
        FROM contracts_contracts AS c JOIN documents_documents AS d ON d.contract_id = c.id
        AND d.rodzaj IN ('FZ', 'FK', 'FV') WHERE c.organization_id = $1 AND EXISTS (
            SELECT FROM documents_documents AS k WHERE k.contract_id = c.id AND k.rodzaj IN ('FK', 'FV'))
        GROUP BY c.id) AS i WHERE invoiced <> price""",
}
_COUNTED: Final = ", ".join(f"'{kind}'" for kind in sorted(COUNTED))
VOLUMES: Final = {
    "documents of the planned kinds": (
        PAPERS,
        f"""SELECT count(*) FROM documents_documents AS d LEFT JOIN finance_transactions AS t ON t.id = d.transaction_id
        WHERE d.organization_id = $1 AND d.rodzaj IN ({_COUNTED})
        AND (d.rodzaj <> 'KP' OR t.linked_entity_type = 'payment_method')""",
    )
}
