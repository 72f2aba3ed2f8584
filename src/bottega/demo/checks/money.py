"""Invariants of the demo's money, as SQL queries that count violations."""

from typing import Final

_SIGNED: Final = "CASE t.typ WHEN 'przychod' THEN t.kwota ELSE -t.kwota END"
_BOOKED: Final = "t.organization_id = $1 AND t.stan = 'zaksiegowana' AND t.deleted_at IS NULL"

ALWAYS: Final = {
    "a confirmed payment has exactly one booked entry, of its amount and kind": """
        SELECT count(*) FROM contracts_payments AS p WHERE p.organization_id = $1 AND p.potwierdzona
        AND p.deleted_at IS NULL AND 1 <> (SELECT count(*) FROM finance_transactions AS t
        WHERE t.id = p.transaction_id AND t.stan = 'zaksiegowana' AND t.storno_id IS NULL AND t.deleted_at IS NULL
        AND t.kwota = p.cena AND t.rodzaj = p.rodzaj
        AND (t.linked_entity_type = 'measurement' OR t.uzytkownik_id IS NOT DISTINCT FROM p.uzytkownik_id)
        AND (t.typ = 'rozchod') = (p.typ = 'Zwrot'))""",
    "an entry of a payment that counts is of one that is confirmed": f"""
        SELECT count(*) FROM finance_transactions AS t LEFT JOIN contracts_payments AS p
        ON p.id = t.linked_entity_id AND p.deleted_at IS NULL
        WHERE {_BOOKED} AND t.linked_entity_type = 'payment_method' AND t.storno_id IS NULL
        AND p.potwierdzona IS NOT TRUE""",
    "an approved measurement has exactly one booked entry, of its fee": """
        SELECT count(*) FROM measurements_measurements AS m WHERE m.organization_id = $1
        AND m.zatwierdzony_at IS NOT NULL AND m.deleted_at IS NULL AND 1 <> (
        SELECT count(*) FROM finance_transactions AS t WHERE t.id = m.transaction_id AND t.stan = 'zaksiegowana'
        AND t.linked_entity_type = 'measurement' AND t.linked_entity_id = m.id AND t.kwota = m.kwota
        AND t.deleted_at IS NULL)""",
    "moves between cash boxes add up to nothing": f"""
        SELECT (coalesce(sum({_SIGNED}), 0) <> 0)::int FROM finance_transactions AS t
        WHERE {_BOOKED} AND t.linked_entity_type = 'inter_cash_transfer'""",
    "accepted transfers add up to nothing, and others count nowhere": f"""
        SELECT (SELECT (coalesce(sum({_SIGNED}), 0) <> 0)::int FROM finance_transactions AS t
                WHERE {_BOOKED} AND t.linked_entity_type = 'transfer')
             + (SELECT count(*) FROM finance_transfers AS f JOIN finance_transactions AS t
                ON t.id IN (f.rozchod_id, f.przychod_id) WHERE f.organization_id = $1 AND f.deleted_at IS NULL
                AND (f.status = 'zaakceptowany') <> (t.stan = 'zaksiegowana'))""",
    "income less expense is what cash boxes and bank hold": f"""
        SELECT ((SELECT coalesce(sum({_SIGNED}), 0) FROM finance_transactions AS t
                 WHERE {_BOOKED} AND t.charakter <> 'wewnetrzna')
             <> (SELECT coalesce(sum(CASE facets[1] WHEN 'przychod' THEN amount ELSE -amount END), 0) FROM row_sums
                 WHERE entity = 'finance:transaction' AND grain = 'e' AND organization_id = $1))::int""",
    "nobody's cash box was ever below nothing": f"""
        SELECT count(*) FROM (SELECT sum({_SIGNED}) OVER (PARTITION BY t.cash_box_id ORDER BY t.lp_kasowe) AS held
        FROM finance_transactions AS t WHERE {_BOOKED} AND t.rodzaj = 'gotowka') AS h WHERE held < 0""",
    "places in a cash box have no gap": """
        SELECT count(*) FROM (SELECT count(*) AS n, max(lp_kasowe) AS last FROM finance_transactions AS t
        WHERE organization_id = $1 AND cash_box_id IS NOT NULL GROUP BY cash_box_id) AS b WHERE n <> last""",
    "everything an entry points at is of its organization": """
        SELECT count(*) FROM finance_transactions AS t LEFT JOIN contracts_contracts AS c ON c.id = t.contract_id
        LEFT JOIN finance_cash_boxes AS b ON b.id = t.cash_box_id
        WHERE t.organization_id = $1 AND (c.organization_id <> $1 OR b.organization_id <> $1)""",
}
_HELD: Final = f"""SELECT coalesce(sum({_SIGNED}), 0) FROM finance_transactions AS t WHERE {_BOOKED}"""
FRESH: Final = {
    "a rating that was paid out is paid by a booked entry to whom it is about, of at least as much": """
        SELECT count(*) FROM (SELECT r.transaction_id, r.uzytkownik_id, sum(r.kwota) AS earned
        FROM contracts_work_ratings AS r WHERE r.organization_id = $1 AND r.wyplacona_at IS NOT NULL GROUP BY 1, 2) AS r
        LEFT JOIN finance_transactions AS t ON t.id = r.transaction_id AND t.stan = 'zaksiegowana'
        LEFT JOIN auth_users AS u ON u.id = r.uzytkownik_id AND t.nazwa LIKE '%' || u.name
        WHERE u.id IS NULL OR t.kwota < r.earned""",
    "cash reports follow each other without a gap, each from what the last one left": """
        SELECT count(*) FROM (SELECT dzien_od, saldo_poczatkowe, lag(dzien_do) OVER w AS before,
        lag(saldo_koncowe) OVER w AS left_over FROM finance_cash_reports WHERE organization_id = $1
        WINDOW w AS (PARTITION BY cash_box_id ORDER BY dzien_od)) AS r
        WHERE before + 1 <> dzien_od OR left_over <> saldo_poczatkowe""",
    "the main cash box has a closed report for most of two years": """
        SELECT (count(*) < 20)::int FROM finance_cash_reports WHERE organization_id = $1 AND stan = 'zamkniety'""",
    "nothing was booked after today": """
        SELECT count(*) FROM finance_transactions WHERE organization_id = $1 AND data > now() + interval '1 day'""",
    "the main cash box holds six to twelve thousand": f"""
        SELECT (({_HELD} AND t.uzytkownik_id IS NULL AND t.rodzaj = 'gotowka')
        NOT BETWEEN 6000 AND 12000)::int""",
    "a crew holds four thousand at most": f"""
        SELECT count(*) FROM (SELECT sum({_SIGNED}) AS held FROM finance_transactions AS t
        JOIN auth_users AS u ON u.id = t.uzytkownik_id AND u.name IN ('Damian Kowal', 'Rafał Sosna')
        WHERE {_BOOKED} AND t.rodzaj = 'gotowka' GROUP BY u.id) AS h WHERE held NOT BETWEEN 0 AND 4000""",
    "the bank holds 120 to 220 thousand": f"""
        SELECT (({_HELD} AND t.rodzaj = 'przelew') NOT BETWEEN 120000 AND 220000)::int""",
    "nothing that holds money was ever below nothing, the bank, cards and BLIK included": f"""
        SELECT count(*) FROM (SELECT sum({_SIGNED}) OVER (PARTITION BY t.rodzaj, t.uzytkownik_id ORDER BY t.data, t.id)
        AS held FROM finance_transactions AS t WHERE {_BOOKED}) AS h WHERE held < 0""",
    "what came by card and BLIK is in the bank within eight days": f"""
        SELECT count(*) FROM finance_transactions AS t WHERE {_BOOKED} AND t.rodzaj IN ('karta', 'blik')
        AND t.typ = 'przychod' AND t.data < now() - interval '8 days' AND NOT EXISTS (
        SELECT FROM finance_transactions AS s WHERE s.organization_id = $1 AND s.rodzaj = t.rodzaj
        AND s.typ = 'rozchod' AND s.linked_entity_type = 'inter_cash_transfer'
        AND s.data BETWEEN t.data AND t.data + interval '8 days')""",
    "no more than fifteen thousand lies in a cash box over night": f"""
        SELECT count(*) FROM (SELECT t.uzytkownik_id, t.data::date AS day, sum(sum({_SIGNED})) OVER (
            PARTITION BY t.uzytkownik_id ORDER BY t.data::date) AS held
        FROM finance_transactions AS t WHERE {_BOOKED} AND t.rodzaj = 'gotowka' GROUP BY 1, 2) AS h
        WHERE held > 15000""",
    "cash is carried to the bank in most weeks": f"""
        SELECT (count(DISTINCT date_trunc('week', t.data)) < 60)::int FROM finance_transactions AS t WHERE {_BOOKED}
        AND t.rodzaj = 'gotowka' AND t.linked_entity_type = 'inter_cash_transfer'""",
    "companies pay no cash over the limit of fifteen thousand a contract (art. 19 Prawa przedsiębiorców)": """
        SELECT count(*) FROM (SELECT sum(p.cena) AS paid FROM contracts_payments AS p
        JOIN contracts_contracts AS c ON c.id = p.contract_id
        JOIN customers_entities AS e ON e.id = c.customer_id AND e.kind = 'company'
        WHERE p.organization_id = $1 AND p.rodzaj = 'gotowka' AND p.potwierdzona GROUP BY c.id) AS b
        WHERE paid > 15000""",
    "nobody sends more than five thousand by BLIK": """
        SELECT count(*) FROM contracts_payments WHERE organization_id = $1
        AND rodzaj = 'blik' AND cena > 5000""",
    "some fees of measurements are credited to the contract that came of them": """
        SELECT (count(*) < 10)::int FROM measurements_measurements AS m JOIN contracts_payments AS p
        ON p.id = m.platnosc_id AND p.contract_id = m.contract_id AND p.transaction_id = m.transaction_id
        AND p.cena = m.kwota WHERE m.organization_id = $1""",
    "no cash box bears the code of a document": """
        SELECT count(*) FROM finance_cash_boxes WHERE organization_id = $1 AND kod IN ('KP', 'KW', 'RK')""",
    "nobody approves alone what they entered above the threshold": """
        SELECT count(*) FROM finance_transactions WHERE organization_id = $1 AND kwota > 2000
        AND stan = 'zaksiegowana' AND zatwierdzil_id = autor_id""",
}


def _of(table: str, condition: str = "true") -> str:
    return f"SELECT count(*) FROM finance_{table} WHERE organization_id = $1 AND {condition}"


_MEASURED: Final = "SELECT count(*) FROM measurements_measurements WHERE organization_id = $1"
VOLUMES: Final = {
    "measurements": (252, _MEASURED),
    "approved measurements": (222, f"{_MEASURED} AND zatwierdzony_at IS NOT NULL"),
    "entries of payments": (496, _of("transactions", "linked_entity_type = 'payment_method'")),
    "entries that wait": (14, _of("transactions", "oczekuje")),
    "approvals": (96, _of("approvals")),
    "open approvals": (14, _of("approvals", "decyzja IS NULL")),
    "refused approvals": (4, _of("approvals", "decyzja = 'odrzucono'")),
    "transfers": (58, _of("transfers")),
    "accepted transfers": (52, _of("transfers", "status = 'zaakceptowany'")),
    "refused transfers": (3, _of("transfers", "status = 'odrzucony'")),
    "credited fees": (24, f"{_MEASURED} AND platnosc_id IS NOT NULL"),
}
