"""Registrations of a module besides operations: subscribers, jobs, entries of the menu, and what masks amounts."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bottega.kernel.i18n import T
from bottega.kernel.screens import LAST, NavGroup

if TYPE_CHECKING:
    from bottega.kernel.context import Context

Run = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Subscriber:
    """A function that hears of events; ``pattern`` may hold ``*`` for one segment."""

    pattern: str
    run: Run


@dataclass(frozen=True)
class Participant:
    """A function that takes part in what another module does, inside its transaction."""

    name: str
    run: Run


@dataclass(frozen=True)
class AmountMask:
    """The feature that shows amounts of money, and who needs it: those for whom ``applies``."""

    feature: str
    applies: Callable[["Context"], bool]


@dataclass(frozen=True)
class RecordName:
    """What a record is called, in the caller's language."""

    title: str
    subtitle: str = ""


@dataclass(frozen=True)
class RecordNames:
    """How the records of an entity are called, in the view of a caller who holds one of the ``features``.

    Without features that is everybody who is signed in.

    ``by_ids``: ``async (ctx, ids) -> {id: RecordName}``, without those that are not in view;
    ``by_words``: ``async (ctx, words, limit) -> {id: RecordName}``, those people choose from, in their order.
    """

    features: tuple[str, ...]
    by_ids: Callable[["Context", Collection[UUID]], Awaitable[Mapping[UUID, RecordName]]]
    by_words: Callable[["Context", str | None, int], Awaitable[Mapping[UUID, RecordName]]]

    def shown_to(self, ctx: "Context") -> bool:
        """Whether a caller may know any."""
        place = ctx.scope.organization_id
        return not self.features or any(ctx.actor.acl.allows_all((one,), place) for one in self.features)


@dataclass(frozen=True)
class Job:
    """Work done outside a request; with ``every``, a cron expression in UTC, it also runs by itself.

    It is tried ``attempts`` times, each no longer than ``seconds``, before it is set aside and ``failed`` is told:
    ``async (app, payload, problem)``, with the refusal if it was one.
    """

    name: str
    title: T
    run: Run
    every: str | None = None
    attempts: int = 5
    seconds: float = 3600
    failed: Run | None = None


@dataclass(frozen=True)
class Page:
    """An entry of the menu, for whoever holds the features."""

    href: str
    title: T
    features: tuple[str, ...]
    group: NavGroup
    icon: str
    order: int = LAST
