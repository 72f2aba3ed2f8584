"""Composition of documents of every kind from the data of contracts, cash and goods."""
