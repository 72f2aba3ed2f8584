"""Attachments: files of records and of a library, with their storage, small pictures and the text in them.

Other modules may use ``attach`` with a ``NewAttachment``: a file of their own making becomes one of a record.
"""

from bottega.platform.attachments.attaching import NewAttachment, attach

__all__ = ["NewAttachment", "attach"]
