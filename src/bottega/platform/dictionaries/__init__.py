"""Dictionaries: lists of values that belong to an organization and are inherited by those below it.

Other modules may use ``resolve`` (a dictionary with its entries, by key or id), ``find_entry`` (the entry of a value),
``normalized`` (a value as it is compared), ``Color`` (a colour as requests send it), ``LEAVING`` (told before a value
leaves a dictionary) and ``ensure`` (a system dictionary that is made when it is not there).
"""

from bottega.platform.dictionaries.defaults import ensure
from bottega.platform.dictionaries.entries import Color
from bottega.platform.dictionaries.inheritance import (
    LEAVING,
    DictionaryEntry,
    ResolvedDictionary,
    find_entry,
    normalized,
    resolve,
)

__all__ = ["LEAVING", "Color", "DictionaryEntry", "ResolvedDictionary", "ensure", "find_entry", "normalized", "resolve"]
