"""What the yardstick runs on the bare people: the least SQL that gives the same pages and writes."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

_COLUMNS: Final = (
    "e.id, e.display_name, e.description, e.owner_user_id, e.primary_email, e.primary_phone, e.status,"
    " e.lifecycle_stage, e.source, e.next_interaction_at, e.next_interaction_name, e.next_interaction_ref_id,"
    " e.next_interaction_icon, e.next_interaction_color, e.organization_id, e.tenant_id, e.created_at, p.custom"
)
_FROM: Final = (
    "FROM bare_entities AS e JOIN bare_people AS p ON p.tenant_id = e.tenant_id AND p.id = e.id"
    " WHERE e.tenant_id = $1 AND e.kind = 'person' AND e.organization_id = $2"
)
_COUNTED: Final = (
    "(SELECT coalesce(sum(n), 0)::bigint FROM row_counts WHERE tenant_id = $1 AND organization_id = $2"
    " AND entity = 'customers:customer_entity' AND facets[1] = 'person')"
)
_SEARCH: Final = (
    f"{_FROM} AND e.id IN (SELECT record_id FROM bare_search WHERE tenant_id = $1"
    " AND grams @@ $3::text::tsquery AND position($4::text IN words) > 0)"
)
_CUSTOM: Final = f"{_FROM} AND p.custom @> $3::text::jsonb AND p.custom <> '{{}}'"
_ORDERED: Final = {
    "id": f"SELECT {_COLUMNS}, {_COUNTED} AS total {_FROM} ORDER BY e.id LIMIT 50",
    "page": f"SELECT {_COLUMNS}, {_COUNTED} AS total {_FROM} ORDER BY e.id LIMIT 50 OFFSET $3",
    "name": f"SELECT {_COLUMNS}, {_COUNTED} AS total {_FROM} ORDER BY sort_key(e.display_name), e.id LIMIT 50",
    "search": f"SELECT {_COLUMNS}, (SELECT count(*) {_SEARCH}) AS total {_SEARCH} ORDER BY e.id LIMIT 50",
    "custom": f"SELECT {_COLUMNS}, (SELECT count(*) {_CUSTOM}) AS total {_CUSTOM}"
    " ORDER BY p.custom -> 'area', e.id LIMIT 50",
}
CREATE: Final = (
    "WITH e AS (INSERT INTO bare_entities (tenant_id, id, organization_id, kind, display_name)"
    " VALUES ($1, $3, $2, 'person', $4) RETURNING tenant_id)"
    " INSERT INTO bare_people (tenant_id, id, organization_id, first_name, last_name)"
    " SELECT tenant_id, $3, $2, $5, $6 FROM e"
)
UPDATE: Final = (
    "UPDATE bare_entities SET primary_phone = $2, updated_at = now() WHERE tenant_id = $1 AND id ="
    " (SELECT id FROM bare_entities WHERE tenant_id = $1 ORDER BY id LIMIT 1 OFFSET $3)"
)


def page(tenant: UUID, organization: UUID, query: Mapping[str, list[str]]) -> tuple[str, list[Any]]:
    """A page as the query asks for it."""
    home: list[Any] = [tenant, organization]
    if "search" in query:
        [word] = query["search"]
        grams = " & ".join(f"'{word[i : i + 3]}'" for i in range(len(word) - 2))
        return _ORDERED["search"], [*home, grams, word]
    if "page" in query:
        return _ORDERED["page"], [*home, 50 * (int(query["page"][0]) - 1)]
    if "custom" in query:
        return _ORDERED["custom"], [*home, f'{{"region": "{query["custom"][0]}"}}']
    return _ORDERED["name" if "sort" in query else "id"], home


def create(tenant: UUID, organization: UUID, body: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """A new person."""
    names = [body["displayName"], body["firstName"], body["lastName"]]
    return CREATE, [tenant, organization, uuid4(), *names]


def update(tenant: UUID, body: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Another telephone number of one of the first hundred."""
    return UPDATE, [tenant, f"+48 5{body['n']:08}", body["n"] % 100]
