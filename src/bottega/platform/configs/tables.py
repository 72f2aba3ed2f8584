"""Table of upgrade actions that were run."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from bottega.kernel.database.tables import TenantChild, unique
from bottega.kernel.i18n import T


class UpgradeRun(TenantChild):
    """An upgrade action of a version that was run for an organization; each is run once."""

    __tablename__ = "configs_upgrade_runs"
    entity: ClassVar[str] = "configs:upgrade_run"
    called = T(en="Upgrade action", pl="Czynność po aktualizacji")
    rules = (unique("action", "organization_id, version, action_id", T(en="Run already", pl="Już wykonano")),)

    organization_id: Mapped[UUID]
    version: Mapped[str]
    action_id: Mapped[str]
    completed_at: Mapped[datetime]
