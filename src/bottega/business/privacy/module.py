"""The manifest of personal data."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="privacy",
    title=T(en="Personal data", pl="Dane osobowe"),
    section="Personal data",
    description="What is held on somebody, handed out as a file; and erasure, which keeps what accounting law needs.",
    features={
        "privacy.export": T(en="Export personal data", pl="Eksport danych osobowych"),
        "privacy.erase": T(en="Erase personal data", pl="Usuwanie danych osobowych"),
    },
    grants={"admin": ("privacy.*",)},
)
