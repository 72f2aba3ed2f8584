"""Search over the records of all modules."""
