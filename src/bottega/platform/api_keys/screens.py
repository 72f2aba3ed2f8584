"""Screen of the API keys."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Nav, Screen
from bottega.platform.api_keys.module import module
from bottega.platform.navigation_groups import SETTINGS

module.screen(
    "keys",
    Screen(
        icon="key",
        nav=Nav(SETTINGS, 40, href="/backend/api-keys"),
        label=T(en="API key", pl="Klucz API"),
        plural=T(en="API keys", pl="Klucze API"),
        entity="api_keys:api_key",
        title="{name}",
        columns="name key_prefix roles last_used_at expires_at",
    ),
)
