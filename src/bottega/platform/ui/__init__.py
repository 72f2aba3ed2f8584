"""The user interface's side of the API: what a screen needs before it asks for rows.

Other modules may use ``UNREAD`` with ``module.within`` to say how much waits for the caller (``counts``).
"""

from bottega.platform.ui.boot import UNREAD

__all__ = ["UNREAD"]
