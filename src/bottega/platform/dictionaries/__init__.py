"""Dictionaries: lists of values that belong to an organization and are read by those below it.

Other modules may use ``resolve`` (a dictionary with its entries, by key or id), ``find_entry`` (the entry of a value)
and ``ensure`` (a system dictionary that is made when it is not there).
"""

from bottega.platform.dictionaries.reading import (
    DictionaryEntry,
    ResolvedDictionary,
    find_entry,
    resolve,
)
from bottega.platform.dictionaries.seeding import ensure

__all__ = ["DictionaryEntry", "ResolvedDictionary", "ensure", "find_entry", "resolve"]
