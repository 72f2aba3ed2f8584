"""Alembic's entry: runs migrations on the connection it is given."""

from typing import Any

from alembic import context

config = context.config
connection: Any = config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=config.attributes["metadata"],
    # Guards and the job queue's tables are nobody's migration; indexes of an extension are where the server has it.
    include_name=lambda name, kind, _parents: (
        not (name or "").endswith("_nearest") if kind == "index" else not (name or "").startswith("pgqueuer")
    ),
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
