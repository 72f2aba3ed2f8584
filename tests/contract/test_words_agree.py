"""Words of several modules agree: one thing has one name in each language, wherever it is shown."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from installed import MODULES

from bottega.kernel.i18n import T
from bottega.kernel.words import Place


def test_a_field_that_is_called_the_same_in_polish_is_called_the_same_in_english() -> None:
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for module in MODULES:
        for (screen, field), text in module.words.names.items():
            said[field, text.pl][text.en] = f"{module.name}: {screen}"
    assert len(said) > len(MODULES)
    assert {one: places for one, places in said.items() if len(places) > 1} == {}


def _sets() -> Iterator[tuple[str, Place, Mapping[str, T]]]:
    for module in MODULES:
        yield from ((module.name, place, texts) for place, texts in module.words.members.items())


def test_a_closed_set_that_is_a_part_of_another_one_has_the_texts_of_that() -> None:
    parts = [(one, other) for one, other in combinations(_sets(), 2) if _is_part(one[2], other[2])]
    assert ("contracts", ("", "rodzaj")) in {one[:2] for one, _ in parts}
    differing = {
        (one[0], one[1], other[0], other[1], member)
        for one, other in parts
        for member in {*one[2]} & {*other[2]}
        if (one[2][member].en, one[2][member].pl) != (other[2][member].en, other[2][member].pl)
    }
    # What kind a field is, and the rule that its values are of that kind.
    kinds = {("entities", ("", "kind"), "entities", ("", "rule"), kind) for kind in ("date", "float", "integer")}
    assert differing - kinds == set()


def _is_part(one: Mapping[str, T], other: Mapping[str, T]) -> bool:
    return {*one} <= {*other} or {*other} <= {*one}
