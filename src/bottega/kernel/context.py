"""The context of one request or job: actor, scope, connection, and the changes made so far.

A context takes a connection when it first asks the database something, opens a transaction when it first changes
something, and ends both in ``commit`` or ``close``. Handlers never commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from sqlalchemy import ClauseElement

from bottega.kernel.database.caches import Stale
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.pools import LOST, Connection, Database, Record, Statement
from bottega.kernel.errors import Forbidden, Invalid, InvalidSelection, NotFound
from bottega.kernel.i18n import DEFAULT_LOCALE, T
from bottega.kernel.permissions import EVERYTHING, Acl
from bottega.kernel.rate_limits import client_ip

if TYPE_CHECKING:
    from bottega.kernel.application import Application
    from bottega.kernel.operation import Operation
    from bottega.kernel.writes.gathering import Gathering

log = structlog.get_logger()
ORGANIZATION_REQUIRED = T(en="Organization context is required", pl="Wymagany jest wybór organizacji")


@dataclass(frozen=True)
class Actor:
    """The principal: a user, an API key or the system itself; ``tenant_id`` is where it lives."""

    kind: str
    id: UUID
    tenant_id: UUID
    organization_id: UUID | None = None
    label: str = ""
    roles: tuple[str, ...] = ()
    role_ids: tuple[UUID, ...] = ()
    acl: Acl = field(default_factory=Acl)
    session_id: UUID | None = None
    # For an API key the person it acts for.
    user_id: UUID | None = None

    @property
    def subject(self) -> str:
        """The ``sub`` claim: the user's id, or ``api_key:<id>``."""
        return f"api_key:{self.id}" if self.kind == "api_key" else str(self.id)

    def may(self, *features: str) -> bool:
        """Whether all features are granted."""
        return all(self.acl.allows(feature) for feature in features)


@dataclass(frozen=True)
class Scope:
    """Which rows a request is about: one tenant, and the organizations it reads; None means all of the tenant's.

    ``organization_id`` is the selected one, which new rows receive. ``visible`` filters reads; ``allowed`` is what the
    caller may select at all.
    """

    tenant_id: UUID
    organization_id: UUID | None = None
    visible: frozenset[UUID] | None = None
    allowed: frozenset[UUID] | None = None
    # The cookie of a selection that is gone or not theirs: reading falls back and clears it, writing is refused.
    stale: str = ""

    @property
    def closed(self) -> bool:
        """Whether the caller may see no organization at all."""
        return self.visible is not None and not self.visible

    def sees(self, organization_id: UUID | None) -> bool:
        """Whether rows of an organization are in view; rows of the tenant itself are for unrestricted callers."""
        return self.visible is None or (organization_id is not None and organization_id in self.visible)


