"""Issuing: number, file and row, checks before it, corrections, batches."""
