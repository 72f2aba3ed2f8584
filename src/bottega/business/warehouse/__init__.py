"""The warehouse: materials, offcuts, locations, goods issues.

Other modules may use

* ``issued_to``: what was issued to contracts, since when and of which value;
* ``cut_costs``: what the boards that were cut for contracts cost;
* ``goods_issue_with_lines`` and ``goods_issue_numbers`` to print goods issues and refer to them.
"""

from bottega.business.warehouse.cuts import cut_costs
from bottega.business.warehouse.issued_totals import Issued, issued_to
from bottega.business.warehouse.queries import goods_issue_numbers, goods_issue_with_lines

__all__ = ["Issued", "cut_costs", "goods_issue_numbers", "goods_issue_with_lines", "issued_to"]
