"""Screens: how a family of operations looks as a list, a form, a record, an action and an entry of the menu.

A screen is data, declared beside the operations it stands for: with a resource (``Resource(screen=…)``), or for
operations written by hand (``module.screen``). Names of fields are those of columns, separated by blanks. What a field
is, what it is called and who may use it follows from the operations; a screen only arranges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from bottega.kernel.i18n import T

Tone = Literal["plain", "good", "warn", "danger", "info"]
Form = Literal["dialog", "inline", "none"]
Then = Literal["stay", "open", "download", "next"]

# Entries without a place of their own follow the others of their group by title.
LAST: Final = 10_000


@dataclass(frozen=True)
class NavGroup:
    """A group of entries in the menu; ``id`` is how personal settings refer to it."""

    id: str
    title: T
    order: int = LAST


@dataclass(frozen=True)
class Nav:
    """The place of a screen in the menu; without an address it is ``/backend/<module>/<screen>``.

    It is for callers who may see the list, and hold what it ``needs`` besides.
    """

    group: NavGroup
    order: int = LAST
    href: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Fields that stand together in a form and on a record's page."""

    title: T
    fields: str


@dataclass(frozen=True, init=False)
class Preset:
    """A list narrowed by filters, offered by name: ``Preset(T(…), cala=False)``."""

    title: T
    filters: Mapping[str, Any]

    def __init__(self, title: T, **filters: Any) -> None:
        """Take the filters by the names that query strings have for them."""
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "filters", filters)


@dataclass(frozen=True)
class Board:
    """A view of a list in columns, one a value of the field ``by``; ``sum`` is an amount added up over each."""

    by: str
    sum: str = ""


@dataclass(frozen=True)
class Days:
    """A view of a list in a calendar, by the ``day`` of each row, or all days ``until`` another."""

    day: str
    until: str = ""


@dataclass(frozen=True)
class Child:
    """Rows of another screen (``module.screen``) that belong to a record: those whose filter ``by`` is its id.

    Resources with this ``Parent`` are children without a word.
    """

    screen: str
    by: str


@dataclass(frozen=True)
class Act:
    """How a screen offers an operation that is no create, update or delete; ``title`` is an imperative.

    ``on`` names the screen of the module whose record it acts on, where the operation's own name does not. ``when`` is
    a hint: values the record must have for it to be offered; the server judges. ``confirm`` is asked before. ``form``
    is where its input is asked for: a dialog, or none, by what the operation takes. ``then`` is what follows an answer.
    """

    title: T
    icon: str
    on: str = ""
    when: Mapping[str, Any] = field(default_factory=dict[str, Any])
    confirm: T | None = None
    form: Form | None = None
    then: Then = "stay"
    tone: Tone = "plain"


@dataclass(frozen=True)
class Screen:
    """A list, its form and its records.

    ``icon`` is a name of the icon set; ``title`` and ``subtitle`` are templates over a record's columns; ``columns``
    are those of the list as it is first shown, all where none are named; ``sort`` is the one it opens by, with "-" from
    the last to the first: where none is said, the newest come first by the first day among the columns; ``quick`` the
    fields of the short form for a new record; ``page`` the name of a page made by hand instead of the general one.
    ``tones`` gives values of a field a tone. ``empty`` stands where there are no rows yet. Of a resource, label,
    plural, entity, title and subtitle are known already.
    """

    icon: str
    nav: Nav | None = None
    columns: str = ""
    sort: str = ""
    groups: Sequence[Group] = ()
    views: Sequence[Board | Days] = ()
    presets: Sequence[Preset] = ()
    tones: Mapping[str, Mapping[Any, Tone]] = field(default_factory=dict[str, Mapping[Any, Tone]])
    children: Sequence[Child] = ()
    quick: str = ""
    page: str = ""
    empty: T | None = None
    title: str = ""
    subtitle: str = ""
    label: T | None = None
    plural: T | None = None
    entity: str = ""

    def of(self, *, label: T, plural: T, entity: str, title: str, subtitle: str) -> "Screen":
        """The screen of a resource, which knows how its records are called."""
        return replace(self, label=label, plural=plural, entity=entity, title=title, subtitle=subtitle)
