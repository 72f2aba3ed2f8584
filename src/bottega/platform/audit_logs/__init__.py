"""Audit logs: reads and changes of records, with undo and redo."""
