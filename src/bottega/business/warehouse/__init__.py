"""The warehouse: boards and offcuts, where they lie, and what is issued to contracts."""
