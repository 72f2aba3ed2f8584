"""Formats of input: telephone numbers, registry numbers, field types."""
