"""The kind of invoice that a contract is due."""

from bottega.business.documents.compose.contract_data import Dossier
from bottega.business.documents.compose.invoice_chains import closing, left_after, unadvanced
from bottega.business.documents.compose.order_lines import order_of
from bottega.business.documents.content.vat_gross_method import gross_of


def due_next(dossier: Dossier) -> str | None:
    """The kind of invoice that is due; None when everything is invoiced, or nothing will be."""
    if dossier.contract["rozwiazana"] or closing(dossier):
        return None
    advances = dossier.standing("FZ")
    if dossier.completed is None and unadvanced(dossier):
        return "FZ"
    if not advances:
        return "FV"
    return "FK" if gross_of(left_after(dossier, order_of(dossier, None).stawki)) > 0 else None
