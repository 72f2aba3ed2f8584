"""Texts, names and catalogues the demo is written with."""
