"""Saved views of tables in the demo studio, personal and of roles, and feature toggles."""

from typing import Any, Final

from bottega.demo.bulk_insert import Destination
from bottega.platform.auth import named_roles
from bottega.platform.feature_toggles import ensure_toggle
from bottega.platform.perspectives import Place, ViewSettings, add_view

# Table, name, settings.
View = tuple[str, str, dict[str, Any]]
OF_ROLES: Final[dict[str, tuple[View, ...]]] = {
    "Księgowa": (
        (
            "contracts.contracts",
            "Do rozliczenia",
            {"filters": {"zakonczona": True, "rozliczona": False}, "sorting": [{"id": "dataPodpisania"}]},
        ),
    ),
    "Projektant": (
        (
            "contracts.contracts",
            "W toku",
            {"filters": {"zakonczona": False}, "sorting": [{"id": "dataPodpisania", "desc": True}]},
        ),
    ),
}
OF_PEOPLE: Final[dict[str, tuple[View, ...]]] = {
    "Marek Jesionowski": (
        ("contracts.contracts", "Kuchnie w toku", {"filters": {"typ": "kuchnia", "zakonczona": False}, "pageSize": 25}),
        (
            "contracts.payment_methods",
            "Gotówka",
            {"columnOrder": ["data", "contractId", "cena", "potwierdzona"], "sorting": [{"id": "data", "desc": True}]},
        ),
    ),
    "Anna Maj": (
        (
            "customers.people",
            "Najpierw najbliższy kontakt",
            {"sorting": [{"id": "nextInteractionAt"}], "columnVisibility": {"source": False}},
        ),
    ),
}
TOGGLES: Final[dict[str, dict[str, Any]]] = {
    "calendar.board.compact": {
        "name": "Zwarta tablica kalendarza",
        "category": "calendar",
        "type": "boolean",
        "default_value": False,
        "description": "Więcej ekip na jednym ekranie",
    },
    "contracts.reminder.days": {
        "name": "Przypomnienie o racie (dni wcześniej)",
        "category": "contracts",
        "type": "number",
        "default_value": 3,
    },
    "support.contact": {
        "name": "Kontakt do pomocy",
        "category": "support",
        "type": "json",
        "default_value": {"email": "pomoc@example.com", "godziny": "pon.-pt. 8-16"},
    },
}


async def store_saved_views(into: Destination) -> None:
    """Write the views; those of roles are what their people begin with."""
    roles = await named_roles(into.ctx, list(OF_ROLES))
    for role, views in OF_ROLES.items():
        for table, name, settings in views:
            place = Place("role_id", roles[role][0], table, into.organization_id)
            await add_view(into.ctx, place, name, ViewSettings.model_validate(settings), default=True)
    for person, views in OF_PEOPLE.items():
        for table, name, settings in views:
            place = Place("user_id", into.users[person], table, into.organization_id)
            await add_view(into.ctx, place, name, ViewSettings.model_validate(settings))
    for identifier, values in TOGGLES.items():
        await ensure_toggle(into.ctx, identifier, **values)
