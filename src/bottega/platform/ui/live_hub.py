"""The hub of live streams: one look a second for all who listen in this process, and a bounded queue for each of them.

It looks as far back as a transaction may last and remembers what it has sent, so it needs no message from whoever
writes: notifying at commit would make commits wait for each other. Between two looks it holds no connection. Who has
listened at another process, or was away for less than a minute, is told what happened since the last message they had.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from contextvars import Context as ContextVars
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from bottega.kernel.application import Application
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.errors import Problem, TooMany, render
from bottega.kernel.http.responses import encode
from bottega.kernel.i18n import T
from bottega.kernel.registrations import LiveMessage, LiveStream, LiveWindow

log = structlog.get_logger()

SECONDS_BETWEEN_LOOKS: Final = 1.0
# A transaction that began longer ago is seen by other means (``recent_changes``).
OVERLAP: Final = timedelta(seconds=15)
# How long somebody may have been away and still be told what they have missed.
RESUMED: Final = timedelta(seconds=60)
# How far back a look goes after some that failed.
FURTHEST: Final = timedelta(minutes=2)
# Longer than anything is looked for, that of undo included.
SECONDS_REMEMBERED: Final = 300.0
# Proxies close connections on which nothing comes.
SECONDS_OF_SILENCE: Final = 20.0
# Who they are is asked again with every message, and otherwise so often.
SECONDS_BETWEEN_CHECKS: Final = 5.0
# Rounds that wait for somebody who does not read, and browsers of one person, each with one stream.
MOST_WAITING: Final = 32
MOST_OF_A_PERSON: Final = 8
# How many are told at the same time: some of them ask the database what they may see.
AT_ONCE: Final = 8
SECONDS_UNTIL_RETRY: Final = 2

TOO_MANY: Final = T(
    en="You are listening in too many places at once: close some windows",
    pl="Masz otwarte zbyt wiele połączeń na żywo: zamknij niektóre okna",
)
FULL: Final = T(
    en="Too many people are listening right now. Please try again in a moment.",
    pl="Zbyt wiele osób korzysta teraz z połączeń na żywo. Spróbuj za chwilę.",
)


class Full(Problem):
    """503: the process keeps its remaining connections for requests."""

    status = 503
    text = FULL


class Listener:
    """Somebody who listens: who they were when they began, and what waits to be sent to them."""

    def __init__(self, ctx: Context, caller: tuple[Actor, Scope], resume: datetime | None) -> None:
        """Nothing waits yet; ``resume`` is when they were sent the last message they have."""
        self.ctx = ctx
        self.caller = caller
        self.resume = resume
        self.checked = time.monotonic()
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_WAITING)

    @property
    def person(self) -> tuple[object, object]:
        """Whose stream it is."""
        return self.ctx.actor.tenant_id, self.ctx.actor.id

    def put(self, piece: bytes) -> bool:
        """Send something; False for somebody who has not read what came before."""
        try:
            self.waiting.put_nowait(piece)
        except asyncio.QueueFull:
            log.info("live.reader_too_slow", tenant=self.ctx.tenant_id)
            return False
        return True

    def end(self) -> None:
        """End the stream; what waits is dropped, for they can ask for it again."""
        with suppress(asyncio.QueueEmpty):
            while True:
                self.waiting.get_nowait()
        self.waiting.put_nowait(None)


@dataclass(frozen=True)
class Found:
    """What a look has found of a stream; ``old`` are the keys of what was told before."""

    stream: LiveStream
    by_tenant: Mapping[object, Sequence[LiveMessage]]
    old: frozenset[object]


class Hub:
    """Those who listen in this process, and what they were sent."""

    def __init__(self, app: Application) -> None:
        """Nobody listens yet."""
        self._app = app
        self._listeners: dict[Listener, None] = {}
        self._task: asyncio.Task[None] | None = None
        # When each message was first seen, by stream and key, the oldest first.
        self._known: dict[str, dict[object, float]] = {}
        # When each stream was last looked for with success.
        self._looked: dict[str, datetime] = {}

    @property
    def listeners(self) -> Sequence[Listener]:
        """Those who listen."""
        return list(self._listeners)

    async def listen(self, listener: Listener) -> AsyncGenerator[bytes]:
        """What is sent to somebody, piece by piece, until they leave or may hear no more.

        Raises:
            TooMany: The same person listens in too many places.
            Full: Too many listen in this process.
        """
        self._join(listener)
        try:
            opening = encode({"resumed": listener.resume is not None})
            yield b"retry: %d\n" % (SECONDS_UNTIL_RETRY * 1000) + _event("ready", datetime.now(UTC), opening)
            while True:
                try:
                    async with asyncio.timeout(SECONDS_OF_SILENCE):
                        piece = await listener.waiting.get()
                except TimeoutError:
                    piece = b":\n\n"
                if piece is None:
                    return
                yield piece
        finally:
            self._listeners.pop(listener, None)

    def _join(self, listener: Listener) -> None:
        # A quarter of the connections stays for requests.
        if len(self._listeners) >= self._app.settings.max_connections * 3 // 4:
            raise Full(headers={"Retry-After": "30"})
        if sum(one.person == listener.person for one in self._listeners) >= MOST_OF_A_PERSON:
            raise TooMany(TOO_MANY, headers={"Retry-After": "30"})
        self._listeners[listener] = None
        if self._task is None:
            # It serves everybody: its log names no request.
            self._task = asyncio.create_task(self._run(), context=ContextVars())

    async def _run(self) -> None:
        """Look once a second while somebody listens and the process is not about to end."""
        self._looked.clear()
        try:
            while self._listeners and not await self._stopping():
                await self._round()
        except Exception:
            # Our own fault: those who listen come back and begin anew.
            log.exception("live.ended")
        finally:
            self._task = None
            for listener in self._listeners:
                listener.end()

    async def _stopping(self) -> bool:
        """Wait for the next look; whether the process is to end instead."""
        try:
            async with asyncio.timeout(SECONDS_BETWEEN_LOOKS):
                return await self._app.stopping.wait()
        except TimeoutError:
            return False

    async def _round(self) -> None:
        """Find what is new and tell those who listened before that."""
        now, listeners = datetime.now(UTC), list(self._listeners)
        resumed = [one.resume for one in listeners if one.resume is not None]
        tenants = frozenset(one.ctx.tenant_id for one in listeners)
        found: list[Found] = []
        for stream in self._app.live_streams:
            known = self._known.setdefault(stream.name, {})
            # What could not be looked for a while is not lost.
            since = max(min([now, self._looked.get(stream.name, now), *resumed]) - OVERLAP, now - FURTHEST)
            window = LiveWindow(tenants, since, frozenset[object]() if resumed else known)
            try:
                messages = await stream.poll(self._app, window)
            except Exception:
                # The database may be away.
                log.exception("live.look_failed", stream=stream.name)
                self._looked.setdefault(stream.name, now)
                continue
            self._looked[stream.name] = now
            found.append(
                Found(stream, _by_tenant(messages), frozenset(one.key for one in messages if one.key in known))
            )
            self._remember(known, messages)
        if len(found) == len(self._app.live_streams):
            # The others are told everything when all of it can be found.
            resumed.clear()
        encoded: dict[tuple[int, str], bytes] = {}
        for start in range(0, len(listeners), AT_ONCE):
            some = listeners[start : start + AT_ONCE]
            await asyncio.gather(*(self._tell(one, found, encoded, now, again=bool(resumed)) for one in some))

    @staticmethod
    def _remember(known: dict[object, float], messages: Sequence[LiveMessage]) -> None:
        now = time.monotonic()
        for one in messages:
            known.setdefault(one.key, now)
        while known and known[oldest := next(iter(known))] < now - SECONDS_REMEMBERED:
            del known[oldest]

    async def _tell(
        self,
        listener: Listener,
        found: Sequence[Found],
        encoded: dict[tuple[int, str], bytes],
        now: datetime,
        *,
        again: bool,
    ) -> None:
        """Tell somebody what is new and theirs; somebody who is not who they were hears no more.

        Who has been away is told what is old as well, and ``again`` another time when not all of it was found.
        """
        ctx, everything = listener.ctx, listener.resume is not None
        listener.resume = listener.resume if again else None
        news = [(one.stream, _theirs(ctx, one, everything=everything)) for one in found]
        try:
            due = time.monotonic() - listener.checked >= SECONDS_BETWEEN_CHECKS
            if (due or any(messages for _, messages in news)) and not await self._still_there(listener):
                self._drop(listener)
                return
            pieces: list[bytes] = []
            for stream, messages in news:
                seen = await stream.narrow(ctx, messages) if stream.narrow and messages else messages
                pieces += [_encoded(stream, one, ctx.locale, now, encoded) for one in seen]
        except Exception:
            log.exception("live.listener_not_told")
            self._drop(listener)
            return
        finally:
            await ctx.close()
        if pieces and not listener.put(b"".join(pieces)):
            self._drop(listener)

    def _drop(self, listener: Listener) -> None:
        self._listeners.pop(listener, None)
        listener.end()

    async def _still_there(self, listener: Listener) -> bool:
        """Whether somebody is signed in as they were, with the same rights in the same organizations."""
        listener.checked = time.monotonic()
        return await self._app.identify(listener.ctx) == listener.caller


def _by_tenant(messages: Sequence[LiveMessage]) -> Mapping[object, Sequence[LiveMessage]]:
    found: dict[object, list[LiveMessage]] = {}
    for one in messages:
        found.setdefault(one.tenant_id, []).append(one)
    return found


def _theirs(ctx: Context, found: Found, *, everything: bool) -> Sequence[LiveMessage]:
    """The new messages to somebody's tenant, or to them; those of the installation for super-admins."""
    told = found.by_tenant.get(ctx.tenant_id, ())
    if ctx.actor.acl.super_admin:
        told = [*told, *found.by_tenant.get(None, ())]
    persons = (None, ctx.actor.id, ctx.actor.user_id)
    return [one for one in told if (everything or one.key not in found.old) and one.person_id in persons]


def _encoded(
    stream: LiveStream, message: LiveMessage, locale: str, now: datetime, encoded: dict[tuple[int, str], bytes]
) -> bytes:
    """A message as it is sent; made once for all who hear it in the same language."""
    place = (id(message), locale)
    if place not in encoded:
        encoded[place] = _event(stream.name, now, encode(render(dict(message.data), locale)))
    return encoded[place]


def _event(name: str, at: datetime, data: bytes) -> bytes:
    """An event of the format text/event-stream (HTML, 9.2.6); its id is when the look began that found it."""
    return b"event: %s\nid: %d\ndata: %s\n\n" % (name.encode(), at.timestamp() * 1000, data)
