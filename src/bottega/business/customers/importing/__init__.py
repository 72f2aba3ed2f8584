"""Import of people and companies from tables."""
