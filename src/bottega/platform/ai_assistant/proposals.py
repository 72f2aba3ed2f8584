"""Proposals: a change in the words of a person, with every value by its name, before it is made."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final, cast

import msgspec

from bottega.kernel.http.parsing import Sent
from bottega.kernel.i18n import T
from bottega.kernel.operation import Operation
from bottega.kernel.writes.undo import IRREVERSIBLE
from bottega.platform.ai_assistant.callers import Caller, Proposal
from bottega.platform.ai_assistant.operation_catalog import title_of

CAN_BE_UNDONE: Final = T(en="It can be undone.", pl="Można to cofnąć.")
MORE: Final = T(en="… and {count} more", pl="… i jeszcze {count}")
# A person who is asked reads so many values of so many characters.
MOST_VALUES: Final = 30
LONGEST_VALUE: Final = 200


def proposal_of(caller: Caller, operation: Operation, sent: Sent) -> Proposal:
    """What would be done: by its title, by every value that was given, and whether it can be taken back."""
    title = title_of(operation)
    lines = [title(caller.locale) if isinstance(title, T) else title]
    said: Any = sent.body
    body: dict[str, Any] = cast("dict[str, Any]", said) if isinstance(said, dict) else {}
    values = {**sent.path, **sent.query, **body}
    shown = list(values.items())[:MOST_VALUES]
    lines += [f"{_named(operation, name, caller.locale)}: {_short(value)}" for name, value in shown]
    if len(values) > len(shown):
        lines.append(MORE.given(count=len(values) - len(shown))(caller.locale))
    if operation.act is not None and operation.act.confirm is not None:
        lines.append(operation.act.confirm(caller.locale))
    after = CAN_BE_UNDONE if operation.undoable else operation.instead or IRREVERSIBLE
    lines.append(after(caller.locale))
    return Proposal(operation, "\n".join(lines), _digest(operation, sent.path, sent.query, sent.body))


def _named(operation: Operation, name: str, locale: str) -> str:
    word = operation.word(name)
    return word(locale) if word is not None else name


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _digest(operation: Operation, *said: Mapping[str, Any] | Any) -> str:
    content = msgspec.json.encode([operation.key, *said], order="deterministic")
    return sha256(content).hexdigest()
