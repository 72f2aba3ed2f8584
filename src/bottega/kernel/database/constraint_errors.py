"""Database constraint violations translated into field errors and sentences."""

import errno
from collections.abc import Callable
from typing import Any, Final

import asyncpg

from bottega.kernel.database.pools import constraint_of
from bottega.kernel.database.tables import REFERENCES, RULES
from bottega.kernel.errors import BAD_REQUEST, CONFLICT, Conflict, Invalid, InvalidInput, NoRoom, Problem, Unavailable
from bottega.kernel.i18n import T
from bottega.kernel.schemas import wire_name

MISSING_TARGET = T(en="The record it refers to does not exist", pl="Wskazany rekord nie istnieje")
STILL_USED = T(en="The record is still in use", pl="Rekord jest nadal używany")
ALREADY_THERE = T(en="Such a record already exists", pl="Taki rekord już istnieje")
TRY_AGAIN = T(en="Somebody changed the same data; please try again", pl="Ktoś zmienił te same dane; spróbuj ponownie")

_NONSENSE = (
    asyncpg.DataError,
    asyncpg.exceptions.DataError,
    asyncpg.NotNullViolationError,
    asyncpg.StatementTooComplexError,
    asyncpg.ProgramLimitExceededError,
    asyncpg.UntranslatableCharacterError,
)
_BUSY = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)
_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    # Memory, connections, temporary files: class 53 of the SQLSTATEs.
    asyncpg.InsufficientResourcesError,
    asyncpg.QueryCanceledError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    ConnectionError,
)


# In this order: the driver's complaints about values are interface errors too, and a full disk is a lack of resources.
_KINDS: Final[tuple[tuple[tuple[type[Exception], ...], Callable[[], Problem]], ...]] = (
    (_BUSY, lambda: Conflict(TRY_AGAIN, code="try_again")),
    (_NONSENSE, lambda: Invalid(BAD_REQUEST)),
    ((asyncpg.DiskFullError,), NoRoom),
    (_AWAY, Unavailable),
)
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


def translate(error: BaseException) -> Problem | None:
    """The problem that a database error means for the caller; None if it is a fault of ours."""
    match error:
        case asyncpg.UniqueViolationError() | asyncpg.ExclusionViolationError():
            return _broken(error, Conflict(ALREADY_THERE, code="duplicate"))
        case asyncpg.CheckViolationError():
            return _broken(error, Invalid(BAD_REQUEST))
        case asyncpg.ForeignKeyViolationError():
            return _dangling(error)
        case asyncpg.InsufficientPrivilegeError():
            # Row-level security refused a row of another tenant: for the caller it does not exist.
            return Invalid(MISSING_TARGET) if "row-level security" in str(error) else None
        case OSError() if error.errno in _FULL:
            return NoRoom()
        case _:
            return next((make() for kinds, make in _KINDS if isinstance(error, kinds)), None)


def _broken(error: asyncpg.PostgresError, otherwise: Problem) -> Problem:
    rule = RULES.get(constraint_of(error) or "")
    if rule is None:
        return otherwise
    if rule.status == 400:  # noqa: PLR2004 - an HTTP status
        return InvalidInput.field(rule.field, rule.message) if rule.field else Invalid(rule.message, code=rule.name)
    details: dict[str, Any] = {"code": rule.name}
    if rule.field:
        details["fieldErrors"] = {rule.field: rule.message}
    return Conflict(rule.message, **details)


def _dangling(error: asyncpg.ForeignKeyViolationError) -> Problem:
    name = constraint_of(error) or ""
    if "is still referenced" in (getattr(error, "detail", "") or ""):
        return Conflict(STILL_USED, code="in_use")
    for ref in REFERENCES:
        if name == f"fk_{ref.table}_{ref.column}":
            return InvalidInput.field(wire_name(ref.column), MISSING_TARGET, code="not_found")
    return Conflict(CONFLICT)
