"""The log: what failed and where, in one line, and never what anybody sent."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import BaseModel

import bottega
from bottega.kernel.logs import MOST_FRAMES, describe, places, request_id

SECRET = "TopSecret-99!"
LOGGING = """
import asyncio, logging, threading, warnings, structlog
from bottega.kernel.logs import configure_logging
from bottega.settings import Settings
import sys
secret = sys.argv[1]
configure_logging(Settings(log_level=sys.argv[2], log_json=sys.argv[3] == "json"))
log = structlog.get_logger()
"""


def logged(code: str, level: str = "info", form: str = "json") -> list[str]:
    """The lines that a program logs."""
    done = subprocess.run(
        [sys.executable, "-c", LOGGING + code, SECRET, level, form],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


def raised(act: Any) -> BaseException:
    """What a function raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, it is looked at
        act()
    return caught.value


class Sent(BaseModel):
    """Something with a number in it."""

    number: int


def deeper(levels: int) -> None:
    if levels:
        deeper(levels - 1)
    raise ValueError(SECRET * levels)


async def test_what_the_database_quotes_is_left_out_and_its_names_are_kept(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("CREATE TEMPORARY TABLE kept (word text CONSTRAINT kept_once UNIQUE, n int)")
        await connection.execute("INSERT INTO kept VALUES ($1)", SECRET)
        with pytest.raises(asyncpg.UniqueViolationError) as twice:
            await connection.execute("INSERT INTO kept VALUES ($1)", SECRET)
        with pytest.raises(asyncpg.InvalidTextRepresentationError) as nonsense:
            await connection.execute(f"SELECT '{SECRET}'::int")
    finally:
        await connection.close()
    assert SECRET in str(twice.value)
    assert SECRET in str(nonsense.value)
    words = describe(twice.value)
    assert words.startswith("asyncpg.exceptions.UniqueViolationError sqlstate=23505 table=kept")
    assert "constraint=kept_once" in words
    assert SECRET not in words + describe(nonsense.value)


def test_what_pydantic_and_python_quote_is_left_out() -> None:
    for error in (
        raised(lambda: Sent.model_validate({"number": SECRET})),
        raised(lambda: int(SECRET)),
        raised(lambda: {}[SECRET]),
        raised(lambda: Path(f"/{SECRET}").read_text()),
        raised(lambda: SECRET.encode("utf-16").decode("ascii")),
    ):
        assert SECRET.encode("unicode_escape").decode() in str(error) or isinstance(error, UnicodeDecodeError)
        assert SECRET not in describe(error)
        assert type(error).__qualname__ in describe(error)


def test_a_text_that_stands_in_the_code_is_kept() -> None:
    def fail() -> None:
        message = "the database is not open"
        raise RuntimeError(message)

    assert describe(raised(fail)) == "RuntimeError: the database is not open"


def test_a_failure_is_told_by_its_innermost_places() -> None:
    told = places(raised(lambda: deeper(100)))
    assert told.startswith("… > ")
    assert told.count(" > ") == MOST_FRAMES
    assert told.endswith(" deeper")
    assert SECRET not in told


def test_a_failure_is_one_json_line_with_its_causes_and_without_what_was_there() -> None:
    (line,) = logged("""
async def handle(password):
    try:
        int(password)
    except ValueError as error:
        raise KeyError(password) from error
try:
    asyncio.run(handle(secret))
except KeyError:
    log.exception("request.failed", body={"password": secret}, model=[secret])
""")
    told = json.loads(line)
    assert SECRET not in line
    assert (told["level"], told["event"], told["error"]) == ("error", "request.failed", "KeyError")
    assert told["trace"].endswith("__main__:14 handle")
    assert told["cause"].startswith("ValueError (__main__:12 handle")
    assert (told["body"], told["model"]) == ("<dict>", "<list>")


def test_plain_text_keeps_an_event_on_one_line_whatever_it_holds() -> None:
    (line,) = logged(r"""log.info("x", text="a\nlevel=error b", number=1)""", form="text")
    assert line.endswith(r'level=info event=x text="a\nlevel=error b" number=1')


@pytest.mark.parametrize(("level", "heard"), [("debug", "diwe"), ("info", "iwe"), ("warning", "we"), ("error", "e")])
def test_the_level_is_honoured(level: str, heard: str) -> None:
    lines = logged("log.debug('d'); log.info('i'); log.warning('w'); log.error('e')", level)
    assert "".join(json.loads(line)["event"] for line in lines) == heard


def test_libraries_go_the_same_way_and_what_they_were_handed_is_left_out() -> None:
    lines = logged("""
logger = logging.getLogger("some.library")
logger.info("not heard")
logger.warning("payload %s of %d, %r", secret, 7, ValueError(secret))
logger.error(ValueError(secret))
async def lose():
    raise ValueError(secret)
async def main():
    task = asyncio.create_task(lose())
    await asyncio.sleep(0.01)
asyncio.run(main())
thread = threading.Thread(target=lambda: {}[secret])
thread.start()
thread.join()
warnings.warn(secret)
raise ValueError(secret)
""")
    told = [json.loads(line) for line in lines]
    assert SECRET not in "".join(lines)
    assert [one.get("logger") for one in told] == ["some.library", "some.library", "asyncio", None, None, None]
    assert told[0]["event"] == "payload … of 7, ValueError"
    assert told[1]["event"] == "ValueError"
    assert (told[2]["event"], told[2]["error"]) == ("Task exception was never retrieved", "ValueError")
    assert (told[3]["event"], told[3]["error"]) == ("process.failed", "KeyError")
    assert (told[4]["event"], told[4]["kind"]) == ("warning", "UserWarning")
    assert (told[5]["level"], told[5]["error"]) == ("critical", "ValueError")


def test_a_log_that_cannot_be_written_fails_nobody() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", LOGGING + "log.error('x'); print('lives')", SECRET, "info", "json"],
            stdout=subprocess.PIPE,
            stderr=full,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.stdout == "lives\n"


@pytest.mark.parametrize("sent", ["abc-1.2_3", "0", "x" * 64])
def test_a_request_is_called_as_its_sender_calls_it(sent: str) -> None:
    assert request_id(sent) == sent


@pytest.mark.parametrize("sent", [None, "", "x" * 65, "a b", "a\nb", "ż", '"', "-a", "a/b", "%0a"])
def test_a_name_that_is_no_short_plain_token_is_replaced(sent: str | None) -> None:
    made = {request_id(sent), request_id(sent)}
    assert len(made) == 2
    assert all(len(name) == 32 and name.isalnum() for name in made)


async def test_an_answer_carries_the_id_its_request_came_with(nobody: Any) -> None:
    for path in ("/healthz", "/api/nowhere", "/api/warehouse/locations", "/nowhere"):
        where = f"http://testserver{path}"
        named = await nobody.get(where, headers={"x-request-id": "from-the-proxy.7"})
        assert named.headers.get_list("x-request-id") == ["from-the-proxy.7"]
        unnamed = {(await nobody.get(where)).headers["x-request-id"] for _ in range(2)}
        assert len(unnamed) == 2


def test_no_line_of_ours_is_given_the_text_of_an_exception() -> None:
    """Handed the exception itself, the log leaves out what it quotes; handed its text, it could not."""
    found = 0
    for path in Path(bottega.__file__).parent.rglob("*.py"):
        for handler in ast.walk(ast.parse(path.read_text())):
            if not isinstance(handler, ast.ExceptHandler) or handler.name is None:
                continue
            for call in (node for node in ast.walk(handler) if isinstance(node, ast.Call)):
                if not (isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "log"):
                    continue
                found += 1
                given = [*call.args, *(keyword.value for keyword in call.keywords)]
                inside = [
                    name
                    for value in given
                    if not isinstance(value, ast.Name)
                    for name in ast.walk(value)
                    if isinstance(name, ast.Name) and name.id == handler.name
                ]
                assert not inside, f"{path}:{call.lineno} logs the text of {handler.name}"
    assert found >= 8
