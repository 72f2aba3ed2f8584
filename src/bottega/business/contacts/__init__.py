"""Contacts: one list of everybody, people and companies alike."""
