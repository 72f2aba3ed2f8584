"""The running application: its modules and shared mechanisms, built by the composition root."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from bottega.kernel.context import Actor, Context, Scope, system_context
from bottega.kernel.database.caches import Caches
from bottega.kernel.database.pools import Database
from bottega.kernel.file_storage import Storage
from bottega.kernel.i18n import T
from bottega.kernel.job_progress import Watch
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.keys.tenant_keys import Vault
from bottega.kernel.mail import Mailer
from bottega.kernel.modules import Job, LiveStream, Module, Page, Participant, Subscriber, Upkeep
from bottega.kernel.notification_types import NotificationType
from bottega.kernel.operation import Operation
from bottega.kernel.registrations import RecordNames, Suggestions, Tool
from bottega.kernel.sandbox.pool import Sandbox
from bottega.kernel.widgets import Widget
from bottega.kernel.writes import audit_entry
from bottega.kernel.writes.access_log import AccessLogWriter
from bottega.settings import Settings

if TYPE_CHECKING:
    from bottega.kernel.http.requests import Credentials
    from bottega.kernel.http.responses import Cookie

Found = TypeVar("Found")


class Application:
    """One process's view of the installation."""

    def __init__(self, settings: Settings, dsn: str, secrets: Secrets, modules: Sequence[Module]) -> None:
        """Put the parts together; ``open`` connects them."""
        self.settings = settings
        self.secrets = secrets
        self.modules = modules
        self.field_definitions = _only(module.field_definitions for module in modules)
        self.amount_mask = _only(module.amount_mask for module in modules)
        self._identifiers = [run for module in modules for run in module.identifiers]
        self.database = Database(dsn, secrets, settings)
        self.caches = Caches(self.database)
        self.vault = Vault(secrets.master, settings.tenant_data_encryption, secrets.lasting)
        self.caches.heed("tenant_keys", self.vault.refresh)
        self.mailer = Mailer(settings)
        self.storage = Storage(settings)
        self.sandbox = Sandbox()
        self.access = AccessLogWriter(self.database)
        # What modules keep for the life of the process, by the module's own key.
        self.kept: dict[str, Any] = {}
        # When a write was last refused because a disk was full, by the clock of ``time.monotonic``.
        self.no_room_at = float("-inf")
        # Set when the process is about to end: what has no end of its own, such as a stream, ends then.
        self.stopping = asyncio.Event()
        # Who shows how far the jobs of this process are, such as the terminal of a worker.
        self.job_watch: Watch | None = None
        self._commands = {operation.command: operation for operation in self.operations}

    async def identify(self, request: "Credentials") -> tuple[Actor, Scope] | None:
        """Who is calling, and which rows they mean; None for a stranger."""
        for identify in self._identifiers:
            found: tuple[Actor, Scope] | None = await identify(self, request)
            if found is not None:
                return found
        return None

    def cookies_of_unauthorized(self, cookies: Mapping[str, str]) -> "list[Cookie]":
        """What a browser is told to keep no longer when the cookies it sent sign nobody in."""
        return [one for module in self.modules for run in module.forgetters for one in run(self, cookies)]

    async def open(self) -> None:
        """Connect."""
        await self.database.open()
        await self.caches.start()
        self.access.start()

    async def close(self) -> None:
        """Write what is pending and disconnect."""
        self.stopping.set()
        await self.sandbox.close()
        await self.access.stop()
        await self.caches.stop()
        await self.database.close()

    @property
    def operations(self) -> list[Operation]:
        """Every operation of every module."""
        return [operation for module in self.modules for operation in module.operations]

    @property
    def subscribers(self) -> list[Subscriber]:
        """Everybody who hears of events."""
        return [subscriber for module in self.modules for subscriber in module.subscribers]

    def participants(self, name: str) -> list[Participant]:
        """Who takes part in what a module tells, in the order modules require each other."""
        return [one for module in self.modules for one in module.participants if one.name == name]

    @property
    def jobs(self) -> list[Job]:
        """Everything the worker can do."""
        return [job for module in self.modules for job in module.jobs]

    @property
    def live_streams(self) -> list[LiveStream]:
        """What browsers that listen are sent."""
        return [stream for module in self.modules for stream in module.live_streams]

    @property
    def upkeeps(self) -> list[Upkeep]:
        """Everything that workers repeat."""
        return [upkeep for module in self.modules for upkeep in module.upkeeps]

    @property
    def pages(self) -> list[Page]:
        """Every entry of the navigation."""
        return [page for module in self.modules for page in module.pages]

    @property
    def features(self) -> Mapping[str, tuple[T, Module]]:
        """Every feature that can be granted."""
        return {name: (title, module) for module in self.modules for name, title in module.features.items()}

    @cached_property
    def record_names(self) -> Mapping[str, RecordNames]:
        """How records are called, by entity."""
        return {entity: names for module in self.modules for entity, names in module.record_names.items()}

    @cached_property
    def suggestions(self) -> Mapping[str, Suggestions]:
        """What fields of open sets offer, by source."""
        return {source: one for module in self.modules for source, one in module.suggestions.items()}

    @cached_property
    def notification_types(self) -> Mapping[str, NotificationType]:
        """What people are notified of, by name."""
        return {name: one for module in self.modules for name, one in module.notification_types.items()}

    @cached_property
    def widgets(self) -> Mapping[str, Widget]:
        """What dashboards can show, by id, in the order of modules."""
        return {name: one for module in self.modules for name, one in module.widgets.items()}

    @cached_property
    def tools(self) -> Mapping[str, tuple[Tool, Module]]:
        """What language models and MCP clients may run, by name; of two of one name that of the later module."""
        return {name: (one, module) for module in self.modules for name, one in module.tools.items()}

    def command(self, command_id: str) -> Operation | None:
        """The operation behind an audit entry; None when its module is gone."""
        return self._commands.get(command_id)

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """Something a module makes once a process and keeps."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    @asynccontextmanager
    async def acting(self, tenant_id: UUID, organization_id: UUID | None = None) -> AsyncGenerator[Context]:
        """A command of the system itself: committed and recorded at the end, or not at all."""
        ctx = system_context(self, tenant_id, organization_id)
        try:
            yield ctx
            await finish(ctx)
        finally:
            await ctx.close()


def _only(declared: Iterable[Found | None]) -> Found | None:
    """What one module at most declares."""
    found = [one for one in declared if one is not None]
    assert len(found) <= 1, f"declared by one module at most: {found}"
    return found[0] if found else None


async def finish(ctx: Context) -> None:
    """Record what a command changed, and commit."""
    if ctx.changed and not ctx.recorded:
        await audit_entry.record(ctx)
    await ctx.commit()
