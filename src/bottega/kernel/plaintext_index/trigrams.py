"""In-memory trigram index of encrypted columns.

Hashed grams (``search.py``) can say who may have a text; to be sure each of them must be read and opened, ten
microseconds a record. The index holds the opened, folded texts of a tenant in an SQLite database in memory, some 150
bytes a record, with its trigram index over them (docs/decisions/0072-words-of-encrypted-columns.md).
"""

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from bottega.kernel.database.tables import Table
from bottega.kernel.encryption import sealing
from bottega.kernel.plaintext_index.packed_ids import PackedIds
from bottega.kernel.plaintext_index.replica import Form, Group, replica_of, replicas
from bottega.kernel.text.folding import fold, required_grams

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.database.pools import Record
    from bottega.kernel.keys.tenant_keys import TenantKeys

# The column of words that stand in further texts of a record.
MORE: Final = "more"
# Taking in more records would keep other requests waiting.
_TAKEN_AT_ONCE: Final = 50
# What an empty database takes beside its pages, and what remembering how frequent a gram is.
_EMPTY_BYTES: Final = 60_000
_FREQUENCY_BYTES: Final = 120
# Few have so many of a word's rarest grams and not the word; going through the lists of more takes longer than looking.
_ENOUGH: Final = 2
# Nothing of it may reach a disk. The places of grams would be another 100 bytes a record: what is found is looked at.
_TABLES: Final = """
PRAGMA temp_store = MEMORY;
CREATE TABLE records (n INTEGER PRIMARY KEY, id BLOB UNIQUE NOT NULL, part INTEGER NOT NULL, {columns});
CREATE VIRTUAL TABLE words USING fts5 (
    {columns}, content = records, content_rowid = n, tokenize = 'trigram case_sensitive 1', detail = none,
    columnsize = 0
);
CREATE VIRTUAL TABLE grams USING fts5vocab (words, row);
"""


@dataclass(frozen=True)
class Contains:
    """A folded text that one of some columns contains, or ``starts`` with."""

    text: str
    columns: tuple[str, ...]
    starts: bool = False


@dataclass(frozen=True)
class Text:
    """A further text that records are found by: where it stands, and what of it is looked for, folded."""

    table: type[Table]
    column: str
    words: Callable[[str], Iterable[str]] = lambda text: fold(text).split()


