"""Deals: reads, writes, participants, currencies."""
