"""Invariants of the demo's customers, as SQL queries that count violations."""

from typing import Final

ALWAYS: Final = {
    "a customer and what belongs to it are of one organization": """
        SELECT (SELECT count(*) FROM customers_addresses AS a JOIN customers_entities AS e ON e.id = a.entity_id
                WHERE a.organization_id = $1 AND e.organization_id <> $1)
             + (SELECT count(*) FROM customers_activities AS a JOIN customers_entities AS e ON e.id = a.entity_id
                LEFT JOIN customers_deals AS d ON d.id = a.deal_id
                WHERE a.organization_id = $1 AND (e.organization_id <> $1 OR d.organization_id <> $1))
             + (SELECT count(*) FROM customers_comments AS n JOIN customers_entities AS e ON e.id = n.entity_id
                WHERE n.organization_id = $1 AND e.organization_id <> $1)
             + (SELECT count(*) FROM customers_deal_people AS l JOIN customers_deals AS d ON d.id = l.deal_id
                JOIN customers_entities AS e ON e.id = l.person_entity_id
                WHERE d.organization_id = $1 AND e.organization_id <> $1)""",
    "every customer has a profile of its kind": """
        SELECT count(*) FROM customers_entities AS e LEFT JOIN customers_people AS p ON p.id = e.id
        LEFT JOIN customers_companies AS f ON f.id = e.id WHERE e.organization_id = $1
        AND (CASE e.kind WHEN 'person' THEN p.id ELSE f.id END IS NULL)""",
}
FRESH: Final = {
    "every customer has an address, and one that comes first": """
        SELECT count(*) FROM customers_entities AS e WHERE e.organization_id = $1 AND 1 <> (
        SELECT count(*) FROM customers_addresses AS a WHERE a.entity_id = e.id AND a.is_primary)""",
    "every deal is about somebody": """
        SELECT count(*) FROM customers_deals AS d WHERE d.organization_id = $1
        AND NOT EXISTS (SELECT FROM customers_deal_people AS l WHERE l.deal_id = d.id)""",
    "nothing was said or noted in the future": """
        SELECT (SELECT count(*) FROM customers_activities WHERE organization_id = $1 AND occurred_at > now())
             + (SELECT count(*) FROM customers_comments WHERE organization_id = $1 AND created_at > now())
             + (SELECT count(*) FROM customers_entities WHERE organization_id = $1 AND created_at > now())
             + (SELECT count(*) FROM customers_deals WHERE organization_id = $1 AND updated_at > now())""",
    "nothing was said about somebody who had not come yet": """
        SELECT count(*) FROM customers_activities AS a JOIN customers_entities AS e ON e.id = a.entity_id
        WHERE a.organization_id = $1 AND a.occurred_at < e.created_at""",
    "whoever came later has no deals from before": """
        SELECT count(*) FROM customers_deals AS d JOIN auth_users AS u ON u.tenant_id = d.tenant_id
        AND u.id = d.owner_user_id AND u.name = 'Julia Bąk'
        WHERE d.organization_id = $1 AND d.created_at < now() - interval '456 days'""",
}
_DEALS: Final = "SELECT count(*) FROM customers_deals WHERE organization_id = $1"
_ENTITIES: Final = "SELECT count(*) FROM customers_entities WHERE organization_id = $1"
VOLUMES: Final = {
    "people": (218, f"{_ENTITIES} AND kind = 'person'"),
    "companies": (17, f"{_ENTITIES} AND kind = 'company'"),
    "addresses": (290, "SELECT count(*) FROM customers_addresses WHERE organization_id = $1"),
    "deals": (310, _DEALS),
    "deals won": (192, f"{_DEALS} AND status = 'win'"),
    "deals lost": (84, f"{_DEALS} AND status = 'loose'"),
    "open deals": (34, f"{_DEALS} AND status = 'open'"),
}
