"""Suggestions out of a resource's own rows: the values that a column has so far, in the view of its list."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, get_args

from bottega.kernel import visibility
from bottega.kernel.context import Context
from bottega.kernel.database.tables import sql_table
from bottega.kernel.encryption import sealing
from bottega.kernel.field_markers import Suggest
from bottega.kernel.registrations import Suggestion, Suggestions
from bottega.kernel.resources import list_reading
from bottega.kernel.text.folding import like

if TYPE_CHECKING:
    from bottega.kernel.resources.resource import Resource


# Values that have words of their own are codes, and few.
_MOST_LABELLED: Final = 200


def used_values(resource: "Resource") -> Iterator[tuple[str, Suggestions]]:
    """The sources that a resource's input names itself, ``<entity>.<column>``, each with what it offers.

    Raises:
        ValueError: A source names no column of texts that are shown and stored as they are.
    """
    own = f"{resource.table.entity}."
    for field in resource.input.model_fields.values():
        for source in {*_sources((field.annotation, *field.metadata))}:
            if source.startswith(own):
                yield source, _of_column(resource, source.removeprefix(own))


def _sources(annotations: Sequence[Any]) -> Iterator[str]:
    """The sources of every ``Suggest`` in annotations, however deep."""
    for one in annotations:
        if isinstance(one, Suggest):
            yield one.source
        else:
            yield from _sources(get_args(one))


def _of_column(resource: "Resource", name: str) -> Suggestions:
    shown = name in (*resource.shown, *resource.only_by_id) and name not in sealing.sealed_names(resource.table)
    if not shown or sql_table(resource.table).columns[name].type.python_type is not str:
        message = f"{resource.kind} has no column {name!r} whose values can be suggested"
        raise ValueError(message)

    async def find(ctx: Context, words: Sequence[str], limit: int) -> Sequence[Suggestion]:
        # As the list stands now, which something may have replaced.
        if resource.mounted["list"].whole:
            visibility.refuse_part(ctx)
        listed = resource.mounted["list"]
        texts = listed.module.words.texts(listed.screen, name)
        # Words may be those of a label that is not stored: all values are looked at then.
        patterns = [] if texts else [like(word) for word in words]
        most = _MOST_LABELLED if texts and words else limit
        found = await list_reading.most_used(resource.source, ctx, name, words=patterns, limit=most)
        labelled = [Suggestion(value, text(ctx.locale) if (text := texts.get(value)) else value) for value in found]
        return [one for one in labelled if one.has(words)][:limit]

    return Suggestions((resource.access.view,), find)
