"""What code asks about its caller, read from its source: which functions an operation runs, and what they refuse by.

A question is an expression over the caller (``ctx.may(…)``, ``ctx.actor.…``, ``ctx.scope.…``) or a refusal that is
raised (403, 409). Only modules are read: what the kernel asks, it asks everywhere.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

from installed import MODULES

from bottega.kernel.database.tables import Table
from bottega.kernel.operation import Operation
from bottega.kernel.resources.parents import Parent
from bottega.kernel.resources.resource import Resource
from bottega.kernel.writes import changes

READ: Final = ("bottega.platform.", "bottega.business.")
ABOUT_THE_CALLER: Final = frozenset({"actor", "scope"})
REFUSALS: Final = frozenset({"Forbidden", "Conflict"})
# The function that asks, and what it asks.
Question = tuple[str, str]


def name_of(function: Callable[..., Any]) -> str:
    """How a function is named in what a test says: its module and its qualified name."""
    return f"{function.__module__.removeprefix('bottega.')}.{function.__qualname__}"


def functions_of(*starts: Callable[..., Any]) -> list[FunctionType]:
    """The functions of modules that these may call, themselves included, however far away."""
    found: dict[FunctionType, None] = {}
    waiting: list[Any] = [start for one in starts for start in _callables(one, frozenset())]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, FunctionType) or one in found:
            continue
        found[one] = None
        waiting += _called(one)
    return [one for one in found if one.__module__.startswith(READ)]


def tables_of(*starts: Callable[..., Any]) -> set[type[Table]]:
    """The tables that these name, or functions they may call."""
    named = [value for one in functions_of(*starts) for value in _values(one)]
    named += [held for value in named for held in getattr(value, "__dict__", {}).values() if _is_ours(value)]
    return {value for value in named if isinstance(value, type) and issubclass(value, Table)}


def questions_of(*starts: Callable[..., Any]) -> set[Question]:
    """Everything that is asked on the way."""
    return {(name_of(one), asked) for one in functions_of(*starts) for asked in _asked(one)}


def of_operation(operation: Operation) -> set[Question]:
    """What a handler asks beyond the features its operation declares."""
    return questions_of(operation.run)


def _called(function: FunctionType) -> Iterator[Any]:
    names = _names(function.__code__)
    for value in _values(function):
        yield from _callables(value, names)


def _values(function: FunctionType) -> Iterator[Any]:
    """What a function names: globals, what it closes over, and who takes part in what it tells."""
    for name in _names(function.__code__):
        if name in function.__globals__:
            yield function.__globals__[name]
    for cell in function.__closure__ or ():
        yield cell.cell_contents
    told = set(_constants(function.__code__))
    for module in MODULES:
        yield from (one.run for one in module.participants if one.name in told)


def _callables(value: Any, names: frozenset[str]) -> Iterator[Any]:
    """The functions behind a value: itself, those of a module that are named, the methods and slots of an object."""
    if isinstance(value, FunctionType):
        yield inspect.unwrap(value)
    elif isinstance(value, ModuleType):
        yield from (vars(value)[name] for name in names if name in vars(value))
    elif inspect.ismethod(value):
        yield value.__func__
        yield from _callables(value.__self__, names)
    elif _is_ours(value):
        yield from (getattr(type(value), name) for name in names if name in vars(type(value)))
        slots: dict[str, Any] = getattr(value, "__dict__", {})
        for held in slots.values():
            if isinstance(held, Parent) or (callable(held) and not isinstance(held, type)):
                yield from _callables(held, names)


def _is_ours(value: Any) -> bool:
    return type(value).__module__.startswith("bottega.") and not isinstance(value, type)


@cache
def _names(code: CodeType) -> frozenset[str]:
    inner = (_names(one) for one in code.co_consts if isinstance(one, CodeType))
    return frozenset(code.co_names).union(*inner)


def _constants(code: CodeType) -> Iterator[str]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _constants(one)
        elif isinstance(one, str):
            yield one


@cache
def _asked(function: FunctionType) -> frozenset[str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return frozenset(_expressions(tree))


def _expressions(node: ast.AST) -> Iterator[str]:
    """The outermost expressions about the caller, and what is raised."""
    if isinstance(node, ast.Raise) and node.exc is not None:
        called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if isinstance(called, ast.Name) and called.id in REFUSALS:
            said = node.exc.args if isinstance(node.exc, ast.Call) else []
            yield f"raise {called.id}({', '.join(map(ast.unparse, said))})"
    if _about_caller(node):
        yield ast.unparse(node)
        return
    for child in ast.iter_child_nodes(node):
        yield from _expressions(child)


def _about_caller(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "may" or _about_caller(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr in ABOUT_THE_CALLER or _about_caller(node.value)
    return False


def writes(*starts: Callable[..., Any]) -> bool:
    """Whether these may write rows in a way that is remembered for undo."""
    return any(value is changes for one in functions_of(*starts) for value in _values(one)) or any(
        isinstance(value, Resource) for one in starts for value in _values(one)
    )
