"""Invariants of the demo's calendar and messages, as SQL queries that count violations."""

from typing import Final

_LIVE: Final = """e.deleted_at IS NULL AND NOT e.odwolane AND NOT e.konflikt AND NOT EXISTS (
    SELECT FROM calendar_reschedules AS r WHERE r.from_event_id = e.id AND r.deleted_at IS NULL)"""

ALWAYS: Final = {
    "nobody is at two places at once, unless somebody wanted it so": f"""
        SELECT count(*) FROM (SELECT * FROM calendar_events AS e WHERE e.organization_id = $1 AND {_LIVE}) AS a
        JOIN (SELECT * FROM calendar_events AS e WHERE e.organization_id = $1 AND {_LIVE}) AS b
        ON b.pracownik_id = a.pracownik_id AND b.id > a.id AND b.pierwszy_dzien <= a.ostatni_dzien
        AND b.ostatni_dzien >= a.pierwszy_dzien AND b.od_minuty < a.do_minuty AND b.do_minuty > a.od_minuty""",
    "nothing is planned on a blocked day, unless somebody wanted it so": f"""
        SELECT count(*) FROM calendar_events AS e JOIN calendar_blocked_days AS d
        ON d.organization_id = e.organization_id AND d.dzien BETWEEN e.pierwszy_dzien AND e.ostatni_dzien
        AND d.deleted_at IS NULL WHERE e.organization_id = $1 AND e.typ <> 'urlop' AND {_LIVE}""",
    "what replaced an event is of the same contract": """
        SELECT count(*) FROM calendar_reschedules AS r JOIN calendar_events AS a ON a.id = r.from_event_id
        JOIN calendar_events AS b ON b.id = r.to_event_id
        WHERE r.organization_id = $1 AND (a.contract_id IS DISTINCT FROM b.contract_id OR a.organization_id <> $1
        OR b.organization_id <> $1)""",
}
FRESH: Final = {
    "every installation is on the day that was agreed on last": """
        SELECT count(*) FROM calendar_events AS e CROSS JOIN LATERAL (SELECT data FROM contracts_installation_dates AS d
        WHERE d.contract_id = e.contract_id ORDER BY d.created_at DESC, d.id DESC LIMIT 1) AS d
        WHERE e.organization_id = $1 AND e.typ LIKE 'montaz%' AND e.typ <> 'montaz_blatu'
        AND NOT EXISTS (SELECT FROM calendar_reschedules AS r WHERE r.from_event_id = e.id)
        AND (d.data AT TIME ZONE 'Europe/Warsaw')::date <> e.pierwszy_dzien""",
    "one event is forced onto a blocked day": """
        SELECT abs(count(*) - 1) FROM calendar_events AS e JOIN calendar_blocked_days AS d
        ON d.organization_id = e.organization_id AND d.dzien = e.pierwszy_dzien
        WHERE e.organization_id = $1 AND e.konflikt""",
    "a message was read after it was written, and by somebody else": """
        SELECT count(*) FROM messaging_messages WHERE organization_id = $1
        AND (przeczytana_at < created_at OR sender_id = recipient_id OR przeczytana <> (przeczytana_at IS NOT NULL))""",
}


def _events(condition: str = "true") -> str:
    return f"SELECT count(*) FROM calendar_events WHERE organization_id = $1 AND {condition}"


VOLUMES: Final = {
    "events": (760, _events()),
    "installations": (236, _events("typ LIKE 'montaz%'")),
    "measurements in the calendar": (252, _events("typ = 'pomiar'")),
    "meetings": (150, _events("typ = 'projekt_spotkanie'")),
    "deliveries": (70, _events("typ = 'dostawa'")),
    "repairs": (34, _events("typ = 'poprawki'")),
    "complaints": (18, _events("typ = 'reklamacja'")),
    "blocked days": (44, "SELECT count(*) FROM calendar_blocked_days WHERE organization_id = $1"),
    "reschedules": (41, "SELECT count(*) FROM calendar_reschedules WHERE organization_id = $1"),
    "messages": (480, "SELECT count(*) FROM messaging_messages WHERE organization_id = $1"),
    "unread messages": (53, "SELECT count(*) FROM messaging_messages WHERE organization_id = $1 AND NOT przeczytana"),
}
