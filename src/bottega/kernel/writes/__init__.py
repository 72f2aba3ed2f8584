"""Writes: changes with audit entry, undo, preconditions, number series."""
