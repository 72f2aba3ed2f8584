"""Modules of this business: each one can be removed and the rest still works."""
