"""Audit logs: reads and changes of records, with undo and redo.

Other modules may use ``images_of`` to show what a command changed, to those who may see it.
"""

from bottega.platform.audit_logs.images import images_of

__all__ = ["images_of"]
