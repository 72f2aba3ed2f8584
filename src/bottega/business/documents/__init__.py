"""Issued documents: composition, gap-free numbers, rendering and storage.

Other modules may use:

* ``net_revenue``: what each of some contracts brings in without VAT, and whether the studio deducts what it pays;
* ``tax_in``: the VAT in a purchase of which only the gross amount is known;
* ``take_cash`` (answers ``CashTaken``): cash for a contract into the caller's own cash box, with its receipt at once;
  ``give_voucher``: the file of a cash voucher to the keeper of its cash box;
* ``issue_vouchers``: the cash vouchers (KP, KW) that many entries of cash still lack, in one go;
* ``accept`` (with ``Acceptance``): the acceptance protocol with the customer's signature, which ``looks_signed`` and
  ``require_signature`` have looked at;
* ``papers_by`` (``OwnPaper``) and ``give_own``: what somebody has issued at customers'; ``protocol_of``: the
  protocol of a measurement;
* ``Kind`` of documents, and what each is called (``TITLES``);
* ``issue_document`` (with ``Subject`` and ``Wishes``): issue one inside the command at hand, as the API would.
"""

from bottega.business.documents.compose.drafts import Subject
from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.content.kinds import TITLES, Kind
from bottega.business.documents.content.vat_gross_method import tax_in
from bottega.business.documents.issue.acceptance import Acceptance, accept
from bottega.business.documents.issue.cash_receipts import CashTaken, give_voucher, take_cash
from bottega.business.documents.issue.issuing import Issued, issue_document
from bottega.business.documents.issue.voucher_batches import issue_vouchers
from bottega.business.documents.own_documents import OwnPaper, give_own, papers_by, protocol_of
from bottega.business.documents.reports.revenue import Revenue, net_revenue
from bottega.business.documents.signatures import BAD_SIGNATURE, looks_signed, require_signature

__all__ = [
    "BAD_SIGNATURE",
    "TITLES",
    "Acceptance",
    "CashTaken",
    "Issued",
    "Kind",
    "OwnPaper",
    "Revenue",
    "Subject",
    "Wishes",
    "accept",
    "give_own",
    "give_voucher",
    "issue_document",
    "issue_vouchers",
    "looks_signed",
    "net_revenue",
    "papers_by",
    "protocol_of",
    "require_signature",
    "take_cash",
    "tax_in",
]
