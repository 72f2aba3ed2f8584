"""Storage of generated data as rows."""
