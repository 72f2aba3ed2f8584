"""Finance: the ledger, cash boxes, approvals, transfers, and cash reports.

Other modules may use

* ``book`` (with ``NewEntry``) to write an entry for something of theirs, and ``entries_of`` for the entries of many
  such things;
* ``cash_entries``, ``cash_entry``, ``hold_cash_entry`` and ``hold_cash_entries`` for cash vouchers (KP, KW): the
  cash box, its keeper, the report and the place of entries of cash; ``note_voucher(s)`` says which voucher one has;
* ``report_sheet`` for a cash report with its entries, as it is printed;
* ``contract_costs`` and ``paid_out`` for figures of contracts;
* ``AUDITED`` with ``module.within`` to add a ``Check`` to the audit of the ledger: money they keep that must add up;
* ``cash_held`` for what people hold on a day.

What is told, and by whom it is heard, says docs/decisions/0050-how-the-studio-modules-meet.md.
"""

from bottega.business.finance.auditing import AUDITED
from bottega.business.finance.booking import Entry, NewEntry, book, entries_of
from bottega.business.finance.figures import Costs, contract_costs, paid_out
from bottega.business.finance.holdings import Holding, cash_held
from bottega.business.finance.ledger_checks import Check
from bottega.business.finance.report_sheets import ReportSheet, SheetEntry, report_sheet
from bottega.business.finance.vouchers import (
    CashEntry,
    cash_entries,
    cash_entry,
    hold_cash_entries,
    hold_cash_entry,
    note_voucher,
    note_vouchers,
)

__all__ = [
    "AUDITED",
    "CashEntry",
    "Check",
    "Costs",
    "Entry",
    "Holding",
    "NewEntry",
    "ReportSheet",
    "SheetEntry",
    "book",
    "cash_entries",
    "cash_entry",
    "cash_held",
    "contract_costs",
    "entries_of",
    "hold_cash_entries",
    "hold_cash_entry",
    "note_voucher",
    "note_vouchers",
    "paid_out",
    "report_sheet",
]
