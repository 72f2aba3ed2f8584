"""The warehouse: boards and offcuts, where they lie, and what is issued to contracts.

Other modules may use ``issued_to``: what was issued to contracts, since when and of which value.
"""

from bottega.business.warehouse.issued import Issued, issued_to

__all__ = ["Issued", "issued_to"]
