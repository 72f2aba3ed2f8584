"""A Meilisearch server: one index a tenant, documents of what records are found by, and searches of them.

The protocol is that of Meilisearch 1.x (https://www.meilisearch.com/docs/reference/api). Words of encrypted columns
never leave the database; what is searched is folded, as in PostgreSQL, so that diacritics make no difference.
"""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import httpx

from bottega.kernel.application import Application
from bottega.kernel.errors import Problem
from bottega.kernel.i18n import T

# Somebody waits for a search; nobody for an update.
SEARCH_SECONDS: Final = 1.5
SECONDS: Final = 10.0
_MISSING: Final = 404
_SETTINGS: Final[Mapping[str, Any]] = {
    "searchableAttributes": ["title", "words"],
    "filterableAttributes": ["entity", "organization", "indexed"],
    "sortableAttributes": [],
    "typoTolerance": {"enabled": True, "minWordSizeForTypos": {"oneTypo": 4, "twoTypos": 8}},
}
_NOT_OF_NAMES: Final = re.compile(r"[^A-Za-z0-9_-]")


class EngineFailed(Problem):
    """The server did not do what it was asked."""

    status = 503
    text = T(en="The full-text engine is not available", pl="Wyszukiwarka pełnotekstowa jest niedostępna")


class Engine:
    """A Meilisearch server, and the connections of this process to it."""

    def __init__(self, host: str, key: str | None, prefix: str) -> None:
        """Nothing is asked yet."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.AsyncClient(base_url=host.rstrip("/"), headers=headers, timeout=SECONDS)
        self._prefix = prefix
        # Tenants whose index has its settings, as far as this process knows.
        self._settled: set[UUID] = set()

    def index(self, tenant_id: UUID) -> str:
        """The index of a tenant."""
        return f"{self._prefix}_{_NOT_OF_NAMES.sub('_', str(tenant_id))}"

    async def search(
        self, tenant_id: UUID, typed: str, *, entities: Sequence[str], organizations: Sequence[UUID] | None, limit: int
    ) -> list[tuple[str, UUID, float]]:
        """Entity, id and score of the records that fit best; none while the tenant has no index.

        Raises:
            EngineFailed: The server does not answer, or answers something else.
        """
        wanted = [f"entity IN [{', '.join(map(_quoted, entities))}]"]
        if organizations is not None:
            inside = ", ".join(_quoted(str(one)) for one in organizations)
            wanted.append(f"(organization IN [{inside}] OR organization IS NULL)")
        body = {"q": typed, "limit": limit, "filter": wanted, "showRankingScore": True}
        body["attributesToRetrieve"] = ["entity", "record"]
        path = f"/indexes/{self.index(tenant_id)}/search"
        said = await self._ask("POST", path, body, seconds=SEARCH_SECONDS, missing={"hits": []})
        try:
            return [(hit["entity"], UUID(hit["record"]), float(hit.get("_rankingScore", 0.5))) for hit in said["hits"]]
        except (KeyError, TypeError, ValueError, AttributeError):
            raise EngineFailed from None

    async def put(self, tenant_id: UUID, documents: Sequence[Mapping[str, Any]]) -> None:
        """Add documents, or replace those with the same id."""
        await self._settle(tenant_id)
        if documents:
            await self._ask("POST", f"/indexes/{self.index(tenant_id)}/documents?primaryKey=id", list(documents))

    async def drop(self, tenant_id: UUID, ids: Sequence[str]) -> None:
        """Remove documents."""
        if ids:
            path = f"/indexes/{self.index(tenant_id)}/documents/delete-batch"
            await self._ask("POST", path, list(ids), missing={})

    async def purge(self, tenant_id: UUID, entity: str, organizations: Sequence[UUID] | None, *, before: int) -> None:
        """Remove the documents of an entity that were put before a moment, of all organizations or of some."""
        wanted = f"entity = {_quoted(entity)} AND indexed < {before}"
        if organizations is not None:
            wanted += f" AND organization IN [{', '.join(_quoted(str(one)) for one in organizations)}]"
        path = f"/indexes/{self.index(tenant_id)}/documents/delete"
        await self._ask("POST", path, {"filter": wanted}, missing={})

    async def stats(self, tenant_id: UUID) -> Mapping[str, Any] | None:
        """How many documents a tenant's index has; None while there is none."""
        return await self._ask("GET", f"/indexes/{self.index(tenant_id)}/stats", missing=None)

    async def counts(self, tenant_id: UUID, organizations: Sequence[UUID] | None) -> Mapping[str, int]:
        """How many documents of each entity there are."""
        body: dict[str, Any] = {"q": "", "limit": 0, "facets": ["entity"]}
        if organizations is not None:
            body["filter"] = f"organization IN [{', '.join(_quoted(str(one)) for one in organizations)}]"
        said = await self._ask("POST", f"/indexes/{self.index(tenant_id)}/search", body, missing={})
        return said.get("facetDistribution", {}).get("entity", {})

    async def _settle(self, tenant_id: UUID) -> None:
        """Make the index of a tenant and say what is searched, once a process."""
        if tenant_id not in self._settled:
            name = self.index(tenant_id)
            await self._ask("POST", "/indexes", {"uid": name, "primaryKey": "id"})
            await self._ask("PATCH", f"/indexes/{name}/settings", _SETTINGS)
            self._settled.add(tenant_id)

    async def _ask(
        self, method: str, path: str, body: Any = None, *, seconds: float = SECONDS, missing: Any = ...
    ) -> Any:
        try:
            async with asyncio.timeout(seconds):
                answer = await self._client.request(method, path, json=body)
            if answer.status_code == _MISSING and missing is not ...:
                return missing
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError):
            raise EngineFailed from None


def engine_of(app: Application) -> Engine | None:
    """The server that answers full-text searches; None where PostgreSQL does."""
    settings = app.settings
    if not settings.meilisearch_host:
        return None
    host, key, prefix = settings.meilisearch_host, settings.meilisearch_api_key, settings.meilisearch_index_prefix
    return app.once(f"search.engine {host} {prefix}", lambda: Engine(host, key, prefix))


def moment() -> int:
    """Now, as documents say when they were put: milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def document_id(entity: str, record_id: UUID) -> str:
    """The id of a record's document: letters, digits, dashes and underscores, as the protocol has it."""
    return f"{_NOT_OF_NAMES.sub('-', entity)}-{record_id}"


def _quoted(text: str) -> str:
    """A text in a filter."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
