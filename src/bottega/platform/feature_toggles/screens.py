"""Screens of feature toggles and of their overrides."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Nav, Screen
from bottega.platform.feature_toggles.module import module
from bottega.platform.navigation_groups import SETTINGS

module.screen(
    "global",
    Screen(
        icon="zap",
        nav=Nav(SETTINGS, 70, href="/backend/feature-toggles/global"),
        label=T(en="Feature toggle", pl="Przełącznik funkcji"),
        plural=T(en="Feature toggles", pl="Przełączniki funkcji"),
        entity="feature_toggles:toggle",
        title="{name}",
        subtitle="{identifier}",
        columns="identifier name category type default_value",
    ),
)
module.screen(
    "overrides",
    Screen(
        icon="shuffle",
        nav=Nav(SETTINGS, 71, href="/backend/feature-toggles/overrides"),
        label=T(en="Toggle of a tenant", pl="Przełącznik najemcy"),
        plural=T(en="Toggles of the tenant", pl="Przełączniki najemcy"),
        entity="feature_toggles:override",
        title="{name}",
        subtitle="{identifier}",
        columns="identifier name category override_state value",
    ),
)
