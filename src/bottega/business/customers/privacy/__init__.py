"""Personal data of customers: export, erasure, identifiers in free text."""
