"""Bottega: an open back office for makers of made-to-measure goods."""

__version__ = "0.1.0"
