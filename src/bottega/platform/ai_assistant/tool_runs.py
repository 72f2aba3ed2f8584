"""Running of tools: those that a caller may run, with permissions first and what they are given checked."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from bottega.kernel.errors import Forbidden, Invalid, Problem
from bottega.kernel.http.validation_errors import describe
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.kernel.registrations import Tool
from bottega.platform.ai_assistant.callers import Caller

Json = dict[str, Any]

NOT_FOUND: Final = T(en='Tool "{name}" not found', pl="Nie ma narzędzia „{name}”")
NOT_ALLOWED: Final = T(
    en='Insufficient permissions for tool "{name}". Required: {features}',
    pl="Brak uprawnień do narzędzia „{name}”. Wymagane: {features}",
)
INVALID: Final = T(en="Invalid input: {issues}", pl="Nieprawidłowe dane: {issues}")


def tools_for(caller: Caller) -> list[tuple[Tool, Module]]:
    """The tools that a caller may run, and whose they are."""
    return [(one, module) for one, module in caller.app.tools.values() if caller.may(*one.features)]


async def run_tool(caller: Caller, name: str, given: Mapping[str, Any]) -> Json:
    """Run a tool: permissions first, then what it was given.

    Raises:
        ToolNotFound: There is no such tool.
        Forbidden: The caller lacks a feature.
        Invalid: What was given does not fit, or the tool refused it.
    """
    if name not in caller.app.tools:
        raise ToolNotFound(name)
    found, _module = caller.app.tools[name]
    if not caller.may(*found.features):
        refusal = NOT_ALLOWED.given(name=name, features=", ".join(found.features))
        raise Forbidden(refusal, requiredFeatures=list(found.features))
    try:
        args = found.takes.model_validate(dict(given))
    except ValidationError as error:
        issues = describe(error, caller.locale, found.takes)
        said = "; ".join(f"{'.'.join(str(part) for part in one['path'])}: {one['message']}" for one in issues)
        raise Invalid(INVALID.given(issues=said), details=issues) from None
    return await found.run(caller, args)


class ToolNotFound(Invalid):
    """400: there is no tool of that name."""

    def __init__(self, name: str) -> None:
        """Name it."""
        super().__init__(NOT_FOUND.given(name=name[:100]))
        self.blaming("toolName")


def code_of(problem: Problem) -> str:
    """The code by which clients know why a tool failed."""
    if isinstance(problem, ToolNotFound):
        return "NOT_FOUND"
    if isinstance(problem, Forbidden):
        return "UNAUTHORIZED"
    return "VALIDATION_ERROR" if isinstance(problem, Invalid) else "EXECUTION_ERROR"
