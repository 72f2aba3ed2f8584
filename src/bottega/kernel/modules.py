"""Module manifests, and the declarations a module registers: operations, resources, screens, jobs, subscribers.

``Module`` is both the manifest and the place where the module's files register what they bring.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_type_hints

from bottega.kernel.i18n import T
from bottega.kernel.notification_types import NotificationType
from bottega.kernel.operation import Operation, read_operation
from bottega.kernel.registrations import (
    AmountMask,
    Job,
    LiveStream,
    Page,
    Participant,
    RecordNames,
    Run,
    Subscriber,
    Suggestions,
    Tool,
    Upkeep,
    keep_once,
)
from bottega.kernel.screens import LAST, NavGroup, Screen
from bottega.kernel.widgets import Widget
from bottega.kernel.words import ANYWHERE, Words

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.custom_fields import Definitions
    from bottega.settings import Settings


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
        self.live_streams: list[LiveStream] = []
        self.upkeeps: list[Upkeep] = []
        self.own_pages: list[Page] = []
        self.screens: dict[str, Screen] = {}
        self.identifiers: list[Run] = []
        self.forgetters: list[Callable[..., Sequence[Any]]] = []
        self.sites: dict[str, Run] = {}
        self.lasting_keys: list[str] = []
        self.field_definitions: Definitions | None = None
        self.amount_mask: AmountMask | None = None
        self.words = Words()
        self.record_names: dict[str, RecordNames] = {}
        self.suggestions: dict[str, Suggestions] = {}
        self.notification_types: dict[str, NotificationType] = {}
        self.widgets: dict[str, Widget] = {}
        self.tools: dict[str, Tool] = {}

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

    def job(self, name: str, title: T, *, queue: str = "", **options: Any) -> Callable[[Run], Run]:
        """Work for the worker: ``async (app, payload)``; the options are those of ``Job``.

        Its ``queue`` is called after module and name, unless it has a name that others know it by.
        """

        def add(run: Run) -> Run:
            self.jobs.append(Job(queue or f"{self.name}.{name}", title, run, **options))
            return run

        return add

    def upkeep(self, seconds: "Callable[[Settings], float]") -> Callable[[Run], Run]:
        """Work that every worker repeats: ``async (app)``, with a pause after each time.

        For what must look often and seldom finds anything; workers run it at the same time, so it claims what it takes.
        """

        def add(run: Run) -> Run:
            self.upkeeps.append(Upkeep(seconds, run))
            return run

        return add

    def streams(self, name: str, *, narrow: Run | None = None) -> Callable[[Run], Run]:
        """Send messages to browsers that listen: ``async (app, window) -> [LiveMessage, …]`` finds new ones.

        ``narrow``: ``async (ctx, messages) -> messages`` leaves those that a listener may see.
        """

        def add(poll: Run) -> Run:
            self.live_streams.append(LiveStream(name, poll, narrow))
            return poll

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

    def suggests(self, source: str, suggestions: Suggestions) -> None:
        """Say what fields marked with ``Suggest(source)`` offer.

        Raises:
            ValueError: Something else is offered already.
        """
        keep_once(self.suggestions, source, suggestions)

    def tool(self, name: str, **said: Any) -> Callable[[Run], Run]:
        """Offer a function to language models and MCP clients; the options are those of ``Tool``.

        Raises:
            ValueError: The module has a tool of that name.
        """

        def add(run: Run) -> Run:
            keep_once(self.tools, name, Tool(name, takes=get_type_hints(run)["args"], run=run, **said))
            return run

        return add

    def notifies(self, declared: NotificationType) -> NotificationType:
        """Declare a type of notifications.

        Raises:
            ValueError: Its name does not begin with the module's, or there is one of that name.
        """
        if not declared.name.startswith(f"{self.name}.") or declared.name in self.notification_types:
            raise ValueError(f"{declared.name} is no new name of {self.name}")
        self.notification_types[declared.name] = declared
        return declared

    def widget(self, name: str, declared: Widget) -> None:
        """Declare a widget of dashboards, known as ``<module>.dashboard.<name>``.

        Raises:
            ValueError: There is one of that name.
        """
        keep_once(self.widgets, f"{self.name}.dashboard.{name}", declared)

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

    def page(self, href: str, title: T, *features: str, group: NavGroup, icon: str, order: int = LAST) -> None:
        """An entry of the menu that no screen stands for."""
        self.own_pages.append(Page(href, title, features, group, icon, order))

    def screen(self, name: str, screen: Screen) -> None:
        """Say how the operations whose names begin with this one look: ``people`` of ``people.list``.

        Raises:
            ValueError: The name has a screen already.
        """
        keep_once(self.screens, name, screen)

    @property
    def by_name(self) -> Mapping[str, Operation]:
        """Its operations by name: ``materials.list``."""
        return {one.name: one for one in self.operations}

    @property
    def pages(self) -> list[Page]:
        """The entries of the menu: its own, and those of screens for whoever may see their lists."""
        return [*self.own_pages, *(page for name in self.screens if (page := self._page_of(name)) is not None)]

    def _page_of(self, name: str) -> Page | None:
        screen, listed = self.screens[name], self.by_name.get(f"{name}.list")
        if (nav := screen.nav) is None or screen.plural is None or listed is None:
            return None
        features = (*listed.features, *nav.needs)
        return Page(address_of(self, name), screen.plural, features, nav.group, screen.icon, nav.order)


def address_of(module: Module, name: str) -> str:
    """Where the application shows a screen of a module, whether the menu leads there or not."""
    nav = module.screens[name].nav
    return (nav.href if nav is not None else "") or f"/backend/{module.name}/{name}".rstrip("/")
