"""Callers of tools: in whose name a tool runs, with which rights, and how that person is asked before a change."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.operation import Operation


@dataclass(frozen=True)
class Proposal:
    """A change that a person is asked about: what would be done, and whether it can be taken back."""

    operation: Operation
    # What a person reads: the operation's name, the values by their words, and what follows.
    text: str
    # Which call it is, so that an agreement to one is none to another.
    digest: str


Ask = Callable[[Proposal], Awaitable[bool | None]]


async def _cannot_ask(_proposal: Proposal) -> bool | None:
    return None


@dataclass
class Caller:
    """In whose name tools run. Their rights are read anew for every request, and every turn of a chat.

    ``ask`` asks the person and answers whether they agree, or None where they cannot be asked. With
    ``asks_before_each`` they are asked before every change, otherwise before those that say so or cannot be undone.
    """

    app: Application
    actor: Actor
    scope: Scope
    locale: str
    ask: Ask = _cannot_ask
    asks_before_each: bool = False
    # How many changes this run may still make; None where each is asked for by a request of its own.
    changes_left: int | None = None
    # Tokens that undo what was done in this run, oldest first.
    undo_tokens: list[str] = field(default_factory=list[str])

    def context(self) -> Context:
        """A context of its own for one call; whoever takes it closes it."""
        return Context(self.app, self.actor, self.scope, locale=self.locale)

    def may(self, *features: str) -> bool:
        """Whether they hold all features in the selected organization."""
        return self.actor.acl.allows_all(features, self.scope.organization_id)

    def may_call(self, operation: Operation) -> bool:
        """Whether they may ask for an operation at all, whatever it says about single records."""
        if operation.roles and not self.actor.acl.super_admin:
            return False
        return not operation.features or self.may(*operation.features)

    def needs_agreement(self, operation: Operation) -> bool:
        """Whether they are asked before a change."""
        asked = operation.act is not None and operation.act.confirm is not None
        return self.asks_before_each or asked or not operation.undoable


def caller_of(ctx: Context, **options: Any) -> Caller:
    """Whoever sends a request."""
    return Caller(ctx.app, ctx.actor, ctx.scope, ctx.locale, **options)
