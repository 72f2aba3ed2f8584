"""Puts the web application into wheels: hatchling runs it when it builds one."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

import build_ui


class Screens(BuildHookInterface[Any]):
    """Builds the screens, without which no wheel is made; whoever works on the sources builds them by `make`."""

    PLUGIN_NAME = "screens"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build, unless the installation only points at the sources."""
        if version != "editable":
            build_ui.build()
