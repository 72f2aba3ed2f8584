"""Features of dashboards by name, and that of figures of lists."""

from typing import Final

VIEW: Final = "dashboards.view"
CONFIGURE: Final = "dashboards.configure"
ASSIGN: Final = "dashboards.admin.assign-widgets"
ANALYSE: Final = "analytics.view"
