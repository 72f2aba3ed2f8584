"""Labels of refused fields: what people call the fields that a refusal names, in the caller's language.

An issue with a path gets a ``label``, that of the last part of the path that has a word. Where messages are mapped by
field (``fields``, ``fieldErrors``), the labels stand beside them in ``fieldLabels``; one that is there stays.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from bottega.kernel.operation import Operation

_LISTS: Final = ("details", "issues")
_MAPPINGS: Final = ("fields", "fieldErrors")
LABELS: Final = "fieldLabels"

Json = dict[str, Any]


def label(body: Json, operation: Operation, locale: str) -> None:
    """Add the labels to the rendered body of a refusal, in place; fields without a word get none."""
    for issue in _issues(body):
        parts = [part for part in issue["path"] if isinstance(part, str)]
        said = next((text for part in reversed(parts) if (text := operation.word(part))), None)
        if said is not None:
            issue.setdefault("label", said(locale))
    words = {name: text(locale) for name in _names(body) if (text := operation.word(name))}
    if words:
        body[LABELS] = {**words, **body.get(LABELS, {})}


def _issues(body: Json) -> Iterator[Json]:
    for key in _LISTS:
        listed = body.get(key)
        for one in cast("list[Any]", listed) if isinstance(listed, list) else []:
            if isinstance(one, dict) and isinstance(cast("Json", one).get("path"), list):
                yield cast("Json", one)


def _names(body: Json) -> Iterator[str]:
    """The fields that messages are mapped by, in the body or in its details."""
    for where in (body, body.get("details")):
        for key in _MAPPINGS if isinstance(where, dict) else ():
            if isinstance(found := cast("Json", where).get(key), Mapping):
                yield from cast("Mapping[str, Any]", found)
