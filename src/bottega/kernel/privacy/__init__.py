"""Requests of data subjects: export, erasure and redaction of personal data."""
