"""Encryption at rest: master key, keys of tenants, encrypted columns."""
