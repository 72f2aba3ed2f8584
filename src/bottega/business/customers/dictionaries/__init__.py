"""Dictionaries of customers: operations, entries, default entries."""
