"""Names of what records refer to: every reference of a list can be shown as words instead of an id."""

from installed import MODULES

from bottega.kernel.database.tables import CLASSES, sql_table

# What lists refer to and nobody names, and why.
NAMELESS = {"dictionaries:dictionary": "a dictionary's words are read by its key"}


def test_everything_that_lists_refer_to_has_a_name_or_a_reason() -> None:
    known = {entity for module in MODULES for entity in module.record_names}
    tables = {one.table for module in MODULES for one in module.operations if one.table is not None}
    targets = {
        column.info["target"] for table in tables for column in sql_table(table).columns if "target" in column.info
    }
    entities = {vars(CLASSES[target])["entity"] for target in targets if target}
    assert {*entities} - known - {*NAMELESS} == set()
    assert {*NAMELESS} & known == set()
