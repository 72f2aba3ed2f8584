"""Generators of the demo's data: pure functions of a seed and a day."""
