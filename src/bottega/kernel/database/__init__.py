"""Database access: tables, pools, row-level security, counters, caches that follow changes, migrations."""
