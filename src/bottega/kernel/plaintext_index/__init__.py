"""In-memory indexes of encrypted columns, kept current by LISTEN/NOTIFY: ``order`` by one, ``find`` words in several.

Both answer None where a tenant has more records than a process keeps; then SQL must do.
"""

from bottega.kernel.plaintext_index.packed_ids import Chosen, Cut, PackedIds
from bottega.kernel.plaintext_index.replica import Group, can_follow, replicas
from bottega.kernel.plaintext_index.sorted_keys import Members, has_sort_keys, order, sort_keys_of
from bottega.kernel.plaintext_index.trigrams import MORE, Contains, Text, find, word_form

__all__ = [
    "MORE",
    "Chosen",
    "Contains",
    "Cut",
    "Group",
    "Members",
    "PackedIds",
    "Text",
    "can_follow",
    "find",
    "has_sort_keys",
    "order",
    "replicas",
    "sort_keys_of",
    "word_form",
]
