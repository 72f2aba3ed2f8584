"""Notifications to users: in the application and by e-mail.

Other modules declare types with ``module.notifies`` and may use ``notify`` to tell people of something in the
transaction in which it happens.
"""

from bottega.platform.notifications.notifying import notify

__all__ = ["notify"]
