"""Who read and who changed what: the logs as people see them, and undo and redo on top of them."""
