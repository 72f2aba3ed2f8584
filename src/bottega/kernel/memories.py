"""What functions remember of opened texts: those used lately, until the keys of a tenant are forgotten."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])
_MEMORIES: Final[list[Any]] = []


def remembered(size: int) -> Callable[[F], F]:
    """Have a function remember its last answers."""

    def wrap(function: F) -> F:
        memory = lru_cache(maxsize=size)(function)
        _MEMORIES.append(memory)
        return cast("F", memory)

    return wrap


def forget_all() -> None:
    """Empty every memory."""
    for memory in _MEMORIES:
        memory.cache_clear()
