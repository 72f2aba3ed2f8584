"""Texts of a contract: placeholders, templates, snapshots at signing."""
