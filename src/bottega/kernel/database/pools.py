"""PostgreSQL access: two connection pools, the tenant of a connection, prepared statements.

Requests run as a role that sees one tenant's rows at a time. On a direct connection the tenant is kept on the
connection and changed only when it differs, which saves a round trip a request; behind a pooler that shares
connections between transactions it is set inside each transaction instead (``BOTTEGA_DATABASE_POOLER``).
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import asyncpg
import msgspec
import structlog
from sqlalchemy import BindParameter, ClauseElement
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect

from bottega.kernel.database.guards import APP_ROLE, SYSTEM_ROLE, TENANT_SETTING
from bottega.kernel.errors import Unavailable
from bottega.kernel.keys import master_key
from bottega.kernel.keys.secrets import Secrets
from bottega.settings import Settings

if TYPE_CHECKING:
    Record = asyncpg.Record
    Pool = asyncpg.Pool[asyncpg.Record]
    RawConnection = asyncpg.Connection[asyncpg.Record]
else:
    Record = asyncpg.Record
    Pool = asyncpg.Pool
    RawConnection = asyncpg.Connection

log = structlog.get_logger()

_DIALECT: Final = asyncpg_dialect(paramstyle="numeric_dollar")
# What is raised when the server went away, at any moment of talking to it.
LOST: Final = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError, TimeoutError)


class Connection(RawConnection):
    """A connection that knows which tenant it is set to."""

    __slots__ = ("tenant",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start without a tenant: row-level security then shows nothing."""
        super().__init__(*args, **kwargs)
        self.tenant: UUID | None = None

    async def see(self, tenant_id: UUID) -> None:
        """Show the rows of a tenant from now on; costs a round trip only when the tenant differs."""
        if self.tenant != tenant_id:
            self.tenant = None
            await self.execute(f"SELECT set_config('{TENANT_SETTING}', $1, false)", str(tenant_id))
            self.tenant = tenant_id


