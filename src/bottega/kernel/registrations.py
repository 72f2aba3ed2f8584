"""Registrations of a module besides operations: subscribers, jobs, live messages, menu entries, names of records."""

from collections.abc import Awaitable, Callable, Collection, Container, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel

from bottega.kernel.i18n import T
from bottega.kernel.screens import LAST, NavGroup
from bottega.kernel.text.folding import fold

if TYPE_CHECKING:
    from bottega.kernel.application import Application
    from bottega.kernel.context import Context
    from bottega.settings import Settings

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
class _Shown:
    """What is for callers who hold one of the ``features``; without features for everybody who is signed in."""

    features: tuple[str, ...]

    def shown_to(self, ctx: "Context") -> bool:
        """Whether a caller may know any."""
        place = ctx.scope.organization_id
        return not self.features or any(ctx.actor.acl.allows_all((one,), place) for one in self.features)


@dataclass(frozen=True)
class RecordNames(_Shown):
    """How the records of an entity are called, in the caller's view.

    ``by_ids``: ``async (ctx, ids) -> {id: RecordName}``, without those that are not in view;
    ``by_words``: ``async (ctx, words, limit) -> {id: RecordName}``, those people choose from, in their order.
    """

    by_ids: Callable[["Context", Collection[UUID]], Awaitable[Mapping[UUID, RecordName]]]
    by_words: Callable[["Context", str | None, int], Awaitable[Mapping[UUID, RecordName]]]


@dataclass(frozen=True)
class Suggestion:
    """A value of an open set, as records store it, and what it is called where people choose it."""

    value: str
    label: str
    colour: str | None = None
    icon: str | None = None

    def has(self, words: Collection[str]) -> bool:
        """Whether each of the folded words is in its label or its value."""
        texts = (fold(self.label), fold(self.value))
        return all(any(word in text for text in texts) for word in words)


@dataclass(frozen=True)
class Suggestions(_Shown):
    """The values that fields with ``Suggest`` offer, in the caller's view.

    ``find``: ``async (ctx, words, limit) -> [Suggestion, …]``, those that have every folded word, the best first.
    """

    find: Callable[["Context", Sequence[str], int], Awaitable[Sequence[Suggestion]]]

    @classmethod
    def among(
        cls, features: tuple[str, ...], offered: Callable[["Context"], Awaitable[Sequence[Suggestion]]]
    ) -> "Suggestions":
        """Those of a short list, in its order."""

        async def find(ctx: "Context", words: Sequence[str], limit: int) -> Sequence[Suggestion]:
            return [one for one in await offered(ctx) if one.has(words)][:limit]

        return cls(features, find)


@dataclass(frozen=True)
class Job:
    """Work done outside a request; with ``every``, a cron expression in UTC, it also runs by itself.

    It is tried ``attempts`` times, each no longer than ``seconds``, before it is set aside and ``failed`` is told:
    ``async (app, payload, problem)``, with the refusal if it was one. One that is ``open_to_tenants`` may be queued by
    them with any payload, their id in its ``tenantId``: it believes nothing else of what it is given.
    """

    name: str
    title: T
    run: Run
    every: str | None = None
    attempts: int = 5
    seconds: float = 3600
    failed: Run | None = None
    open_to_tenants: bool = False


@dataclass(frozen=True)
class Upkeep:
    """Work that every worker repeats: ``async (app)``, with a pause of ``seconds(settings)`` after each time."""

    seconds: Callable[["Settings"], float]
    run: Run


@dataclass(frozen=True)
class LiveWindow:
    """What a look for new messages covers: these tenants, since a moment, save what is known by its key.

    It begins long before the last look, because what is written first may be seen last.
    """

    tenants: Collection[UUID]
    since: datetime
    known: Container[Hashable]


@dataclass(frozen=True, slots=True, eq=False)
class LiveMessage:
    """A message to those who listen in a tenant, or to one ``person_id``; without a tenant to super-admins.

    It is sent once by its ``key``, which several may share that are found together. ``data`` is JSON that may hold
    texts in all languages; ``about`` is not sent: it is for ``narrow``.
    """

    key: Hashable
    tenant_id: UUID | None
    data: Mapping[str, Any]
    person_id: UUID | None = None
    about: Any = None


@dataclass(frozen=True)
class LiveStream:
    """Messages of one name for browsers that listen.

    ``poll``: ``async (app, window) -> [LiveMessage, …]``, once a second a process while somebody listens;
    ``narrow``: ``async (ctx, messages) -> [LiveMessage, …]``, those that a listener may see.
    """

    name: str
    poll: Callable[["Application", LiveWindow], Awaitable[Sequence[LiveMessage]]]
    narrow: Callable[["Context", Sequence[LiveMessage]], Awaitable[Sequence[LiveMessage]]] | None = None


@dataclass(frozen=True)
class Page:
    """An entry of the menu, for whoever holds the features."""

    href: str
    title: T
    features: tuple[str, ...]
    group: NavGroup
    icon: str
    order: int = LAST


@dataclass(frozen=True)
class Tool:
    """What a language model or an MCP client may run: ``async (caller, args) -> dict``; ``takes`` is the model of args.

    ``features`` are those that it cannot do without; ``reads`` says that it changes nothing.
    """

    name: str
    title: T
    description: T
    takes: type[BaseModel]
    run: Run
    features: tuple[str, ...] = ()
    reads: bool = True

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """The JSON schema of what it takes."""
        return self.takes.model_json_schema(by_alias=True)


def keep_once(kept: dict[str, Any], name: str, declared: Any) -> None:
    """Keep what is declared under a name of its own.

    Raises:
        ValueError: There is something of that name.
    """
    if name in kept:
        raise ValueError(f"{name!r} is declared already")
    kept[name] = declared
