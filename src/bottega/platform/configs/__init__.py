"""Configuration: what is kept in memory, the state of the installation, and what upgrades propose.

Other modules may use ``UPGRADE_ACTIONS`` with ``module.within`` and ``UpgradeAction`` to propose what an administrator
does once after an upgrade (``found``).
"""

from bottega.platform.configs.upgrade_actions import UPGRADE_ACTIONS, UpgradeAction

__all__ = ["UPGRADE_ACTIONS", "UpgradeAction"]
