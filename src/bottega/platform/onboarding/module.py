"""The manifest of the self-service sign-up."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="onboarding",
    title=T(en="Onboarding", pl="Zakładanie konta"),
    section="Onboarding",
    description="Self-service sign-up: an address is confirmed by e-mail, then a tenant is founded.",
    requires=("directory", "auth"),
)
