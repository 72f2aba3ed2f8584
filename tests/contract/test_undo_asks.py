"""Undo and redo ask what handlers ask: no check of an operation that can be undone is one that undo passes by.

A handler's checks are found in its source, however deep. Each must also be asked by a rule (``permits``, ``verifies``)
of a table the operation writes, or stand in ``unasked`` with the reason why undo need not ask it. So a check that
somebody adds fails here until it is also said about rows.
"""

from typing import Any, Final

import pytest
from installed import OPERATIONS
from questions import Question, of_operation, questions_of, tables_of, writes
from unasked import UNASKED

from bottega.kernel.operation import CHANGING, Operation
from bottega.kernel.writes.undo_rules import permits_of, verifiers_of

UNDOABLE: Final = [
    one for one in OPERATIONS if one.method in CHANGING and one.undoable and one.label and writes(one.run)
]

# Handlers that are rewritten leave no reason behind.
EXPLAINED: Final[set[Question]] = {
    (where, asked) for checks in UNASKED.values() for where, expressions in checks.items() for asked in expressions
}
# Tables of what somebody signs in with: whoever puts such a row back lets somebody in.
SECRETS: Final = {"auth_credentials", "auth_sessions", "auth_password_resets", "api_keys_keys"}


def rules_of(operation: Operation) -> list[Any]:
    """What undo asks about the rows of the tables that an operation may write."""
    # What a resource derives is the kernel's code: its table stands in the declaration.
    written = {*tables_of(operation.run), *([operation.table] if operation.table else [])}
    names = [table.__tablename__ for table in written]
    return [rule for name in names for rule in (*permits_of(name), *verifiers_of(name))]


@pytest.mark.parametrize("operation", UNDOABLE, ids=lambda one: one.key)
def test_undo_asks_whatever_the_handler_asks(operation: Operation) -> None:
    missing = of_operation(operation) - questions_of(*rules_of(operation)) - EXPLAINED
    assert not missing, (
        "undo and redo pass these checks by: ask them in a rule of the table too (kernel/writes/undo_rules.py), or say"
        f" in unasked.py why undo need not: {sorted(missing)}"
    )


def test_no_reason_is_left_of_a_check_that_is_gone() -> None:
    asked = {question for operation in UNDOABLE for question in of_operation(operation)}
    assert asked >= EXPLAINED, sorted(EXPLAINED - asked)