class WordIndex:
    """The folded texts of a tenant's records."""

    def __init__(self, places: Sequence[str], columns: Sequence[str], further: Sequence[Text]) -> None:
        """Empty; ``places`` say where each text of a row was sealed for, first those of ``columns``."""
        self._places = places
        self._further = further
        self._names = (*columns, MORE) if further else tuple(columns)
        self._columns = ", ".join(self._names)
        self.groups: dict[Group, int] = {}
        self.size = 0
        self._page_bytes = 0
        # How many records have a gram, as far as is known: it says where to look first, and no more.
        self._frequency: dict[str, int] | None = None
        self._alone = asyncio.Lock()
        # Used by one thread at a time, though not always by the same one.
        self._memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._memory.executescript(_TABLES.format(columns=self._columns))

    @property
    def weight(self) -> int:
        """Bytes, about."""
        return _EMPTY_BYTES + self._page_bytes + _FREQUENCY_BYTES * len(self._frequency or ())

    async def find(self, asked: Sequence[Contains], groups: Collection[Group]) -> PackedIds:
        """The records of some groups that have all that is asked."""
        parts = [self.groups[group] for group in groups if group in self.groups]
        if not parts:
            return PackedIds()
        async with self._alone:
            if self._frequency is None:
                self._frequency = await asyncio.to_thread(self._read_frequency)
            return await asyncio.to_thread(self._find, asked, parts)

    def _read_frequency(self) -> dict[str, int]:
        return dict(self._memory.execute("SELECT term, doc FROM grams"))

    async def take(self, rows: "Sequence[Record]", keys: "TenantKeys") -> None:
        """Take in records it does not have yet."""
        await self.replace((), rows, keys)
        self._frequency = None

    async def replace(self, gone: Collection[UUID], rows: "Sequence[Record]", keys: "TenantKeys") -> None:
        """Let records go and take them in as they are now."""
        exchange = partial(self._replace, gone, rows, keys)
        async with self._alone:
            if len(gone) + len(rows) > _TAKEN_AT_ONCE:
                await asyncio.to_thread(exchange)
            else:
                exchange()

    def _replace(self, gone: Collection[UUID], rows: "Sequence[Record]", keys: "TenantKeys") -> None:
        memory, columns = self._memory, self._columns
        ids = [(record.bytes,) for record in gone]
        added = [self._row(row, keys) for row in rows]
        with memory:
            memory.execute("BEGIN")
            memory.executemany(
                f"INSERT INTO words (words, rowid, {columns}) SELECT 'delete', n, {columns} FROM records WHERE id = ?",
                ids,
            )
            deleted = memory.executemany("DELETE FROM records WHERE id = ?", ids).rowcount
            (last,) = memory.execute("SELECT coalesce(max(n), 0) FROM records").fetchone()
            values = ", ".join("?" * (2 + len(self._names)))
            memory.executemany(f"INSERT INTO records (id, part, {columns}) VALUES ({values})", added)
            memory.execute(
                f"INSERT INTO words (rowid, {columns}) SELECT n, {columns} FROM records WHERE n > ?", (last,)
            )
        # Of nobody at all it counts minus one.
        self.size += len(added) - max(deleted, 0)
        (pages,) = memory.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
        self._page_bytes = pages

    def _row(self, row: "Record", keys: "TenantKeys") -> tuple[Any, ...]:
        record, *rest = row
        group = tuple(rest[len(self._places) :])
        part = self.groups.setdefault(group, len(self.groups))
        texts = [
            None if sealed is None else keys.open(sealed, place)
            for place, sealed in zip(self._places, rest, strict=False)
        ]
        own = [_storable(fold(text)) if text else None for text in texts[: len(texts) - len(self._further)]]
        return record.bytes, part, *own, *([self._more(own, texts)] if self._further else ())

    def _more(self, own: Sequence[str | None], texts: Sequence[str | None]) -> str | None:
        """The words of further texts that its own do not have: most repeat a name."""
        said = " ".join(text for text in own if text)
        further = zip(self._further, texts[len(own) :], strict=True)
        words = dict.fromkeys(
            word for source, text in further if text for word in source.words(text) if word not in said
        )
        return _storable(" ".join(words)) if words else None

    def _find(self, asked: Sequence[Contains], parts: Sequence[int]) -> PackedIds:
        values: list[str] = []
        conditions = [f"part IN ({', '.join(map(str, parts))})"]
        grams = {gram for one in asked for gram in self._rarest(one.text)}
        if grams:
            conditions.append("words MATCH ?")
            values.append(" AND ".join('"' + gram.replace('"', '""') + '"' for gram in grams))
        for one in asked:
            at = "= 1" if one.starts else "> 0"
            conditions.append("(" + " OR ".join(f"instr(r.{column}, ?) {at}" for column in one.columns) + ")")
            values += [one.text] * len(one.columns)
        source = "words JOIN records AS r ON r.n = words.rowid" if grams else "records AS r"
        # As one value: a thread that takes a row at a time would wait for its turn at each.
        (found,) = self._memory.execute(
            "SELECT coalesce(group_concat(hex(id), ''), '') FROM"
            f" (SELECT r.id FROM {source} WHERE {' AND '.join(conditions)} ORDER BY r.id)",
            values,
        ).fetchone()
        return PackedIds(bytes.fromhex(found))

    def _rarest(self, text: str) -> Sequence[str]:
        known = self._frequency or {}
        return sorted(required_grams(text), key=lambda gram: known.get(gram, 0))[:_ENOUGH]


def _storable(text: str) -> str:
    """Half a character that stands alone, as JSON can say it, is no text for SQLite."""
    return text.encode(errors="replace").decode()


def word_form(table: type[Table], columns: tuple[str, ...], further: Sequence[Text] = ()) -> Form[WordIndex]:
    """What a table's records are found by: ``columns`` that can be asked for by themselves, and ``further`` texts.

    Further texts are of the record itself, or of tables whose rows have its id.
    """
    own = [text for text in further if text.table is table]
    tables = dict.fromkeys(text.table for text in further if text.table is not table)
    joined = tuple((other, tuple(text.column for text in further if text.table is other)) for other in tables)
    texts = [*own, *(text for other in tables for text in further if text.table is other)]
    places = [sealing.place(table, name) for name in columns]
    places += [sealing.place(text.table, text.column) for text in texts]
    read = (*columns, *(text.column for text in own))
    return Form(table, read, lambda: WordIndex(places, columns, texts), joined)


async def word_index_of(ctx: "Context", form: Form[WordIndex]) -> WordIndex | None:
    """The texts that records are found by, as they are now; None when there are too many."""
    return await replica_of(ctx, form)


async def find(
    ctx: "Context", form: Form[WordIndex], asked: Sequence[Contains], within: Callable[[Group], bool]
) -> PackedIds | None:
    """The records of the groups ``within`` that have all that is asked, by id; None when there are too many."""
    index = await word_index_of(ctx, form)
    if index is None:
        return None
    groups = [group for group in index.groups if within(group)]
    # The next page of a search is the same question.
    key = (form, *asked, frozenset(groups))
    found = await replicas(ctx).answer(ctx, key, form.tables, partial(index.find, asked, groups))
    replicas(ctx).weigh(ctx, form)
    return found
