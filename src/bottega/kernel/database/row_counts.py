"""Kept numbers of live rows, as SQL that other queries read from.

Triggers append every change (``guards``), a job adds them up (``jobs.fold_counts``), and lists take their totals there.
"""

from bottega.kernel.database.tables import Table


def counts_sql(table: type[Table]) -> str:
    """SQL of the kept numbers of live rows of a tenant, ``$1``: ``organization_id``, the facets by name, and ``n``.

    A facet is a column of ``counted_by``, as text. The numbers are to be added up: several rows have the same facets.
    """
    assert table.counted_by is not None
    facets = "".join(f"facets[{place}] AS {name}, " for place, name in enumerate(table.counted_by, start=1))
    entity: str = vars(table)["entity"]
    return f"SELECT organization_id, {facets}n FROM row_counts WHERE tenant_id = $1 AND entity = '{entity}'"
