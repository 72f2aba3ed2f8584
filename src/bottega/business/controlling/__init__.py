"""Controlling: stages, gates and profit of contracts."""
