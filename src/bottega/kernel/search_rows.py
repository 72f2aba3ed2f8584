"""Full-text search rows: one per record, split into trigrams.

``contains`` is a set question: a text that contains "kowal" has the grams "kow", "owa" and "wal". The grams of a
tenant's entity stand in one inverted index beside a token that names tenant and entity. Words of encrypted fields
enter only as hashes of their grams, keyed per tenant. An encrypted column that is asked for by itself ("the e-mail
begins with") enters a second time, each gram hashed with the name of the column.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import md5
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from bottega.kernel.database.tables import Table, sql_table
from bottega.kernel.text.folding import GRAM, fold, grams, required_grams

if TYPE_CHECKING:
    from bottega.kernel.context import Context
    from bottega.kernel.keys.tenant_keys import TenantKeys

MAX_TERMS: Final = 8
MAX_LENGTH: Final = 200
# Stands before the text of a column that is found by itself, so that its beginning has grams of its own.
START: Final = "\x02" * (GRAM - 1)
# Rows of one statement, and how many are hashed before others would be kept waiting.
_BATCH: Final = 1_000
_IN_A_THREAD: Final = 50
# The search rows of records with encrypted columns, made by ``search_rows_of``.
INSERT: Final = (
    "INSERT INTO search_rows (tenant_id, entity, record_id, organization_id, words, grams, key_generation)"
    " SELECT {tenant}, {entity}, r.record_id, r.organization_id, fold(r.words), array_to_tsvector(r.tokens),"
    " {generation} FROM jsonb_to_recordset({rows})"
    " AS r (record_id uuid, organization_id uuid, words text, tokens text[])"
)
_REFRESH: Final = (
    f"{INSERT.format(tenant='$1', entity='$2', rows='$3::jsonb', generation='$4')}"
    " ON CONFLICT (tenant_id, entity, record_id) DO UPDATE SET organization_id = excluded.organization_id,"
    " words = excluded.words, grams = excluded.grams, key_generation = excluded.key_generation, updated_at = now()"
)


@dataclass(frozen=True)
class SearchSpec:
    """Which columns of a table its records are found by; ``sealed`` ones are encrypted at rest.

    ``apart`` are encrypted columns that can also be asked for by themselves.
    """

    table: str
    entity: str
    columns: tuple[str, ...]
    sealed: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def plain(self) -> tuple[str, ...]:
        """The columns that are not encrypted."""
        return tuple(column for column in self.columns if column not in self.sealed)

    def words_sql(self, image: str) -> str:
        """SQL for the folded words of a row image."""
        return f"fold(concat_ws(' ', {', '.join(f'{image} ->> {column!r}' for column in self.plain)}))"

    def title_sql(self, image: str) -> str:
        """SQL for what a result is called: the first column."""
        return f"coalesce({image} ->> '{self.columns[0]}', '')"

    def subtitle_sql(self, image: str) -> str:
        """SQL for the line below the title: the second column, if there is one."""
        return f"coalesce({image} ->> '{self.columns[1]}', '')" if len(self.columns) > 1 else "''"

    @staticmethod
    def grams_sql(words: str, tenant: str, entity: str) -> str:
        """SQL for the index entry of folded words: their grams and the token of tenant and entity."""
        return f"array_to_tsvector(grams({words}) || (md5({tenant}::text || '{entity}')))"


# Where a table's description has how it is searched.
_SEARCH: Final = "search"


def make_searchable(table: type[Table], columns: Sequence[Any], *, apart: Sequence[Any] = ()) -> None:
    """Declare by which columns records of a table are found; a resource does this.

    ``apart``: the encrypted ones among them that ``understand_column`` may be asked about.
    """
    described = sql_table(table)
    names = tuple(column.key for column in columns)
    sealed = tuple(name for name in names if described.columns[name].info.get("sealed"))
    alone = tuple(column.key for column in apart)
    assert set(alone) <= set(sealed), "only encrypted columns need hashes of their own"
    entity: str = vars(table)["entity"]
    described.info[_SEARCH] = SearchSpec(described.name, entity, names, sealed, alone)


def spec_of(table: str) -> SearchSpec | None:
    """How a table is searched, if it is."""
    known = Table.metadata.tables.get(table)
    return None if known is None else known.info.get(_SEARCH)


def specs() -> Sequence[SearchSpec]:
    """Every searchable table."""
    return [one.info[_SEARCH] for one in Table.metadata.tables.values() if _SEARCH in one.info]


@dataclass(frozen=True)
class Wanted:
    """What was typed, as the parameters of ``search_ids``."""

    entity: str
    query: str
    terms: list[str] | None


async def understand(ctx: "Context", spec: SearchSpec, typed: str) -> Wanted | None:
    """Turn typed text into a search; None when nothing is left of it."""
    terms = fold(typed[:MAX_LENGTH]).split()[:MAX_TERMS]
    if not terms:
        return None
    if spec.sealed:
        needed = [gram for term in terms for gram in required_grams(term) or [term]]
        return Wanted(spec.entity, await _hashed(ctx, spec, needed), None)
    parts = [lexeme(entity_token(ctx.tenant_id, spec.entity))]
    for term in terms:
        needed = required_grams(term)
        parts += [lexeme(gram) for gram in needed] if needed else [f"{lexeme(term)}:*"]
    return Wanted(spec.entity, " & ".join(parts), terms)


async def understand_column(
    ctx: "Context", spec: SearchSpec, column: str, typed: str, *, starts: bool = False
) -> Wanted | None:
    """Turn text typed for one encrypted column into a search: it contains the text, or ``starts`` with it.

    What is found has all grams of the text, not necessarily in its order: look at the opened values.
    """
    assert column in spec.apart
    text = fold(typed[:MAX_LENGTH].strip())
    if not text:
        return None
    needed = required_grams(START + text) if starts else required_grams(text) or [text]
    return Wanted(spec.entity, await _hashed(ctx, spec, _of_column(column, needed)), None)


async def _hashed(ctx: "Context", spec: SearchSpec, needed: list[str]) -> str:
    """The tsquery of hashed grams: all of them, under any key that search rows may have been made with."""
    keys = await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id)
    own = lexeme(entity_token(ctx.tenant_id, spec.entity))
    return " | ".join(" & ".join([own, *(lexeme(token) for token in tokens)]) for tokens in keys.all_tokens(needed))


def _of_column(column: str, found: Iterable[str]) -> list[str]:
    """Grams that mean one column only."""
    return [f"{column}\x00{gram}" for gram in found]


def entity_token(tenant_id: UUID, entity: str) -> str:
    """The lexeme that names tenant and entity, computed as ``grams_sql`` does."""
    return md5(f"{tenant_id}{entity}".encode(), usedforsecurity=False).hexdigest()


def lexeme(text: str) -> str:
    """Quote a lexeme for a tsquery."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


