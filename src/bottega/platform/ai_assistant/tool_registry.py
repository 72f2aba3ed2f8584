"""Tools: what a language model, an MCP client or a program may run, each with the features it needs.

A module adds a tool with ``@tool(module, "name", …)`` on ``async (caller, args) -> dict``; ``args`` is a Pydantic model
whose JSON schema clients are shown.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from bottega.kernel.errors import Forbidden, Invalid, Problem
from bottega.kernel.http.validation_errors import describe
from bottega.kernel.i18n import T
from bottega.kernel.modules import Module
from bottega.platform.ai_assistant.callers import Caller

Json = dict[str, Any]
RunTool = Callable[[Caller, Any], Awaitable[Json]]

NOT_FOUND: Final = T(en='Tool "{name}" not found', pl="Nie ma narzędzia „{name}”")
NOT_ALLOWED: Final = T(
    en='Insufficient permissions for tool "{name}". Required: {features}',
    pl="Brak uprawnień do narzędzia „{name}”. Wymagane: {features}",
)
INVALID: Final = T(en="Invalid input: {issues}", pl="Nieprawidłowe dane: {issues}")


@dataclass(frozen=True)
class Tool:
    """A tool; ``reads`` says that it changes nothing, ``features`` are those that it cannot do without."""

    module: Module
    name: str
    title: T
    description: T
    takes: type[BaseModel]
    run: RunTool
    features: tuple[str, ...] = ()
    reads: bool = True

    @cached_property
    def input_schema(self) -> Json:
        """The JSON schema of what it takes."""
        return self.takes.model_json_schema(by_alias=True)


_TOOLS: Final[dict[str, Tool]] = {}


def tool(
    module: Module, name: str, *, title: T, description: T, features: tuple[str, ...] = (), reads: bool = True
) -> Callable[[RunTool], RunTool]:
    """Offer a function as a tool; what it takes is the annotation of its argument ``args``.

    Raises:
        ValueError: It has no name, or another tool has it.
    """
    if not name or name in _TOOLS:
        message = f"{name} names another tool already" if name else "MCP tool must define a name"
        raise ValueError(message)

    def add(run: RunTool) -> RunTool:
        _TOOLS[name] = Tool(module, name, title, description, run.__annotations__["args"], run, features, reads)
        return run

    return add


def all_tools(modules: "tuple[Module, ...] | list[Module]") -> Mapping[str, Tool]:
    """The tools of the modules that an application has, by name."""
    return {name: one for name, one in _TOOLS.items() if one.module in modules}


def tools_for(caller: Caller) -> list[Tool]:
    """The tools that a caller may run."""
    return [one for one in all_tools(list(caller.app.modules)).values() if caller.may(*one.features)]


async def run_tool(caller: Caller, name: str, given: Mapping[str, Any]) -> Json:
    """Run a tool: permissions first, then what it was given.

    Raises:
        ToolNotFound: There is no such tool.
        Forbidden: The caller lacks a feature.
        Invalid: What was given does not fit, or the tool refused it.
    """
    found = all_tools(list(caller.app.modules)).get(name)
    if found is None:
        raise ToolNotFound(name)
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