class Statement:
    """A SQLAlchemy statement turned into SQL text once; only its named values differ from call to call."""

    __slots__ = ("_marks", "defaults", "names", "sql")

    def __init__(self, statement: ClauseElement, marks: Sequence[BindParameter[Any]] = ()) -> None:
        """Compile; named bind parameters become the values ``args`` takes.

        ``marks`` are parameters in it that have their values with them, and other ones another time (``again``).
        """
        compiled: Any = statement.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self.names: Sequence[str] = getattr(compiled, "positiontup", None) or ()
        self.defaults: Mapping[str, Any] = compiled.params or {}
        self._marks: Sequence[str] = [compiled.bind_names[mark] for mark in marks]

    @classmethod
    def of_text(cls, sql: str, *args: Any) -> "Statement":
        """SQL text with ``$1`` parameters and their values, for whoever takes a statement."""
        made = cls.__new__(cls)
        made.sql = sql
        made.defaults = {str(place): value for place, value in enumerate(args, 1)}
        made.names = tuple(made.defaults)
        made._marks = ()  # noqa: SLF001 - our own
        return made

    def again(self, marks: Sequence[BindParameter[Any]]) -> "Statement":
        """The same statement with other values where those marks stand that it was compiled with."""
        if not marks:
            return self
        other = copy(self)
        values = {name: mark.effective_value for name, mark in zip(self._marks, marks, strict=True)}
        other.defaults = {**self.defaults, **values}
        return other

    def args(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order the SQL wants them."""
        defaults = self.defaults
        return [values[name] if name in values else defaults[name] for name in self.names]


async def _prepare(connection: RawConnection) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(
            kind, schema="pg_catalog", encoder=encode_json, decoder=msgspec.json.decode, format="text"
        )


def encode_json(value: Any) -> str:
    """JSON for a jsonb column; a ``msgspec.Raw`` passes through untouched."""
    if isinstance(value, msgspec.Raw):
        return bytes(value).decode()
    return msgspec.json.encode(value).decode()


async def _keep(_connection: object) -> None:
    """Leave a returned connection as it is: asyncpg's reset costs a round trip and would forget the tenant."""


class Database:
    """Both pools of a process."""

    def __init__(self, dsn: str, secrets: Secrets, settings: Settings) -> None:
        """Remember how to connect; ``open`` does it."""
        self._dsn = dsn
        self._secrets = secrets
        self._settings = settings
        self._app: Pool | None = None
        self._system: Pool | None = None
        self.set_per_transaction = settings.database_pooler

    async def open(self) -> None:
        """Fill the pools."""
        self._app = await self._pool(APP_ROLE, 1, self._settings.pool_size)
        self._system = await self._pool(SYSTEM_ROLE, 1, 4)
        async with self._system.acquire() as connection:
            await master_key.learn(connection, self._secrets)

    async def close(self) -> None:
        """Close both pools, giving running statements a moment."""
        for pool in (self._app, self._system):
            if pool is not None:
                try:
                    await asyncio.wait_for(pool.close(), 5)
                except TimeoutError:
                    pool.terminate()

    async def _pool(self, role: str, smallest: int, largest: int) -> Pool:
        return await asyncpg.create_pool(
            min_size=smallest,
            max_size=largest,
            init=_prepare,
            reset=_keep,
            connection_class=Connection,
            max_inactive_connection_lifetime=0,
            timeout=10,
            **self._login(role),
        )

    def _login(self, role: str) -> dict[str, Any]:
        settings = self._settings
        login: dict[str, Any] = {"dsn": self._dsn, "user": role, "password": self._secrets.database_password(role)}
        if settings.database_pooler:
            return {**login, "statement_cache_size": 0}
        return {
            **login,
            "server_settings": {
                "application_name": "bottega",
                "statement_timeout": str(settings.statement_timeout_ms),
                "lock_timeout": str(settings.lock_timeout_ms),
                "idle_in_transaction_session_timeout": str(settings.idle_transaction_timeout_ms),
                "timezone": "UTC",
            },
        }

    async def listener(self) -> RawConnection:
        """A connection of its own for LISTEN."""
        return await asyncpg.connect(
            **{k: v for k, v in self._login(SYSTEM_ROLE).items() if k != "statement_cache_size"}
        )

    async def acquire(self, tenant_id: UUID) -> Connection:
        """Take a connection that sees this tenant; ``release`` it."""
        assert self._app is not None, "the database is not open"
        try:
            connection: Connection = unwrap(await self._app.acquire())
        except LOST as lost:
            raise Unavailable from lost
        if not self.set_per_transaction:
            try:
                await connection.see(tenant_id)
            except BaseException:
                await self.release(connection)
                raise
        return connection

    async def release(self, connection: Connection) -> None:
        """Give a connection back; one that broke is replaced by the pool."""
        assert self._app is not None
        await self._app.release(connection)  # pyright: ignore[reportArgumentType]

    async def begin(self, connection: Connection, tenant_id: UUID) -> None:
        """Open a transaction in one round trip, behind a pooler with the tenant set inside it."""
        if self.set_per_transaction:
            # Simple protocol, one message: the uuid is rendered by us, so there is nothing to inject.
            await connection.execute(f"BEGIN; SELECT set_config('{TENANT_SETTING}', '{tenant_id}', true)")
        else:
            await connection.execute("BEGIN")

    @asynccontextmanager
    async def tenant(self, tenant_id: UUID) -> AsyncGenerator[Connection]:
        """A transaction that sees one tenant, for work outside a request."""
        connection = await self.acquire(tenant_id)
        try:
            await self.begin(connection, tenant_id)
            try:
                yield connection
            except BaseException:
                await connection.execute("ROLLBACK")
                raise
            await connection.execute("COMMIT")
        finally:
            await self.release(connection)

    @asynccontextmanager
    async def across_tenants(self, reason: str) -> AsyncGenerator[Connection]:
        """A transaction that sees every tenant: only for work that cannot know its tenant, each use with its reason.

        A test lists the callers; whoever adds one explains it there.
        """
        assert reason
        assert self._system is not None, "the database is not open"
        try:
            connection: Connection = unwrap(await self._system.acquire(timeout=10))
        except LOST as lost:
            raise Unavailable from lost
        try:
            async with connection.transaction():
                yield connection
        finally:
            await self._system.release(connection)  # pyright: ignore[reportArgumentType]


def unwrap(proxy: Any) -> Connection:
    """The pool hands out a proxy with the interface of our connection class."""
    return proxy


def constraint_of(error: asyncpg.PostgresError) -> str | None:
    """Name of the constraint an error is about, if it is about one."""
    name = getattr(error, "constraint_name", None)
    if isinstance(name, str):
        return name
    found = re.search(r'constraint "([^"]+)"', str(error))
    return found.group(1) if found else None
