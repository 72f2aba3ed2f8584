"""Contracts with customers, and the eight steps of their wizard.

Other modules may use, for records that refer to a contract:

* ``require_contract`` (the row in view, or 404), ``hold`` (the same, kept from being settled meanwhile) and
  ``lock_open`` (the same, 409 when it is settled already: for what a settled contract must not get);
* ``contract_facts``, ``balances``, ``valuations``, ``planned_payments``, ``orders_of`` and ``ratings_of``:
  facts and figures of many contracts in one statement; ``contracts_in_view`` says which of them a
  caller sees, ``sees_contract`` whether one is, ``limited_to`` whose assignments limit the view of somebody else, and
  ``limited_users`` whose view is limited at all; ``open_contracts_of``: which tenants have contracts, and
  ``completed_between``: which were completed when;
  what refers to a contract is narrowed by itself (``visibility``);
* ``assigned_workers``: who works on each of some contracts, and ``contracts_of_worker``: on which somebody works;
* ``complete``: finish one, as its acceptance does;
* ``specifications`` and ``assembly_notes_of`` many, and ``cash_due``: what is to be collected of them;
* ``payments_for`` and ``rated_workers``: the payments, and whose pay, some entries of the ledger stand for;
* ``payments_in_view``: what every contract in view was paid;
* ``specification``, ``payments_of`` and ``contract_texts`` (filled in, plain) of one contract, ``freeze_texts`` when it
  is printed for the first time, ``confirmed_payments`` of all of them, ``purchase_orders`` by id, ``orders_together``
  (those that go to one supplier at once), ``slownie``: an amount in words, and ``zloty``: in a sentence;
* ``hold_unpaid`` and ``note_paid``: what somebody earned in a month (``MONTH`` is how it is written), and that it was
  paid out;
* ``progress``: how far contracts have come;
* ``contract_rules`` for the settings of an organization;
* ``admit_installation`` before one is planned; ``ASKED`` with ``module.within`` to add an ``Obstacle``, which
  ``obstacles_of`` gathers;
* ``Forcing`` and ``forced``: doing something that is refused, with a reason, as inputs and handlers say it;
* ``WARNED`` with ``module.within`` to add to the ``Notice`` about a contract, its price or end, for example a
  ``CorrectionDue``, and ``notice_about`` to ask for it; ``OWED`` to add what is to be paid back;
* ``WarningCode``, of which ``PaymentWarning`` and ``InstallationWarning`` are parts, and what people read for each
  (``WARNINGS``);
* ``Kind`` of contracts, and what each is called (``TITLES``);
* ``Means`` and ``PaymentKind``: how payments come, and what they are; ``MEANS_OF_PAYMENT`` and ``KINDS_OF_PAYMENT``:
  what people call these;
* ``confirm_payment``, ``link_payment``, ``note_document(s)``, ``add_payment`` (money the ledger knows already) and
  ``receive_payment`` (money somebody has taken, which waits for the office), both with ``NewPayment``;
* ``note_island``: what the kitchen island of a contract costs.

What is told, and by whom it is heard, says docs/decisions/0050-how-the-studio-modules-meet.md.
"""

from bottega.business.contracts.access import (
    contracts_in_view,
    hold,
    limited_to,
    limited_users,
    lock_open,
    require_contract,
    sees_contract,
)
from bottega.business.contracts.contracts import complete
from bottega.business.contracts.money.amounts_in_words import slownie, zloty
from bottega.business.contracts.money.balances import Balance, Quote, balances, valuations
from bottega.business.contracts.money.cash_to_collect import cash_due
from bottega.business.contracts.money.island_value import note_island
from bottega.business.contracts.money.payment_api import (
    NewPayment,
    add_payment,
    confirm_payment,
    link_payment,
    note_document,
    note_documents,
    receive_payment,
)
from bottega.business.contracts.money.rated_pay import MONTH, hold_unpaid, note_paid
from bottega.business.contracts.money.schedule_coverage import planned_payments
from bottega.business.contracts.money.warning_codes import WARNINGS, InstallationWarning, PaymentWarning, WarningCode
from bottega.business.contracts.money.warnings import OWED, WARNED, CorrectionDue, Notice, notice_about
from bottega.business.contracts.money.words import KINDS_OF_PAYMENT, MEANS_OF_PAYMENT
from bottega.business.contracts.open_contracts import completed_between, open_contracts_of
from bottega.business.contracts.overrides import Forcing, forced
from bottega.business.contracts.printed_orders import orders_together, purchase_orders
from bottega.business.contracts.progress_facts import Progress, progress
from bottega.business.contracts.queries import (
    assembly_notes_of,
    assigned_workers,
    confirmed_payments,
    contract_facts,
    contracts_of_worker,
    orders_of,
    payments_for,
    payments_in_view,
    payments_of,
    rated_workers,
    ratings_of,
    specification,
    specifications,
)
from bottega.business.contracts.settings import contract_rules
from bottega.business.contracts.tables.contract import TITLES, Kind
from bottega.business.contracts.tables.money import Means, PaymentKind
from bottega.business.contracts.texts.placeholders import contract_texts
from bottega.business.contracts.texts.snapshots import freeze_texts
from bottega.business.contracts.wizard.installation_gates import ASKED, Obstacle, admit_installation, obstacles_of

__all__ = [
    "ASKED",
    "KINDS_OF_PAYMENT",
    "MEANS_OF_PAYMENT",
    "MONTH",
    "OWED",
    "TITLES",
    "WARNED",
    "WARNINGS",
    "Balance",
    "CorrectionDue",
    "Forcing",
    "InstallationWarning",
    "Kind",
    "Means",
    "NewPayment",
    "Notice",
    "Obstacle",
    "PaymentKind",
    "PaymentWarning",
    "Progress",
    "Quote",
    "WarningCode",
    "add_payment",
    "admit_installation",
    "assembly_notes_of",
    "assigned_workers",
    "balances",
    "cash_due",
    "complete",
    "completed_between",
    "confirm_payment",
    "confirmed_payments",
    "contract_facts",
    "contract_rules",
    "contract_texts",
    "contracts_in_view",
    "contracts_of_worker",
    "forced",
    "freeze_texts",
    "hold",
    "hold_unpaid",
    "limited_to",
    "limited_users",
    "link_payment",
    "lock_open",
    "note_document",
    "note_documents",
    "note_island",
    "note_paid",
    "notice_about",
    "obstacles_of",
    "open_contracts_of",
    "orders_of",
    "orders_together",
    "payments_for",
    "payments_in_view",
    "payments_of",
    "planned_payments",
    "progress",
    "purchase_orders",
    "rated_workers",
    "ratings_of",
    "receive_payment",
    "require_contract",
    "sees_contract",
    "slownie",
    "specification",
    "specifications",
    "valuations",
    "zloty",
]
