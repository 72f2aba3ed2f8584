"""Feature toggles: typed switches and values of the installation, with overrides for single tenants.

Other modules may use ``toggle`` to read one, and ``ensure_toggle`` to bring one along.
"""

from bottega.platform.feature_toggles.administration import ensure_toggle
from bottega.platform.feature_toggles.resolution import toggle

__all__ = ["ensure_toggle", "toggle"]
