"""Write docs/settings.md from the settings themselves: `make settings`; a test says when it was forgotten."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bottega.settings import Settings

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

TARGET = Path(__file__).parent.parent / "docs" / "settings.md"
HEAD = """\
# Settings

What differs from one installation to another is set by environment variables, and nothing has to be set at all. What an
administrator may change while Bottega runs is kept in the database and changed on its screens.

This page is written by `make settings`.

| variable | when unset | what it is |
|---|---|---|
"""


def document() -> str:
    """The whole page."""
    return HEAD + "".join(_row(name, field) for name, field in Settings.model_fields.items())


def variable(name: str, field: "FieldInfo") -> str:
    """The environment variable a field is read from."""
    return str(field.validation_alias or f"BOTTEGA_{name.upper()}")


def _row(name: str, field: "FieldInfo") -> str:
    default = field.get_default(call_default_factory=True)
    return f"| `{variable(name, field)}` | {_shown(default)} | {field.description} |\n"


def _shown(default: Any) -> str:
    if default is None:
        return ""
    # Flags and collections are written as an environment variable takes them.
    text = json.dumps(default) if isinstance(default, bool | dict | list) else str(default)
    return f"`{text}`"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
