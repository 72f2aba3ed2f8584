"""Invariants of the ledger, as SQL queries that return violations.

Constraints, locks and triggers see to it that nothing ever is. That is exactly why somebody should look: a mistake in
them would show here first.
"""

from dataclasses import dataclass
from typing import Final

from bottega.business.finance.ledger import Transaction
from bottega.kernel.database import running_totals
from bottega.kernel.database.row_counts import counts_sql
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day_sql


@dataclass(frozen=True)
class Check:
    """A question whose answer should be empty, and what it means when it is not."""

    code: str
    meaning: T
    sql: str


# Each takes the tenant as ``$1`` and answers organization, record and two figures that should be equal.
CHECKS: Final = (
    Check(
        "sumy",
        T(en="a stored sum differs from the sum of the entries", pl="przechowywana suma różni się od sumy pozycji"),
        (
            f"SELECT organization_id, NULL::uuid AS record_id, kept AS found, real AS expected"
            f" FROM ({running_totals.drift_sql(Transaction)}) AS drift"
        ),
    ),
    Check(
        "liczba_oczekujacych",
        T(
            en="the stored number of pending entries differs from the actual one",
            pl="przechowywana liczba oczekujących pozycji różni się od rzeczywistej",
        ),
        f"""
        SELECT organization_id, NULL::uuid AS record_id, sum(kept) AS found, sum(real) AS expected FROM (
            SELECT organization_id, n AS kept, 0 AS real FROM ({counts_sql(Transaction)}) AS n WHERE oczekuje = 'true'
            UNION ALL SELECT organization_id, 0, 1 FROM finance_transactions
            WHERE tenant_id = $1 AND oczekuje AND deleted_at IS NULL) AS c
        GROUP BY 1 HAVING sum(kept) <> sum(real)""",
    ),
    Check(
        "przekazanie",
        T(en="a transfer and its two entries disagree", pl="przekazanie nie zgadza się ze swoimi dwiema pozycjami"),
        """
        SELECT f.organization_id, f.id AS record_id, count(t.id)::numeric AS found, 2::numeric AS expected
        FROM finance_transfers AS f LEFT JOIN finance_transactions AS t ON t.tenant_id = f.tenant_id
            AND t.id IN (f.rozchod_id, f.przychod_id) AND t.linked_entity_id = f.id AND t.kwota = f.kwota
            AND t.rodzaj = f.rodzaj AND t.charakter = 'wewnetrzna'
            AND t.typ = CASE t.id WHEN f.rozchod_id THEN 'rozchod' ELSE 'przychod' END
            AND t.uzytkownik_id = CASE t.id WHEN f.rozchod_id THEN f.nadawca_id ELSE f.odbiorca_id END
            AND t.stan = CASE f.status WHEN 'oczekuje' THEN 'oczekuje' WHEN 'zaakceptowany' THEN 'zaksiegowana'
                ELSE 'anulowana' END
        WHERE f.tenant_id = $1 AND f.deleted_at IS NULL
        GROUP BY f.organization_id, f.id HAVING count(t.id) <> 2""",
    ),
    Check(
        "przesuniecia_suma",
        T(en="transfers and moves do not add up to zero", pl="przesunięcia i przekazania nie sumują się do zera"),
        """
        SELECT organization_id, NULL::uuid AS record_id,
            sum(CASE typ WHEN 'przychod' THEN kwota ELSE -kwota END) AS found, 0::numeric AS expected
        FROM finance_transactions WHERE tenant_id = $1 AND charakter = 'wewnetrzna' AND stan = 'zaksiegowana'
            AND deleted_at IS NULL
        GROUP BY organization_id HAVING sum(CASE typ WHEN 'przychod' THEN kwota ELSE -kwota END) <> 0""",
    ),
    Check(
        "przesuniecie",
        T(en="a move between cash boxes lacks its other side", pl="przesunięcie międzykasowe nie ma drugiej strony"),
        """
        SELECT a.organization_id, a.id AS record_id, a.kwota AS found, coalesce(b.kwota, 0) AS expected
        FROM finance_transactions AS a LEFT JOIN finance_transactions AS b ON b.tenant_id = a.tenant_id
            AND b.id = a.linked_entity_id AND b.linked_entity_id = a.id AND b.stan = a.stan AND b.deleted_at IS NULL
        WHERE a.tenant_id = $1 AND a.linked_entity_type = 'inter_cash_transfer' AND a.stan = 'zaksiegowana'
            AND a.deleted_at IS NULL AND (b.id IS NULL OR b.kwota <> a.kwota OR b.typ = a.typ)""",
    ),
    Check(
        "storno",
        T(
            en="a storno is not the opposite of what it reverses",
            pl="storno nie jest odwrotnością pozycji, którą odwraca",
        ),
        """
        SELECT s.organization_id, s.id AS record_id, s.kwota AS found, coalesce(t.kwota, 0) AS expected
        FROM finance_transactions AS s LEFT JOIN finance_transactions AS t ON t.tenant_id = s.tenant_id
            AND t.id = s.linked_entity_id AND t.storno_id = s.id
        WHERE s.tenant_id = $1 AND s.charakter = 'storno' AND s.deleted_at IS NULL AND (t.id IS NULL
            OR t.kwota <> s.kwota OR t.typ = s.typ OR t.rodzaj <> s.rodzaj OR s.stan <> 'zaksiegowana'
            OR t.uzytkownik_id IS DISTINCT FROM s.uzytkownik_id)""",
    ),
    Check(
        "kasa_ujemna",
        T(en="the balance of a cash box is negative", pl="stan kasy jest ujemny"),
        """
        SELECT organization_id, cash_box_id AS record_id,
            sum(CASE typ WHEN 'przychod' THEN kwota ELSE -kwota END) AS found, 0::numeric AS expected
        FROM finance_transactions WHERE tenant_id = $1 AND cash_box_id IS NOT NULL AND stan = 'zaksiegowana'
            AND deleted_at IS NULL
        GROUP BY organization_id, cash_box_id HAVING sum(CASE typ WHEN 'przychod' THEN kwota ELSE -kwota END) < 0""",
    ),
    Check(
        "kasa_osoby",
        T(
            en="cash is not in the cash box of the person who holds it",
            pl="gotówka nie jest w kasie osoby, która ją trzyma",
        ),
        """
        SELECT t.organization_id, t.id AS record_id, t.kwota AS found, 0::numeric AS expected
        FROM finance_transactions AS t LEFT JOIN finance_cash_boxes AS b ON b.tenant_id = t.tenant_id
            AND b.id = t.cash_box_id
        WHERE t.tenant_id = $1 AND t.rodzaj = 'gotowka' AND t.stan = 'zaksiegowana' AND t.deleted_at IS NULL
            AND (b.id IS NULL OR b.organization_id <> t.organization_id
                OR b.uzytkownik_id IS DISTINCT FROM t.uzytkownik_id)""",
    ),
    Check(
        "raport_saldo",
        T(
            en="a closed cash report does not end with what the ledger says",
            pl="zamknięty raport kasowy nie kończy się stanem z księgi",
        ),
        f"""
        SELECT r.organization_id, r.id AS record_id, r.saldo_koncowe AS found, coalesce((
            SELECT sum(CASE typ WHEN 'przychod' THEN kwota ELSE -kwota END) FROM finance_transactions AS t
            WHERE t.tenant_id = r.tenant_id AND t.cash_box_id = r.cash_box_id AND t.stan = 'zaksiegowana'
                AND t.deleted_at IS NULL AND {local_day_sql("t.data")} <= r.dzien_do), 0) AS expected
        FROM finance_cash_reports AS r WHERE r.tenant_id = $1 AND r.stan = 'zamkniety' AND r.deleted_at IS NULL
            AND r.saldo_koncowe <> coalesce((
            SELECT sum(CASE typ WHEN 'przychod' THEN kwota ELSE -kwota END) FROM finance_transactions AS t
            WHERE t.tenant_id = r.tenant_id AND t.cash_box_id = r.cash_box_id AND t.stan = 'zaksiegowana'
                AND t.deleted_at IS NULL AND {local_day_sql("t.data")} <= r.dzien_do), 0)""",
    ),
    Check(
        "raport_ciaglosc",
        T(
            en="a cash report does not begin where the last one ended",
            pl="raport kasowy nie zaczyna się tam, gdzie skończył się poprzedni",
        ),
        """
        SELECT organization_id, id AS record_id, saldo_poczatkowe AS found, before AS expected FROM (
            SELECT *, lag(saldo_koncowe) OVER w AS before, lag(dzien_do) OVER w AS ended FROM finance_cash_reports
            WHERE tenant_id = $1 AND deleted_at IS NULL WINDOW w AS (PARTITION BY cash_box_id ORDER BY dzien_od)) AS r
        WHERE ended IS NOT NULL AND (dzien_od <> ended + 1 OR stan = 'zamkniety' AND saldo_poczatkowe <> before)""",
    ),
)
# Of confirmed payments, asked of ``contracts``, which knows them.
PAYMENT_WITHOUT_ENTRY: Final = T(
    en="a confirmed payment and its booked entry disagree",
    pl="potwierdzona wpłata nie zgadza się z zaksięgowaną pozycją",
)
ENTRY_WITHOUT_PAYMENT: Final = T(
    en="an entry of a payment is booked, and the payment is not confirmed",
    pl="pozycja wpłaty jest zaksięgowana, a wpłata niepotwierdzona",
)
# Booked entries that confirmed payments may have: their own, or that of a measurement which is credited (BR-11).
BOOKED: Final = """
SELECT id, organization_id, contract_id, rodzaj, linked_entity_type, linked_entity_id,
    CASE typ WHEN 'przychod' THEN kwota ELSE -kwota END AS kwota
FROM finance_transactions WHERE tenant_id = $1 AND stan = 'zaksiegowana' AND storno_id IS NULL AND deleted_at IS NULL
  AND (linked_entity_type = 'payment_method' OR id = ANY($2))
"""
