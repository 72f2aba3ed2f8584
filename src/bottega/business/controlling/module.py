"""The manifest of controlling."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="controlling",
    title=T(en="Controlling", pl="Kontroling"),
    section="Controlling",
    description="Stages and readiness of contracts, and what they earn: figures that no module has alone.",
    requires=("auth", "contracts", "documents", "finance", "measurements", "notifications", "warehouse"),
    features={
        "controlling.view": T(en="View stages and readiness", pl="Podgląd etapów i gotowości umów"),
        "controlling.profit": T(en="View the profit of contracts", pl="Podgląd rentowności umów"),
    },
    needs={"controlling.view": ("contracts.view",), "controlling.profit": ("controlling.view", "contracts.view")},
    grants={"admin": ("controlling.*",)},
)
