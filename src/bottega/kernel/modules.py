"""Module manifests, and the declarations a module registers: operations, resources, jobs, subscribers.

``Module`` is both the manifest and the place where the module's files register their operations, resources, subscribers
and jobs. An ``Operation`` is data: routing, permission, documentation, audit and tests read the same record.
"""

import inspect
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel

from bottega.kernel.common_words import COMMON
from bottega.kernel.i18n import T
from bottega.kernel.rate_limits import Bucket
from bottega.kernel.registrations import AmountMask, Job, Page, Participant, RecordNames, Run, Subscriber
from bottega.kernel.schemas import snake_name
from bottega.kernel.words import ANYWHERE, Words

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.custom_fields import Definitions

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
        return self.module.words.name(self.screen, name) or COMMON.name(self.screen, name)

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


@dataclass(eq=False)
class Module:
    """The manifest of a module, and what its files have added to it."""

    name: str
    title: T
    section: str
    description: str
    features: Mapping[str, T] = field(default_factory=dict[str, T])
    grants: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    # Which features a feature needs, where names do not tell (``feature_needs``).
    needs: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    requires: Sequence[str] = ()
    prefix: str | None = None

    def __post_init__(self) -> None:
        """A new module has nothing yet."""
        self.operations: list[Operation] = []
        self.resources: list[Any] = []
        self.subscribers: list[Subscriber] = []
        self.participants: list[Participant] = []
        self.jobs: list[Job] = []
        self.pages: list[Page] = []
        self.identifiers: list[Run] = []
        self.forgetters: list[Callable[..., Sequence[Any]]] = []
        self.sites: dict[str, Run] = {}
        self.lasting_keys: list[str] = []
        self.field_definitions: Definitions | None = None
        self.amount_mask: AmountMask | None = None
        self.words = Words()
        self.record_names: dict[str, RecordNames] = {}

    @property
    def root(self) -> str:
        """Where the module's paths begin."""
        return self.prefix if self.prefix is not None else f"/{self.name}"

    def add(self, operation: Operation) -> None:
        """Add an operation that was built by hand or by a resource."""
        self.operations.append(operation)

    def replace(self, operation: Operation, by: Operation) -> None:
        """Put another operation in the place of one that a resource derived."""
        [place] = [n for n, one in enumerate(self.operations) if one is operation]
        self.operations[place] = by

    def mount(self, path: str, resource: Any) -> Any:
        """Add the operations of a resource under a path."""
        resource.mount(self, path)
        self.resources.append(resource)
        return resource

    def _operation(
        self, method: str, path: str, features: tuple[str, ...], options: dict[str, Any]
    ) -> Callable[[Run], Run]:
        def add(run: Run) -> Run:
            self.add(read_operation(self, method, path, run, features=features, options=options))
            return run

        return add

    def get(self, path: str, *features: str, **options: Any) -> Callable[[Run], Run]:
        """An operation that reads."""
        return self._operation("GET", path, features, options)

    def post(self, path: str, *features: str, **options: Any) -> Callable[[Run], Run]:
        """An operation that creates or acts; answers 201 unless told otherwise."""
        return self._operation("POST", path, features, {"status": 201, **options})

    def put(self, path: str, *features: str, **options: Any) -> Callable[[Run], Run]:
        """An operation that changes."""
        return self._operation("PUT", path, features, options)

    def patch(self, path: str, *features: str, **options: Any) -> Callable[[Run], Run]:
        """An operation that changes a part."""
        return self._operation("PATCH", path, features, options)

    def delete(self, path: str, *features: str, **options: Any) -> Callable[[Run], Run]:
        """An operation that deletes."""
        return self._operation("DELETE", path, features, options)

    def on(self, pattern: str) -> Callable[[Run], Run]:
        """Hear of events: ``async (ctx, event)`` runs after the commit, at least once."""

        def add(run: Run) -> Run:
            self.subscribers.append(Subscriber(pattern, run))
            return run

        return add

    def within(self, name: str) -> Callable[[Run], Run]:
        """Take part in what ``ctx.tell(name, …)`` says: ``async (ctx, **facts)`` runs in its transaction or refuses."""

        def add(run: Run) -> Run:
            self.participants.append(Participant(name, run))
            return run

        return add

    def job(self, name: str, title: T, **options: Any) -> Callable[[Run], Run]:
        """Work for the worker: ``async (app, payload)``; the options are those of ``Job``."""

        def add(run: Run) -> Run:
            self.jobs.append(Job(f"{self.name}.{name}", title, run, **options))
            return run

        return add

    def calls(self, screen: str = ANYWHERE, /, **names: T) -> None:
        """Name the fields of a screen, or those of all that have no other name there."""
        self.words.call(screen, names)

    def says(self, place: str, members: Mapping[str, T] | None = None, /, **more: T) -> None:
        """Give the members of a closed set their texts, in the order people see them: ``field`` or ``screen.field``."""
        self.words.say(place, {**(members or {}), **more})

    def hints(self, screen: str = ANYWHERE, /, **texts: T) -> None:
        """Say what stands below the controls of fields of a screen, or of all screens."""
        self.words.hint(screen, texts)

    def names(self, entity: str, names: RecordNames) -> None:
        """Say how the records of an entity are called, where an id refers to one."""
        self.record_names[entity] = names

    def identifies(self, run: Run) -> Run:
        """A way to tell who is calling: ``async (app, request) -> (Actor, Scope) | None``; the first answer counts."""
        self.identifiers.append(run)
        return run

    def defines_fields(self, definitions: "Definitions") -> None:
        """Keep the definitions of custom fields; one module at most does this."""
        self.field_definitions = definitions

    def masks_amounts(self, feature: str, applies: Callable[["Context"], bool]) -> None:
        """Say which feature some people, those for whom ``applies``, need to see amounts; one module at most does."""
        self.amount_mask = AmountMask(feature, applies)

    def lasting_key(self, purpose: str) -> str:
        """Name a purpose whose derived key outlives the master key: what it was used for is kept nowhere else."""
        self.lasting_keys.append(purpose)
        return purpose

    def on_unauthorized(self, run: Callable[..., Sequence[Any]]) -> Callable[..., Sequence[Any]]:
        """Cookies to send with a 401, such as cleared ones: ``(app, cookies of the request) -> [Cookie, …]``."""
        self.forgetters.append(run)
        return run

    def site(self, path: str) -> Callable[[Run], Run]:
        """A page outside the API, for anybody: ``async (app, request) -> Reply``."""

        def add(run: Run) -> Run:
            self.sites[path] = run
            return run

        return add

    def page(self, href: str, title: T, *features: str, group: T, icon: str = "", order: int = 10_000) -> None:
        """An entry of the back office's navigation."""
        self.pages.append(Page(href, title, features, group, f"{self.name}.nav.group", icon, order))


def read_operation(
    module: Module, method: str, path: str, run: Run, *, features: tuple[str, ...], options: dict[str, Any]
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
