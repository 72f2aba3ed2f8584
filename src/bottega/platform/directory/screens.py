"""Screens of organizations and tenants."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Nav, Screen
from bottega.platform.directory.module import module
from bottega.platform.navigation_groups import SETTINGS

module.screen(
    "organizations",
    Screen(
        icon="building",
        nav=Nav(SETTINGS, 10, href="/backend/directory/organizations"),
        label=T(en="Organization", pl="Organizacja"),
        plural=T(en="Organizations", pl="Organizacje"),
        entity="directory:organization",
        title="{name}",
        columns="name parent_name is_active",
    ),
)
module.screen(
    "tenants",
    Screen(
        icon="building-2",
        nav=Nav(SETTINGS, 90, href="/backend/directory/tenants"),
        label=T(en="Tenant", pl="Najemca"),
        plural=T(en="Tenants", pl="Najemcy"),
        entity="directory:tenant",
        title="{name}",
        columns="name is_active created_at",
    ),
)
