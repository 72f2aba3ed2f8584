"""Dashboards: the home page of each user, made of widgets that modules declare.

Other modules may use ``give_role`` to say which widgets a role begins with.
"""

from bottega.platform.dashboards.assignments import give_role

__all__ = ["give_role"]
