"""Labels of changed fields: what people call the columns of the table that an entry is about.

Words are those of the screens whose operations are on that table; custom fields are called by the labels of their
definitions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from bottega.kernel import custom_fields
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.database.tables import Table
from bottega.kernel.i18n import T
from bottega.kernel.operation import Operation
from bottega.kernel.tabular.cell_values import CUSTOM_PREFIX

_OPERATIONS: Final = "audit_logs.operations_by_table"

ByTable = Mapping[type[Table], Sequence[Operation]]


async def change_labels(
    ctx: Context, table: type[Table], command: str, entity: str, fields: Iterable[str]
) -> dict[str, str]:
    """What changed fields are called in the caller's language, by field; those without a word are left out.

    ``entity`` is whose custom fields the record has. Of a nested field ``a.b`` the last part with a word counts.
    """
    names = list(fields)
    # Their values were read with the same definitions a moment ago, so that this asks the database nothing.
    is_custom = any(name.startswith(CUSTOM_PREFIX) for name in names)
    defined = await custom_fields.known(ctx, entity) if is_custom else custom_fields.NOTHING
    known = list(_asked(ctx.app, table, command))
    found: dict[str, str] = {}
    for name in names:
        field = defined.get(name.removeprefix(CUSTOM_PREFIX)) if name.startswith(CUSTOM_PREFIX) else None
        text = None if field is not None else _word(known, name)
        said = field.label if field is not None else text(ctx.locale) if text is not None else ""
        if said:
            found[name] = said
    return found


def _word(operations: Sequence[Operation], name: str) -> T | None:
    texts = (one.word(part) for part in reversed(name.split(".")) for one in operations)
    return next((text for text in texts if text is not None), None)


def _asked(app: Application, table: type[Table], command: str) -> Iterator[Operation]:
    """The operations whose screens are looked at, the nearest first.

    The command itself knows best what it changed of its own table; of rows that no operation is declared on, such as
    those of settings, nobody else knows.
    """
    by_table: ByTable = app.once(_OPERATIONS, lambda: _by_table(app.operations))
    own = app.command(command)
    on_table = by_table.get(table, ())
    if own is not None and own in on_table:
        yield own
    yield from on_table
    if own is not None:
        yield own


def _by_table(operations: Iterable[Operation]) -> dict[Any, list[Operation]]:
    found: dict[Any, list[Operation]] = {}
    for one in operations:
        for table in {one.table, one.custom_table} - {None}:
            found.setdefault(table, []).append(one)
    return found
