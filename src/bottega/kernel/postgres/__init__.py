"""The embedded PostgreSQL server: start, service account, socket folder, stale processes."""
