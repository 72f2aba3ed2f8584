"""Words of a module: what people call its fields, the members of its closed sets and its warning codes, and hints.

They are declared once a module (``words.py``) and read by everything that shows a field to somebody: the API's
documentation, headings of exported and imported files, the history, and forms. A field is looked up by its screen, then
by its module, then among the words all modules share (``common_words.py``). A screen is what an operation's name begins
with: ``goods_issues`` of ``goods_issues.create``. ``camelCase`` and ``snake_case`` are one name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from bottega.kernel.i18n import T

# A screen and a field; words for all screens of a module have no screen.
Place = tuple[str, str]
V = TypeVar("V")

ANYWHERE: Final = ""


@dataclass(frozen=True, eq=False)
class Words:
    """Texts by screen and name; those of closed sets by screen, field and member, in the order people see them."""

    names: dict[Place, T] = field(default_factory=dict[Place, T])
    members: dict[Place, dict[str, T]] = field(default_factory=dict[Place, dict[str, T]])
    hints: dict[Place, T] = field(default_factory=dict[Place, T])

    def call(self, screen: str, names: Mapping[str, T]) -> None:
        """Name fields of a screen, or of all screens.

        Raises:
            ValueError: One of them has a name already.
        """
        for name, text in names.items():
            _once(self.names, (screen, name), text)

    def say(self, place: str, members: Mapping[str, T]) -> None:
        """Give the members of a closed set their texts; the place is a field, or ``screen.field``.

        Raises:
            ValueError: They have texts already.
        """
        screen, _, name = place.rpartition(".")
        _once(self.members, (screen, name), dict(members))

    def name(self, screen: str, field_name: str) -> T | None:
        """What a field of a screen is called, if it is."""
        return _looked_up(self.names, screen, field_name)

    def texts(self, screen: str, field_name: str) -> Mapping[str, T]:
        """The texts of the members of a field's closed set, by member; empty where there are none."""
        return _looked_up(self.members, screen, field_name) or {}

    def below(self, screen: str, field_name: str) -> T | None:
        """The hint below the control of a field, if there is one."""
        return _looked_up(self.hints, screen, field_name)

    def hint(self, screen: str, texts: Mapping[str, T]) -> None:
        """Say what stands below the controls of fields.

        Raises:
            ValueError: One of them has a hint already.
        """
        for name, text in texts.items():
            _once(self.hints, (screen, name), text)


def _looked_up(known: Mapping[Place, V], screen: str, name: str) -> V | None:
    own = known.get((screen, name))
    return own if own is not None else known.get((ANYWHERE, name))


def _once(known: dict[Place, V], place: Place, value: V) -> None:
    if place in known:
        message = f"{'.'.join(filter(None, place))} has its words already"
        raise ValueError(message)
    known[place] = value
