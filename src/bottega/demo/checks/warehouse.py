"""Invariants of the demo's warehouse, as SQL queries that count violations."""

from typing import Final

# True of any warehouse, however long somebody has played with it.
ALWAYS: Final = {
    "numbers of goods issues have no gap": """
        SELECT count(*) FROM (SELECT left(nr, -3) AS series, max(right(nr, 3)::int) AS last, count(*) AS issued
        FROM warehouse_goods_issues WHERE organization_id = $1 AND z_serii GROUP BY 1) AS s WHERE last <> issued""",
    "a series stands where its last number is": """
        SELECT count(*) FROM number_series AS s WHERE organization_id = $1 AND series LIKE 'wz/%' AND last <> (
        SELECT coalesce(max(right(nr, 3)::int), 0) FROM warehouse_goods_issues AS d
        WHERE d.organization_id = s.organization_id AND lower(left(d.nr, -3)) = s.series)""",
    "an offcut is no larger than its board": """
        SELECT count(*) FROM warehouse_materials AS m JOIN warehouse_materials AS p ON p.id = m.parent_id
        WHERE m.organization_id = $1 AND (m.dlugosc::bigint * m.szerokosc > p.dlugosc::bigint * p.szerokosc
        OR least(m.dlugosc, m.szerokosc) > least(p.dlugosc, p.szerokosc)
        OR greatest(m.dlugosc, m.szerokosc) > greatest(p.dlugosc, p.szerokosc))""",
    "an offcut has no more left than its area, a whole board nothing": """
        SELECT count(*) FROM warehouse_materials WHERE organization_id = $1 AND (cala <> (pozostalo IS NULL)
        OR pozostalo > round(dlugosc::numeric * szerokosc / 1000000, 3))""",
    "everything a row points at is of its organization": """
        SELECT (SELECT count(*) FROM warehouse_materials AS m LEFT JOIN warehouse_locations AS l ON l.id = m.location_id
                LEFT JOIN warehouse_materials AS p ON p.id = m.parent_id
                WHERE m.organization_id = $1 AND (l.organization_id <> $1 OR p.organization_id <> $1))
             + (SELECT count(*) FROM warehouse_goods_issues AS d JOIN warehouse_locations AS l ON l.id = d.location_id
                WHERE d.organization_id = $1 AND l.organization_id <> $1)
             + (SELECT count(*) FROM warehouse_goods_issue_lines AS i JOIN warehouse_goods_issues AS d
                ON d.id = i.goods_issue_id LEFT JOIN warehouse_materials AS m ON m.id = i.material_id
                WHERE i.organization_id = $1 AND (d.organization_id <> $1 OR m.organization_id <> $1))""",
}
# True on the day the demo is set up.
FRESH: Final = {
    "goods issues are dated in the order of their numbers": """
        SELECT count(*) FROM (SELECT data, lag(data) OVER (PARTITION BY left(nr, -3) ORDER BY nr) AS before
        FROM warehouse_goods_issues WHERE organization_id = $1) AS d WHERE before > data""",
    "no goods leave on a day on which the studio is closed": """
        SELECT count(*) FROM warehouse_goods_issues AS g WHERE g.organization_id = $1
        AND (extract(isodow FROM g.data) > 5 OR EXISTS (SELECT FROM calendar_blocked_days AS d
        WHERE d.organization_id = $1 AND d.dzien = g.data AND d.nazwa NOT LIKE 'Inwentaryzacja%'
        AND d.nazwa NOT LIKE 'Szkolenie%'))""",
    "nothing is dated after today": """
        SELECT (SELECT count(*) FROM warehouse_goods_issues WHERE organization_id = $1 AND (data > current_date + 1
                OR created_at > now() + interval '1 day'))
             + (SELECT count(*) FROM warehouse_materials WHERE organization_id = $1
                AND created_at > now() + interval '1 day')""",
    "the value of a goods issue is that of its lines": """
        SELECT count(*) FROM warehouse_goods_issues AS d WHERE organization_id = $1 AND kwota <> (
        SELECT sum(round(ilosc * cena, 2)) FROM warehouse_goods_issue_lines AS l WHERE l.goods_issue_id = d.id)""",
    "a goods issue has three to nine lines, numbered from one": """
        SELECT count(*) FROM (SELECT count(*) AS n, max(lp) AS last FROM warehouse_goods_issue_lines
        WHERE organization_id = $1 GROUP BY goods_issue_id) AS d WHERE n NOT BETWEEN 3 AND 9 OR last <> n""",
}
# What the studio has on that day.
VOLUMES: Final = {
    "locations": (6, "SELECT count(*) FROM warehouse_locations WHERE organization_id = $1"),
    "decors": (64, "SELECT count(DISTINCT producent || symbol) FROM warehouse_materials WHERE organization_id = $1"),
    "whole boards": (118, "SELECT count(*) FROM warehouse_materials WHERE organization_id = $1 AND cala"),
    "offcuts": (96, "SELECT count(*) FROM warehouse_materials WHERE organization_id = $1 AND NOT cala"),
    "reserved": (31, "SELECT count(*) FROM warehouse_materials WHERE organization_id = $1 AND contract_id IS NOT NULL"),
    "goods issues": (178, "SELECT count(*) FROM warehouse_goods_issues WHERE organization_id = $1"),
}
