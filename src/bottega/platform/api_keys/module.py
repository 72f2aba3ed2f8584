"""The manifest of the API keys."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="api_keys",
    title=T(en="API keys", pl="Klucze API"),
    section="API Keys",
    description="Long-lived credentials for programs, with the permissions of roles.",
    requires=("directory", "auth"),
    features={
        "api_keys.view": T(en="View API keys", pl="Podgląd kluczy API"),
        "api_keys.create": T(en="Create API keys", pl="Tworzenie kluczy API"),
        "api_keys.delete": T(en="Delete API keys", pl="Usuwanie kluczy API"),
    },
    grants={"admin": ("api_keys.*",)},
)
