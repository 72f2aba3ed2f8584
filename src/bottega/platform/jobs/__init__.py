"""Administration of background jobs: queued, running and dead-lettered ones."""
