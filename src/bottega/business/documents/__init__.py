"""Issued documents: composed of what other modules know, numbered without gaps, printed and kept as issued."""
