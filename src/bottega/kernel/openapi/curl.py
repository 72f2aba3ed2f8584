"""Sample curl commands for the OpenAPI document."""

from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

Json = dict[str, Any]

_ESCAPED: Final = str.maketrans({"\\": "\\\\", "`": "\\`", '"': '\\"', "$": "\\$"})


def curl(method: str, url: str, parameters: list[Json], *, guarded: bool, body: tuple[str, Any] | None = None) -> str:
    """The command; ``body`` is a content type and an example."""
    query: list[tuple[str, str]] = []
    for parameter in parameters:
        value = parameter.get("example")
        if parameter["in"] == "path":
            shown = f":{parameter['name']}" if value is None else quote(str(value), safe="")
            url = url.replace(f"{{{parameter['name']}}}", shown)
        elif parameter["in"] == "query" and value is not None:
            query.append((parameter["name"], str(value).lower() if isinstance(value, bool) else str(value)))
    lines = [f'curl -X {method} "{_quoted(url + ("?" + urlencode(query) if query else ""))}"']
    lines.append('  -H "Accept: application/json"')
    if guarded:
        lines.append('  -H "authorization: Bearer <token>"')
    if body is not None:
        lines += _body(*body)
    return " \\\n".join(lines)


def _body(media: str, example: Any) -> list[str]:
    if media == "multipart/form-data":
        return [f'  -F "{_quoted(f"{name}={value}")}"' for name, value in example.items()]
    return [f'  -H "Content-Type: {media}"', f'  -d "{_quoted(encoded(media, example))}"']


def encoded(media: str, example: Any) -> str:
    """An example as the text of a body."""
    if media.startswith("application/json"):
        return msgspec.json.format(msgspec.json.encode(example), indent=2).decode()
    if isinstance(example, dict):
        return urlencode({name: "" if value is None else value for name, value in example.items()})  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - the example of a form
    return str(example)


def _quoted(text: str) -> str:
    return text.translate(_ESCAPED)
