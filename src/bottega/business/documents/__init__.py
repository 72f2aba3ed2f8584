"""Issued documents: composed of what other modules know, numbered without gaps, printed and kept as issued.

Other modules may use:

* ``net_revenue``: the price of each of some contracts less its VAT, by the rates decided for it;
* ``issue_document`` (with ``Subject`` and ``Wishes``): issue one inside the command at hand, as the API would.
"""

from bottega.business.documents.drafts import Subject
from bottega.business.documents.invoices import Wishes
from bottega.business.documents.issuing import issue_document
from bottega.business.documents.revenue import net_revenue

__all__ = ["Subject", "Wishes", "issue_document", "net_revenue"]
