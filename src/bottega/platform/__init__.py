"""Platform modules, installed everywhere: identity, tenants, audit, documentation."""
