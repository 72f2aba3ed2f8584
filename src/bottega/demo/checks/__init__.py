"""Invariants of the demo data, as SQL queries that count violations."""
