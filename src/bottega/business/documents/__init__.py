"""Issued documents: composed of what other modules know, numbered without gaps, printed and kept as issued.

Other modules may use:

* ``net_revenue``: what each of some contracts brings in without VAT, and whether the studio deducts what it pays;
* ``tax_in``: the VAT in a purchase of which only the gross amount is known;
* ``take_cash`` (answers ``CashTaken``): cash for a contract into the caller's own cash box, with its receipt at once;
  ``give_voucher``: the file of a cash voucher to the keeper of its cash box;
* ``issue_vouchers``: the cash vouchers (KP, KW) that many entries of cash still lack, in one go;
* ``issue_document`` (with ``Subject`` and ``Wishes``): issue one inside the command at hand, as the API would.
"""

from bottega.business.documents.drafts import Subject
from bottega.business.documents.invoices import Wishes
from bottega.business.documents.issuing import issue_document
from bottega.business.documents.revenue import Revenue, net_revenue
from bottega.business.documents.taking import CashTaken, give_voucher, take_cash
from bottega.business.documents.vat import tax_in
from bottega.business.documents.voucher_batches import issue_vouchers

__all__ = [
    "CashTaken",
    "Revenue",
    "Subject",
    "Wishes",
    "give_voucher",
    "issue_document",
    "issue_vouchers",
    "net_revenue",
    "take_cash",
    "tax_in",
]
