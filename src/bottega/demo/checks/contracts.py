"""Invariants of the demo's contracts, as SQL queries that count violations."""

from typing import Final

from bottega.demo.texts.stories import LOSS, contract_of

_PAID: Final = """(SELECT coalesce(sum(CASE p.typ WHEN 'Zwrot' THEN -p.cena ELSE p.cena END), 0)
    FROM contracts_payments AS p WHERE p.contract_id = c.id AND p.potwierdzona AND p.deleted_at IS NULL)"""
_PRICE: Final = """(SELECT v.meble + v.dodatki + v.sprzet FROM contracts_valuations AS v
    WHERE v.contract_id = c.id AND v.deleted_at IS NULL ORDER BY v.created_at DESC, v.id DESC LIMIT 1)"""
# What is left of a finished contract, net: of its price less material, what was bought for it, and pay for rated work.
_RESULTS: Final = f"""SELECT c.id, c.typ, net, net - (SELECT coalesce(sum(kwota), 0) FROM warehouse_goods_issues AS g
        WHERE g.contract_id = c.id AND g.deleted_at IS NULL)
    - (SELECT coalesce(sum(kwota), 0) FROM finance_transactions AS t WHERE t.contract_id = c.id AND t.typ = 'rozchod'
        AND t.stan = 'zaksiegowana' AND t.linked_entity_type IS DISTINCT FROM 'payment_method' AND t.deleted_at IS NULL)
    - (SELECT coalesce(sum(kwota), 0) FROM contracts_work_ratings AS w WHERE w.contract_id = c.id) AS result
    FROM contracts_contracts AS c CROSS JOIN LATERAL (
        SELECT {_PRICE} / CASE WHEN c.oswiadczenie_vat THEN 1.08 ELSE 1.23 END AS net) AS n
    WHERE c.organization_id = $1 AND c.zakonczona AND c.deleted_at IS NULL"""
# Every table whose rows belong to a contract.
PARTS: Final = (
    "furniture",
    "fronts",
    "handles",
    "vitrines",
    "appliances",
    "valuations",
    "payments",
    "planned_payments",
    "text_attachments",
    "assembly_notes",
    "worker_assignments",
    "work_ratings",
    "purchase_orders",
    "installation_dates",
)

