"""Contacts: people and companies in one list."""
