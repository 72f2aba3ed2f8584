"""Controlling: how far contracts have come, what keeps them from the next step, and what they earn."""
