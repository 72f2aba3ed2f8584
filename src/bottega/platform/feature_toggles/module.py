"""The manifest of feature toggles."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="feature_toggles",
    title=T(en="Feature toggles", pl="Przełączniki funkcji"),
    section="Feature Toggles",
    description="Typed switches and values of the installation, with overrides for single tenants.",
    requires=("directory",),
)
