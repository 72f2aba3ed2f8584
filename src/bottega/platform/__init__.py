"""Modules every installation has: identity, tenants, audit, documentation."""