ALWAYS: Final = {
    "what was paid of a settled contract is its price": f"""
        SELECT count(*) FROM contracts_contracts AS c WHERE organization_id = $1 AND rozliczona AND NOT rozwiazana
        AND deleted_at IS NULL AND {_PAID} IS DISTINCT FROM {_PRICE}""",
    "an order is received no sooner than it was sent": """
        SELECT count(*) FROM contracts_purchase_orders WHERE organization_id = $1 AND data_odbioru < data_wyslania""",
    "a payment that was confirmed has a day, and it is not ahead": """
        SELECT count(*) FROM contracts_payments WHERE organization_id = $1 AND potwierdzona
        AND (data IS NULL OR data > current_date + 1)""",
    "an address of a contract is one of its customer's": """
        SELECT count(*) FROM contracts_contracts AS c JOIN customers_addresses AS a
        ON a.id IN (c.adres_zamieszkania_id, c.adres_montazu_id, c.adres_faktury_id)
        WHERE c.organization_id = $1 AND c.deleted_at IS NULL AND a.entity_id <> c.customer_id""",
    "a contract and everything that belongs to it are of one organization": " + ".join(
        [
            """SELECT (SELECT count(*) FROM contracts_contracts AS c
            JOIN customers_entities AS e ON e.id = c.customer_id
            WHERE c.organization_id = $1 AND e.organization_id <> $1)""",
            *(
                f"""(SELECT count(*) FROM contracts_{part} AS p JOIN contracts_contracts AS c ON c.id = p.contract_id
                WHERE p.organization_id = $1 AND c.organization_id <> $1)"""
                for part in PARTS
            ),
        ]
    ),
}
FRESH: Final = {
    "one contract loses money, and that is a story": f"""
        SELECT count(*) FROM ({_RESULTS}) AS r WHERE (result < 0) <> (id = '{contract_of(LOSS)}')""",
    "every kind of furniture earns a third of its price or more, and none much more than two thirds": f"""
        SELECT count(*) FROM (SELECT sum(result) / sum(net) AS share FROM ({_RESULTS}) AS r
        WHERE id <> '{contract_of(LOSS)}' GROUP BY typ HAVING count(*) > 2) AS k
        WHERE share NOT BETWEEN 0.3 AND 0.72""",
    "no furniture takes more boards than it has room for": """
        SELECT count(*) FROM (SELECT g.contract_id, sum(l.ilosc) AS boards FROM warehouse_goods_issues AS g
            JOIN warehouse_goods_issue_lines AS l ON l.goods_issue_id = g.id AND l.material_id IS NOT NULL
            WHERE g.organization_id = $1 GROUP BY 1) AS b
        CROSS JOIN LATERAL (SELECT meble FROM contracts_valuations AS v WHERE v.contract_id = b.contract_id
            ORDER BY v.created_at DESC, v.id DESC LIMIT 1) AS v WHERE boards > 8 + meble / 1000""",
    "no day of the week has a third of the signatures": """
        SELECT count(*) FROM (SELECT count(*) AS n, sum(count(*)) OVER () AS whole FROM contracts_contracts
        WHERE organization_id = $1 AND data_podpisania IS NOT NULL
        GROUP BY extract(isodow FROM data_podpisania)) AS d WHERE n > whole / 3""",
    "quotes that were made again are not the same": """
        SELECT count(*) FROM (SELECT meble + dodatki + sprzet AS price, lag(meble + dodatki + sprzet) OVER (
        PARTITION BY contract_id ORDER BY created_at, id) AS before FROM contracts_valuations
        WHERE organization_id = $1) AS v WHERE price = before""",
    "nobody but the designers looks after more than a fifth of the contracts": """
        SELECT count(*) FROM (SELECT u.name, count(*) AS n FROM contracts_contracts AS c JOIN auth_users AS u
        ON u.id = c.uzytkownik_id WHERE c.organization_id = $1 GROUP BY 1) AS k
        WHERE n > 38 AND name NOT IN ('Anna Maj', 'Tomasz Lis', 'Julia Bąk')""",
    "no sentence of a template is broken in the middle": """
        SELECT count(*) FROM contracts_text_templates WHERE organization_id = $1
        AND tresc ~ '[a-ząćęłńóśźż,]\n[a-ząćęłńóśźż]'""",
    "a settled contract is finished": """
        SELECT count(*) FROM contracts_contracts WHERE organization_id = $1 AND rozliczona AND NOT zakonczona""",
    "a signed contract has a price": f"""
        SELECT count(*) FROM contracts_contracts AS c WHERE organization_id = $1 AND data_podpisania IS NOT NULL
        AND coalesce({_PRICE}, 0) <= 0""",
    "the appliances of a contract cost what its valuation says": f"""
        SELECT count(*) FROM contracts_contracts AS c WHERE organization_id = $1 AND (
        SELECT coalesce(sum(round(cena * (100 - coalesce(rabat, 0)) / 100, 2)), 0) FROM contracts_appliances AS a
        WHERE a.contract_id = c.id) <> (SELECT v.sprzet FROM contracts_valuations AS v WHERE v.contract_id = c.id
        ORDER BY v.created_at DESC, v.id DESC LIMIT 1) AND {_PRICE} IS NOT NULL""",
    "the schedule of a contract adds up to its price": f"""
        SELECT count(*) FROM contracts_contracts AS c WHERE organization_id = $1 AND (SELECT sum(p.cena)
        FROM contracts_planned_payments AS p WHERE p.contract_id = c.id) IS DISTINCT FROM {_PRICE}""",
    "goods go out before the installation, and the work is accepted after it": """
        SELECT count(*) FROM contracts_contracts AS c CROSS JOIN LATERAL (SELECT data
        FROM contracts_installation_dates AS d
        WHERE d.contract_id = c.id ORDER BY d.created_at DESC, d.id DESC LIMIT 1) AS d
        LEFT JOIN warehouse_goods_issues AS g ON g.contract_id = c.id
        WHERE c.organization_id = $1 AND (g.data > (d.data AT TIME ZONE 'Europe/Warsaw')::date
        OR c.zakonczona_at < date_trunc('day', d.data AT TIME ZONE 'Europe/Warsaw') AT TIME ZONE 'Europe/Warsaw')""",
    "everything a contract needs is there before it is installed": """
        SELECT count(*) FROM contracts_purchase_orders AS o JOIN contracts_contracts AS c ON c.id = o.contract_id
        WHERE o.organization_id = $1 AND c.zakonczona AND o.data_odbioru IS NULL""",
    "nothing of a contract but plans is dated after today": """
        SELECT (SELECT count(*) FROM contracts_contracts WHERE organization_id = $1 AND (data_podpisania > current_date
                OR zakonczona_at > now() + interval '1 day' OR rozliczona_at > now() + interval '1 day'))
             + (SELECT count(*) FROM contracts_payments WHERE organization_id = $1 AND data > current_date)
             + (SELECT count(*) FROM contracts_purchase_orders WHERE organization_id = $1
                AND (data_wyslania > current_date OR data_odbioru > current_date))
             + (SELECT count(*) FROM contracts_assembly_notes WHERE organization_id = $1
                AND created_at > now() + interval '1 day')
             + (SELECT count(*) FROM contracts_work_ratings WHERE organization_id = $1
                AND created_at > now() + interval '1 day')""",
    "nobody is rated twice in one role, or without being assigned": """
        SELECT count(*) FROM contracts_work_ratings AS r WHERE r.organization_id = $1 AND NOT EXISTS (
        SELECT FROM contracts_worker_assignments AS a WHERE a.contract_id = r.contract_id
        AND a.uzytkownik_id = r.uzytkownik_id)""",
    "goods issues and reservations are of contracts that are there": """
        SELECT (SELECT count(*) FROM warehouse_goods_issues AS g
                LEFT JOIN contracts_contracts AS c ON c.id = g.contract_id
                WHERE g.organization_id = $1 AND c.organization_id IS DISTINCT FROM $1)
             + (SELECT count(*) FROM warehouse_materials AS m LEFT JOIN contracts_contracts AS c ON c.id = m.contract_id
                WHERE m.organization_id = $1 AND m.contract_id IS NOT NULL
                AND c.organization_id IS DISTINCT FROM $1)""",
}
_COUNTS: Final = {
    "contracts": (192, "contracts"),
    "furniture rows": (410, "furniture"),
    "fronts": (300, "fronts"),
    "handles": (270, "handles"),
    "vitrines": (62, "vitrines"),
    "appliances": (330, "appliances"),
    "valuations": (224, "valuations"),
    "installation dates": (228, "installation_dates"),
    "assembly notes": (340, "assembly_notes"),
    "worker assignments": (410, "worker_assignments"),
    "work ratings": (330, "work_ratings"),
    "payments": (520, "payments"),
    "planned payments": (560, "planned_payments"),
    "purchase orders": (690, "purchase_orders"),
    "text templates": (9, "text_templates"),
    "text attachments": (610, "text_attachments"),
    "worker profiles": (12, "worker_profiles"),
}


def _of(table: str, condition: str = "true") -> str:
    return f"SELECT count(*) FROM contracts_{table} WHERE organization_id = $1 AND {condition}"


VOLUMES: Final = {
    **{name: (number, _of(table)) for name, (number, table) in _COUNTS.items()},
    "drafts": (7, _of("contracts", "data_podpisania IS NULL")),
    "cancelled contracts": (2, _of("contracts", "rozwiazana")),
    "unconfirmed payments": (9, _of("payments", "NOT potwierdzona")),
    "refunds": (3, _of("payments", "typ = 'Zwrot'")),
    "open orders": (22, _of("purchase_orders", "data_wyslania IS NOT NULL AND data_odbioru IS NULL")),
}
