"""``bottega mcp``: the MCP server on standard input and output, for clients on this machine."""

import stat
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from bottega.kernel.command_context import command_context
from bottega.kernel.startup_errors import StartError

KEY_VARIABLE: Final = "BOTTEGA_MCP_KEY"
mcp = typer.Typer(help="MCP server on standard input and output.", invoke_without_command=True)
groups = {"mcp": mcp}


@mcp.callback()
def serve(
    ctx: typer.Context,
    key_file: Annotated[
        Path | None, typer.Option(help=f"File with the key, readable for you alone; otherwise {KEY_VARIABLE} has it.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of titles and texts: en or pl.")] = "en",
) -> None:
    """Serve MCP on standard input and output.

    It acts with an API key or a session key, whose permissions are asked for at every call.
    """
    # Imported here, for `bottega --help` must not wait for it.
    from bottega.platform.ai_assistant.mcp_stdio import serve_stdio  # noqa: PLC0415

    command = command_context(ctx)
    key = _key(key_file, command.settings.mcp_key)
    # What a client reads is the protocol; everything else goes where people look.
    wire, sys.stdout = sys.stdout, sys.stderr
    try:
        command.run(lambda app: serve_stdio(app, key, "pl" if language == "pl" else "en", wire))
    finally:
        sys.stdout = wire


def _key(file: Path | None, given: str | None) -> str:
    if file is None:
        if not (given or "").strip():
            raise StartError(f"API key is required: set {KEY_VARIABLE}, or name a file with --key-file.")
        return str(given).strip()
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise StartError(f"{file} can be read by others: chmod 600 it first.")
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise StartError(f"The key cannot be read: {error.strerror}: {file}.") from None