@dataclass
class Context:
    """What an operation gets to work with."""

    app: "Application"
    actor: Actor
    scope: Scope
    operation: "Operation | None" = None
    locale: str = DEFAULT_LOCALE
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cookies: Mapping[str, str] = field(default_factory=dict[str, str])
    peer: str | None = None
    path: str = ""
    reply_headers: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Nothing is open yet and nothing has changed."""
        self.undo_token: UUID | None = None
        # Whether this command may be undone, where its operation may; said before the first change.
        self.undoable = True
        self.action: Mapping[str, Any] | None = None
        self.custom: dict[str, Any] = {}
        self.idempotency_key: str | None = None
        self.changed = 0
        self.recorded = False
        self.asked = 0
        # What this process must not serve from memory again once the command is committed.
        self.stale = Stale()
        # Of a command about many records: their changes that wait to be written together, before all that is asked.
        self.gathering: Gathering | None = None
        self._connection: Connection | None = None
        self._in_transaction = False

    @cached_property
    def action_id(self) -> UUID:
        """What the audit log calls this command; most requests change nothing and need none."""
        return new_id()

    # -- scope ---------------------------------------------------------------------------------------------

    @property
    def ip(self) -> str:
        """Where the request came from, as far as the configured proxies can be trusted."""
        return client_ip(self.headers, self.peer, self.app.settings.trust_proxy_depth)

    @property
    def tenant_id(self) -> UUID:
        """The tenant this request is about."""
        return self.scope.tenant_id

    def may(self, *features: str) -> bool:
        """Whether the caller holds all features."""
        return self.actor.may(*features)

    def refuse_closed(self) -> None:
        """403 for a write by somebody who sees no organization, or whose selected one is not theirs."""
        if self.scope.stale:
            raise InvalidSelection
        if self.scope.closed:
            raise Forbidden

    def organization_for_new(self, wanted: UUID | None = None) -> UUID:
        """The organization a new row gets: the one asked for if it is in view, else the selected one."""
        self.refuse_closed()
        if wanted is not None and not self.scope.sees(wanted):
            raise Forbidden
        chosen = wanted or self.scope.organization_id
        if chosen is None:
            raise Invalid(ORGANIZATION_REQUIRED)
        return chosen

    # -- reading ---------------------------------------------------------------------------------------------

    @property
    def database(self) -> Database:
        """The pools of this process."""
        return self.app.database

    async def connection(self) -> Connection:
        """The connection of this request, taken when first needed."""
        if self._connection is None:
            self._connection = await self.database.acquire(self.scope.tenant_id)
            if self.database.set_per_transaction:
                await self.begin()
        if self.gathering:
            await self.gathering.flush(self)
        return self._connection

    async def begin(self) -> Connection:
        """Open the transaction, if it is not open: needed before locking rows and before a second change."""
        if self._connection is None:
            self._connection = await self.database.acquire(self.scope.tenant_id)
        if not self._in_transaction:
            self._in_transaction = True
            self.asked += 1
            await self.database.begin(self._connection, self.scope.tenant_id)
        if self.gathering:
            await self.gathering.flush(self)
        return self._connection

    async def fetch(self, statement: Statement | ClauseElement, **values: Any) -> list[Record]:
        """All rows of a statement; a ``Statement`` compiled once is much cheaper than a bare SQLAlchemy one."""
        compiled = statement if isinstance(statement, Statement) else Statement(statement)
        return await self.query(compiled.sql, *compiled.args(values))

    async def query(self, sql: str, *args: Any) -> list[Record]:
        """All rows of SQL text with ``$1`` parameters."""
        connection = await self.connection() if self._connection is None or self.gathering else self._connection
        self.asked += 1
        return await connection.fetch(sql, *args)

    async def query_one(self, sql: str, *args: Any) -> Record | None:
        """The first row of SQL text, if there is one."""
        connection = await self.connection() if self._connection is None or self.gathering else self._connection
        self.asked += 1
        return await connection.fetchrow(sql, *args)

    async def query_value(self, sql: str, *args: Any) -> Any:
        """The first value of the first row."""
        row = await self.query_one(sql, *args)
        return row[0] if row else None

    async def require(self, sql: str, *args: Any) -> Record:
        """The first row, or 404."""
        row = await self.query_one(sql, *args)
        if row is None:
            raise NotFound
        return row

    # -- saying what happened ----------------------------------------------------------------------------------

    async def emit(
        self, name: str, *, record_id: UUID | None = None, within: UUID | None = None, **payload: Any
    ) -> None:
        """Publish an event with this transaction: subscribers hear of it after the commit, and only then.

        ``within`` is the organization it is about, where that is not the selected one.
        """
        await self.emit_all(name, [(record_id, within or self.scope.organization_id, payload)])

    async def emit_all(self, name: str, records: Sequence[tuple[UUID | None, UUID | None, Mapping[str, Any]]]) -> None:
        """Publish one event a record, in one statement: its id, the organization it is about, and the payload."""
        if not records:
            return
        await self.begin()
        await self.query(
            "INSERT INTO event_outbox (tenant_id, organization_id, name, record_id, payload)"
            " SELECT $1, r.organization_id, $2, r.id, r.payload"
            " FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, organization_id uuid, payload jsonb)",
            self.tenant_id,
            name,
            [{"id": i, "organization_id": within, "payload": payload} for i, within, payload in records],
        )

    async def tell(self, name: str, **facts: Any) -> None:
        """Let other modules take part at once: they change what is theirs in this transaction, or refuse by raising.

        For what must be true together, such as a payment and its entry in the ledger; everything else is ``emit``.
        """
        for participant in self.app.participants(name):
            await participant.run(self, **facts)

    def describe(
        self,
        kind: str,
        record_id: object,
        *,
        label: T | None = None,
        organization_id: UUID | None = None,
        parent: tuple[str, object] | None = None,
    ) -> None:
        """Say what the audit entry of this command is about, where that is not its first change."""
        self.action = {
            "kind": kind,
            "id": str(record_id),
            "label": label,
            "organization_id": organization_id,
            "parent": parent,
        }

    # -- the end ---------------------------------------------------------------------------------------------

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._in_transaction

    async def commit(self) -> None:
        """End the transaction; for the pipeline, not for handlers."""
        if self._in_transaction and self._connection is not None:
            self.asked += 1
            await self._connection.execute("COMMIT")
            self._in_transaction = False
        # The announcement comes a moment later: whoever changed something must already read it back.
        self.stale.drop_from(self.app.caches, self.tenant_id)

    async def close(self) -> None:
        """Roll back what is still open and give the connection back."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if self._in_transaction and not connection.is_closed():
                self._in_transaction = False
                await connection.execute("ROLLBACK")
        except LOST as lost:
            # What was open is gone with the server; the pool replaces the connection.
            log.warning("connection.lost", error=lost)
        finally:
            await self.database.release(connection)


def system_context(app: "Application", tenant_id: UUID, organization_id: UUID | None = None) -> Context:
    """A context in which the system itself acts, for jobs, seeding and the command line."""
    actor = Actor("system", UUID(int=0), tenant_id, organization_id, label="system", acl=EVERYTHING)
    return Context(app, actor, Scope(tenant_id, organization_id))
