"""Bottega: an open back office for people who make things to measure."""

__version__ = "0.1.0"
