"""Invariants of the demo's texts: the words of a contract fit its kind of furniture."""

from typing import Final

from bottega.demo.texts.furniture_words import BELONGS

# Where something is said of a contract, as ``said`` of the contract ``contract_id``.
_SAID: Final = {
    "descriptions of contracts": "SELECT id AS contract_id, opis AS said FROM contracts_contracts",
    "notes of installations": "SELECT contract_id, uwagi AS said FROM contracts_assembly_notes",
    "orders": "SELECT contract_id, nazwa AS said FROM contracts_purchase_orders",
    "comments about work": "SELECT contract_id, komentarz AS said FROM contracts_work_ratings",
    "what is planned": "SELECT contract_id, opis AS said FROM calendar_events",
    "reasons for putting off": (
        "SELECT e.contract_id, r.powod AS said FROM calendar_reschedules AS r"
        " JOIN calendar_events AS e ON e.id = r.from_event_id"
    ),
    "remarks about goods issues": "SELECT contract_id, uwagi AS said FROM warehouse_goods_issues",
    "goods that went out": (
        "SELECT g.contract_id, l.nazwa AS said FROM warehouse_goods_issue_lines AS l"
        " JOIN warehouse_goods_issues AS g ON g.id = l.goods_issue_id WHERE l.material_id IS NULL"
    ),
}


def _foreign() -> str:
    """Whether what is said has a word that belongs to other kinds of furniture."""
    return " OR ".join(
        f"s.said ~* '{pattern}' AND c.typ NOT IN ({', '.join(map(repr, kinds))})" for pattern, kinds in BELONGS.items()
    )


ALWAYS: Final[dict[str, str]] = {}
FRESH: Final = {
    f"{what} suit the furniture": f"""
        SELECT count(*) FROM ({said}) AS s JOIN contracts_contracts AS c ON c.id = s.contract_id
        WHERE c.organization_id = $1 AND ({_foreign()})"""
    for what, said in _SAID.items()
}
VOLUMES: Final[dict[str, tuple[int, str]]] = {}
