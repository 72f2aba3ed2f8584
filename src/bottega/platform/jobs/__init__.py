"""Background jobs for administrators: what waits, what runs, what was set aside and why."""
