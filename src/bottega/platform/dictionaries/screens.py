"""Screens of dictionaries and of their entries."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Nav, Screen
from bottega.platform.dictionaries.module import module
from bottega.platform.navigation_groups import SETTINGS

module.screen(
    "dictionaries",
    Screen(
        icon="book",
        nav=Nav(SETTINGS, 20, href="/backend/config/dictionaries"),
        label=T(en="Dictionary", pl="Słownik"),
        plural=T(en="Dictionaries", pl="Słowniki"),
        entity="dictionaries:dictionary",
        title="{name}",
        columns="name key is_active",
        page="dictionaries",
    ),
)
module.screen(
    "entries",
    Screen(
        icon="tag",
        label=T(en="Entry", pl="Wpis"),
        plural=T(en="Entries", pl="Wpisy"),
        entity="dictionaries:entry",
        title="{label}",
        columns="label value color icon position",
    ),
)
