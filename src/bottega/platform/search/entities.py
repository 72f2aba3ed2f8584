"""Entities that can be found: those that are searched, have names, and a screen that shows their records."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.modules import address_of
from bottega.kernel.registrations import RecordNames
from bottega.kernel.search_rows import SearchSpec, specs


@dataclass(frozen=True, eq=False)
class Searched:
    """An entity whose records are found: how, what they are called, and where they are shown."""

    spec: SearchSpec
    names: RecordNames
    label: T
    icon: str
    address: str

    @property
    def entity(self) -> str:
        """Its name: ``module:entity``."""
        return self.spec.entity

    def url(self, record_id: object) -> str:
        """Where the application shows a record."""
        return f"{self.address}/{record_id}"


def searched(ctx: Context) -> Mapping[str, Searched]:
    """Every entity that can be found, by name."""
    return ctx.app.once("search.entities", lambda: _searched(ctx))


def in_view(ctx: Context, wanted: Collection[str] | None) -> Mapping[str, Searched]:
    """Those of them that the caller may see, and that are wanted."""
    return {
        name: one
        for name, one in searched(ctx).items()
        if (wanted is None or name in wanted) and one.names.shown_to(ctx)
    }


def _searched(ctx: Context) -> Mapping[str, Searched]:
    shown = {
        screen.entity: (screen, address_of(module, name))
        for module in ctx.app.modules
        for name, screen in module.screens.items()
        if screen.entity
    }
    names = ctx.app.record_names
    found: dict[str, Searched] = {}
    for spec in specs():
        if spec.entity in shown and spec.entity in names:
            screen, address = shown[spec.entity]
            label = screen.label or T(en=spec.entity, pl=spec.entity)
            found[spec.entity] = Searched(spec, names[spec.entity], label, screen.icon, address)
    return found
