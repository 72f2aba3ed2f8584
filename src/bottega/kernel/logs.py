"""Structured logging to standard error as logfmt or JSON, without values from requests.

What an exception says may hold a password, an address or a row: PostgreSQL quotes the value it refuses, Pydantic its
input, Python the text that is no number. So the text of an exception is never written. Its type is, the SQLSTATE with
the names of table and constraint, the places in the code it came through, and its text only where that text stands
in the source as it is. Libraries that use ``logging`` go the same way and are heard from warnings upwards.
"""

import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import PurePath
from random import getrandbits
from types import CodeType, TracebackType
from typing import Any, Final, cast
from uuid import UUID

import structlog
from structlog.contextvars import merge_contextvars
from structlog.processors import JSONRenderer, LogfmtRenderer, TimeStamper, add_log_level
from structlog.typing import Processor

from bottega.settings import Settings

MOST_CHARACTERS: Final = 500
# A line shorter than the buffer of a pipe is written in one piece, so lines of several processes do not mix.
MOST_TRACE_CHARACTERS: Final = 2_000
MOST_FRAMES: Final = 20
MOST_CAUSES: Final = 5

# What a proxy or a client may call its request; anything else could be a text that somebody wants in the log.
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# Facts of exceptions that are numbers or names of ours, never values: of the database, the system, and SMTP.
_FACTS: Final = ("sqlstate", "table_name", "column_name", "constraint_name", "errno", "code", "status")
_FACT: Final = re.compile(r"[A-Za-z0-9_]{1,63}")
_MARK: Final = re.compile(r"%[-#0 +]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")

log = structlog.get_logger()

# The id of the request that is being answered. Every request sets it, so it costs a twentieth of structlog's binding,
# with which jobs name themselves.
current_request: ContextVar[str | None] = ContextVar("current_request", default=None)


