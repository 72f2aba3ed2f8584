"""Operation declarations: routing, permission, documentation, audit, screens and tests read the same record."""

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel

from bottega.kernel.common_words import COMMON, word_of_variant
from bottega.kernel.i18n import T
from bottega.kernel.rate_limits import Bucket
from bottega.kernel.registrations import Run
from bottega.kernel.schemas import snake_name
from bottega.kernel.screens import Act
from bottega.settings import Settings

if TYPE_CHECKING:
    from bottega.kernel.modules import Module

Amounts = Literal["left_out", "refused", "own"]
CHANGING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Operation:
    """One method on one path: needs somebody signed in unless ``public``, and all the ``features``."""

    module: "Module"
    method: str
    path: str
    run: Run
    name: str
    summary: str
    description: str
    section: str
    features: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    public: bool = False
    unmarked: bool = False  # The reference publishes a few without saying that they are guarded.
    path_types: Mapping[str, type] = field(default_factory=dict[str, type])
    body: type[BaseModel] | None = None
    form: bool = False
    files: bool = False
    # The most bytes of files that go to disk as they come, as ``SpooledUpload``: too large for the memory.
    spooled: Callable[[Settings], int] | None = None
    # A form with files answers a repeated ``Idempotency-Key``, too: small ones, which need not wait for long.
    repeatable: bool = False
    id_anywhere: bool = False  # The id may stand in the query instead of the body.
    lenient: bool = False  # A body that cannot be read counts as an empty one.
    # A GET that changes what the browser keeps: pages of other sites may not have it sent …
    sets_cookies: bool = False
    # … unless somebody follows a link there.
    linked: bool = False
    query: type[BaseModel] | None = None
    status: int = 200
    answer: Any = None
    media: str = "application/json"
    # Content types it answers with on request.
    other_media: tuple[str, ...] = ()
    answers: Mapping[int, str | tuple[str, Any]] = field(default_factory=dict[int, Any])
    label: T | None = None
    undoable: bool = True
    # What to do where undo cannot help: "Issue a correcting invoice".
    instead: T | None = None
    limits: tuple[Bucket, ...] = ()
    # What becomes of amounts for those who see none (``masking``), where the table does not say so.
    amounts: Amounts | None = None
    whole: bool = False  # It adds up all rows: refused to those who see only some.
    table: Any = None
    # The table that keeps the custom fields of its records, where that is another one.
    custom_table: Any = None
    # How screens offer what is not a create, an update or a delete.
    act: Act | None = None
    # The ``ListSource`` that a list reads, where the engine of lists does.
    source: Any = None
    # Of a list that it does not read: everybody who may ask for it sees the same records of an organization in view.
    common: bool = False

    @property
    def command(self) -> str:
        """The id under which the action log knows a write: ``warehouse.materials.create``."""
        return f"{self.module.name}.{self.name}"

    @property
    def screen(self) -> str:
        """What its words are looked up under: ``goods_issues`` of ``goods_issues.create``."""
        return self.name.rpartition(".")[0]

    def word(self, wire: str) -> T | None:
        """What a field of this wire or column name is called: by its screen, its module, or among what all share."""
        name = snake_name(wire).removeprefix("filter_")
        known = self.module.words.name(self.screen, name) or COMMON.name(self.screen, name)
        return known or word_of_variant(self.query, wire, self.word)

    @cached_property
    def masking(self) -> Amounts:
        """What becomes of amounts of money for those who see none: left out, refused, or the caller's own."""
        return self.amounts or ("left_out" if self.table is None else self.table.masking())

    @property
    def takes_keys(self) -> bool:
        """Whether a repeated ``Idempotency-Key`` gets the first answer."""
        return self.method in CHANGING and not self.public and (self.repeatable or not self.files)

    @property
    def key(self) -> str:
        """Method and path, unique in an installation."""
        return f"{self.method} {self.path}"


def read_operation(
    module: "Module", method: str, path: str, run: Run, *, features: tuple[str, ...], options: dict[str, Any]
) -> Operation:
    """Build an operation from a function: its name, docstring, parameters and return type say the rest."""
    hints = typing.get_type_hints(run)
    parameters = inspect.signature(run).parameters
    answer = options.pop("answer", hints.get("return"))
    summary, description = documented(run)
    return Operation(
        module=module,
        method=method,
        path=module.root + path,
        run=run,
        name=options.pop("name", run.__name__),
        summary=options.pop("summary", summary),
        description=options.pop("description", description),
        section=options.pop("section", module.section),
        features=features,
        body=options.pop("body", hints.get("data")),
        query=options.pop("query", hints.get("query")),
        path_types={name: hints[name] for name in parameters if f"{{{name}}}" in path},
        answer=answer,
        **options,
    )


def documented(run: Run) -> tuple[str, str]:
    """The summary and the description of an operation: the first line of the handler's docstring, and the rest."""
    summary, _, rest = inspect.cleandoc(run.__doc__ or "").partition("\n")
    return summary.rstrip("."), rest.strip() or summary