async def refresh(ctx: "Context", table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rewrite the search rows of records that have encrypted columns; ``rows`` hold the opened values."""
    spec = sql_table(table).info[_SEARCH]
    for start in range(0, len(rows), _BATCH):
        made, generation = await search_rows_of(ctx, spec, rows[start : start + _BATCH])
        await ctx.query(_REFRESH, ctx.tenant_id, spec.entity, made, generation)


async def search_rows_of(
    ctx: "Context", spec: SearchSpec, rows: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], int]:
    """What ``INSERT`` takes for opened ``rows``, and the generation of the key their grams are hashed with."""
    keys = await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id)
    make = partial(_search_rows, keys, spec, entity_token(ctx.tenant_id, spec.entity), rows)
    return make() if len(rows) <= _IN_A_THREAD else await asyncio.to_thread(make), keys.generation


def _search_rows(
    keys: "TenantKeys", spec: SearchSpec, token: str, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    return [
        {
            "record_id": row["id"],
            "organization_id": row.get("organization_id"),
            "words": " ".join(str(row[column]) for column in spec.plain if row.get(column) is not None),
            "tokens": sorted(_tokens(keys, spec, row) | {token}),
        }
        for row in rows
    ]


def _tokens(keys: "TenantKeys", spec: SearchSpec, row: Mapping[str, Any]) -> set[str]:
    """The hashes of all grams of a record's texts."""
    found: set[str] = set()
    for column in spec.columns:
        if row.get(column) is not None:
            found |= _findable(str(row[column]))
        if column in spec.apart and row.get(column) is not None:
            found.update(_of_column(column, _findable_alone(row[column])))
    return set(keys.tokens(found))


def _findable(text: str) -> set[str]:
    """Every gram of a text, and its runs of one and two characters: hashes cannot be searched by prefix."""
    found = {gram.rstrip() for gram in grams(text)}
    return found | {gram[:size] for gram in found for size in (1, 2)}


def _findable_alone(text: str) -> set[str]:
    """Every gram of a text as a whole, its beginning marked, and its runs of one and two characters."""
    folded = fold(text)
    short = {folded[i : i + size] for size in range(1, GRAM) for i in range(len(folded) - size + 1)}
    return short | set(required_grams(START + folded))


async def renew(ctx: "Context", table: type[Table], ids: Sequence[UUID]) -> None:
    """Rewrite the search rows of live records without encrypted columns, of which a quiet column was written alone."""
    spec: SearchSpec = sql_table(table).info[_SEARCH]
    assert not spec.sealed, "sealing does this for encrypted columns"
    await ctx.query(
        "INSERT INTO search_rows (tenant_id, entity, record_id, organization_id, title, subtitle, words, grams)"
        f" SELECT t.tenant_id, '{spec.entity}', t.id, t.organization_id, {spec.title_sql('image')},"
        f" {spec.subtitle_sql('image')}, words, {spec.grams_sql('words', 't.tenant_id', spec.entity)}"
        f" FROM {spec.table} AS t, LATERAL (SELECT to_jsonb(t) AS image) AS i,"
        f" LATERAL (SELECT {spec.words_sql('image')} AS words) AS w"
        " WHERE t.tenant_id = $1 AND t.id = ANY($2) AND t.deleted_at IS NULL"
        " ON CONFLICT (tenant_id, entity, record_id) DO UPDATE SET title = excluded.title,"
        " subtitle = excluded.subtitle, words = excluded.words, grams = excluded.grams, updated_at = now()",
        ctx.tenant_id,
        list(ids),
    )


async def forget(ctx: "Context", table: type[Table], ids: Sequence[UUID]) -> None:
    """Remove the search rows of records."""
    spec = sql_table(table).info[_SEARCH]
    await ctx.query(
        "DELETE FROM search_rows WHERE tenant_id = $1 AND entity = $2 AND record_id = ANY($3)",
        ctx.tenant_id,
        spec.entity,
        list(ids),
    )
