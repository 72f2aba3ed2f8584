"""The child side of the sandbox: sets its limits, reads calls from stdin, answers on stdout.

    python -m bottega.kernel.sandbox.child MODULE:FUNCTION SECONDS WALL_CLOCK_SECONDS MEGABYTES

It knows no database, no secret and no network, and imports what the function needs and nothing else.
"""

import os
import resource
import signal
import sys
import traceback
from importlib import import_module
from typing import Any, BinaryIO, Final

import msgspec

from bottega.kernel.errors import Invalid

HEADER_BYTES: Final = 4
_MOST_FILES: Final = 64
_NICENESS: Final = 5
_encode: Final = msgspec.msgpack.Encoder().encode


def main(target: str, seconds: int, wall_clock: int, megabytes: int) -> None:
    """Answer calls until there are no more."""
    calls = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints is no answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # Whoever answers requests goes first.
    os.nice(_NICENESS)
    _limit(resource.RLIMIT_AS, megabytes << 20)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _MOST_FILES)
    module, _, name = target.partition(":")
    run = getattr(import_module(module), name)
    while len(header := calls.read(HEADER_BYTES)) == HEADER_BYTES:
        _allow(seconds, wall_clock)
        _answer(run, calls.read(int.from_bytes(header, "big")), answers)
        signal.alarm(0)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    # Some systems know a limit and do not let it be set; the parent's clock still holds.
    try:
        resource.setrlimit(what, (most, hard))
    except (OSError, ValueError):
        return


def _allow(seconds: int, wall_clock: int) -> None:
    """So much time for one call, whatever the earlier ones took; the kernel ends the process then."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)
    signal.alarm(wall_clock)


def _answer(run: Any, call: bytes, answers: BinaryIO) -> None:
    try:
        for piece in run(*msgspec.msgpack.decode(call)):
            _send(answers, "piece", piece)
        _send(answers, "done", None)
    except Invalid as refusal:
        texts = {locale: refusal.body(locale)["error"] for locale in ("en", "pl")}
        _send(answers, "refused", {**texts, "code": refusal.details.get("code")})
    except BaseException as error:  # noqa: BLE001 - a panic of a library in Rust is no Exception
        # Neither the message nor the values: they are made of what somebody sent.
        kind = type(error).__name__
        where = "" if isinstance(error, MemoryError) else _where(error)
        _send(answers, "failed", kind + where)


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return "".join(f" < {frame.filename}:{frame.lineno}" for frame in reversed(frames[-4:]))


def _send(answers: BinaryIO, kind: str, content: Any) -> None:
    frame = _encode([kind, content])
    answers.write(len(frame).to_bytes(HEADER_BYTES, "big"))
    answers.write(frame)
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
