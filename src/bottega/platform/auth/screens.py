"""Screens of users and roles."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Nav, Screen
from bottega.platform.auth.module import module
from bottega.platform.navigation_groups import PEOPLE

module.screen(
    "users",
    Screen(
        icon="users",
        nav=Nav(PEOPLE, 10, href="/backend/users"),
        label=T(en="User", pl="Użytkownik"),
        plural=T(en="Users", pl="Użytkownicy"),
        entity="auth:user",
        title="{name}",
        subtitle="{email}",
        columns="name email roles",
        quick="name email roles",
    ),
)
module.screen(
    "roles",
    Screen(
        icon="shield",
        nav=Nav(PEOPLE, 20, href="/backend/roles"),
        label=T(en="Role", pl="Rola"),
        plural=T(en="Roles", pl="Role"),
        entity="auth:role",
        title="{name}",
        columns="name users_count",
        quick="name",
        page="roles",
    ),
)