def configure_logging(settings: Settings | None = None) -> None:
    """Say how this process logs, its libraries included; every process does so once, as soon as it has its settings."""
    level = (settings.log_level if settings else "info").upper()
    as_json = settings is not None and settings.log_json
    renderer: Processor = (
        JSONRenderer(ensure_ascii=False)
        if as_json
        else LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True)
    )
    structlog.configure(
        processors=[
            merge_contextvars,
            _name_request,
            add_log_level,
            TimeStamper(fmt="iso", utc=True),
            _tell_failure,
            _plain_values,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=_StandardError,
        # Loggers are made when a module is imported, which may be before this.
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Libraries()]
    root.setLevel(logging.WARNING)
    warnings.showwarning = _warned
    sys.excepthook = _ended
    threading.excepthook = lambda failed: _ended(
        failed.exc_type, failed.exc_value or failed.exc_type(), failed.exc_traceback
    )
    sys.unraisablehook = lambda failed: log.error("unraisable", exc_info=failed.exc_value)


def log_unexpected(error: BaseException) -> None:
    """Log what ends a process or a command."""
    if not structlog.is_configured():
        configure_logging()
    log.critical("process.failed", exc_info=error)


def _warned(_message: object, category: type[Warning], filename: str, line: int, *_: object) -> None:
    """Log that Python or a library warns; what it says may quote a value."""
    log.warning("warning", kind=category.__name__, place=f"{PurePath(filename).name}:{line}")


def _ended(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    log_unexpected(error)


def request_id(sent: str | None) -> str:
    """What a request is called in the log and in its answer: as its sender calls it if that is a short plain token."""
    if sent and _REQUEST_ID.fullmatch(sent):
        return sent
    return f"{getrandbits(128):032x}"


def describe(error: BaseException) -> str:
    """An exception in a few words that hold no value: its type, facts and, if the code says it just so, its text."""
    facts = [
        f"{name.removesuffix('_name')}={value}"
        for name in _FACTS
        if (value := getattr(error, name, None)) is not None and _is_fact(value)
    ]
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    text = _literal_text(error)
    return " ".join([f"{name}:" if text else name, *([text] if text else []), *facts])


def _is_fact(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and _FACT.fullmatch(value) is not None)


def _literal_text(error: BaseException) -> str | None:
    """The text of an exception if it stands like that in the code that raised it: then nobody sent it."""
    text = error.args[0] if len(error.args) == 1 else None
    last = error.__traceback__
    if not isinstance(text, str) or last is None:
        return None
    while last.tb_next is not None:
        last = last.tb_next
    return text if text in _texts_of(last.tb_frame.f_code) else None


def _texts_of(code: CodeType) -> list[str]:
    return [constant for constant in code.co_consts if isinstance(constant, str)]


def places(error: BaseException) -> str:
    """Where an exception came through, outermost first: ``module:line function > …``; only the innermost frames."""
    found = [
        f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno} {trace.tb_frame.f_code.co_qualname}"
        for trace in _links(error.__traceback__)
    ]
    shown = found[-MOST_FRAMES:]
    return " > ".join(["…", *shown] if len(shown) < len(found) else shown)


def _links(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _causes(error: BaseException) -> Iterator[BaseException]:
    """What an exception was raised because of, and what a group holds."""
    seen = {id(error)}
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        inner = cast("tuple[BaseException, ...]", one.exceptions) if isinstance(one, BaseExceptionGroup) else ()
        before = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        for cause in (*inner, *([before] if before else [])):
            if id(cause) not in seen:
                seen.add(id(cause))
                waiting.append(cause)
                yield cause


def _name_request(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if (name := current_request.get()) is not None:
        event["request_id"] = name
    return event


def _tell_failure(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn ``exc_info`` into words: the error, what caused it, and where it came through."""
    given: object = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given  # pyright: ignore[reportUnknownVariableType]
    if isinstance(error, BaseException):
        event["error"] = describe(error)
        event["trace"] = places(error)[-MOST_TRACE_CHARACTERS:]
        causes = [f"{describe(one)} ({places(one)[-200:]})" for one in islice(_causes(error), MOST_CAUSES)]
        if causes:
            event["cause"] = "; ".join(causes)[:MOST_TRACE_CHARACTERS]
    return event


def _plain_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep what is short and plain; of anything else only its type, since it may hold whatever somebody sent."""
    for name, value in event.items():
        event[name] = _plain(value, MOST_TRACE_CHARACTERS if name in ("trace", "cause") else MOST_CHARACTERS)
    return event


def _plain(value: object, most: int) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return value if len(value) <= most else value[:most] + "…"
        case UUID() | date() | Decimal() | PurePath():
            return str(value)
        case BaseException():
            return describe(value)
        case _:
            return f"<{type(value).__name__}>"


class _StandardError:
    """Writes lines to standard error, whatever that is at the moment."""

    def __init__(self, *_: object) -> None:
        """Nothing to open."""

    def msg(self, message: str) -> None:
        """Write a line; a log that cannot be written, as on a full disk, is no reason to fail."""
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{message}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = msg


class _Libraries(logging.Handler):
    """Takes in what libraries log: the first line of what they say, with none of the texts they were handed."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log a record as an event."""
        level = min(record.levelno // 10 * 10, logging.CRITICAL)
        # A library's mistake in a line must not become ours; the handler of the standard library would print values.
        with suppress(Exception):
            log.bind(logger=record.name).log(level, _message_of(record), exc_info=record.exc_info)


def _message_of(record: logging.LogRecord) -> str:
    message = record.msg
    if isinstance(message, BaseException):
        return describe(message)
    given = record.args
    values = iter(given if isinstance(given, tuple) else ())
    filled = _MARK.sub(lambda _mark: _shown(next(values, None)), str(message)) if given else str(message)
    return filled.partition("\n")[0]


def _shown(value: object) -> str:
    if isinstance(value, BaseException):
        return describe(value)
    return str(value) if isinstance(value, int | float) else "…"
