"""What must be true of the demo's documents (market brief §4.8): each question answers how often it is not."""

from typing import Final

from bottega.business.documents.sums import CLOSED, CORRECTED
from bottega.business.documents.voucher_checks import NAMED, OTHER, STRAY, TWICE

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
}  # fmt: skip
FRESH: Final = {
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
}  # fmt: skip
VOLUMES: Final[dict[str, tuple[int, str]]] = {}
