"""Search index: words, embeddings, work on it and its trail; settings of the search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None

# Embeddings are compared where the server has pgvector, and its user may install it; everything else works without.
# The index is for the dimension of the built-in encoder. A scan goes on until enough rows are of the tenant asked for.
_COMPARE = """
DO $install$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN
        RETURN;
    END IF;
    BEGIN
        CREATE EXTENSION IF NOT EXISTS vector;
    EXCEPTION WHEN insufficient_privilege THEN
        RETURN;
    END;
    CREATE INDEX ix_query_index_vectors_nearest ON query_index_vectors
        USING hnsw ((embedding::vector(256)) vector_cosine_ops) WHERE dimension = 256;
    CREATE FUNCTION query_index_nearest(
        wanted real[], wanted_model text, entities text[], organizations uuid[], most integer
    ) RETURNS TABLE (entity text, record_id uuid, similarity double precision)
    LANGUAGE plpgsql STABLE SET hnsw.iterative_scan = 'strict_order' SET hnsw.ef_search = 100 AS $nearest$
    BEGIN
        RETURN QUERY EXECUTE format(
            'SELECT v.entity, v.record_id, 1 - (v.embedding::vector(%1$s) <=> $1::vector(%1$s))
             FROM query_index_vectors AS v
             WHERE v.dimension = %1$s AND v.model = $2 AND v.entity = ANY($3)
               AND ($4::uuid[] IS NULL OR v.organization_id IS NULL OR v.organization_id = ANY($4))
             ORDER BY v.embedding::vector(%1$s) <=> $1::vector(%1$s) LIMIT $5',
            cardinality(wanted)
        ) USING wanted, wanted_model, entities, organizations, most;
    END $nearest$;
END $install$
"""


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "query_index_errors",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("entity_type", sa.Text(), nullable=True),
        sa.Column("record_id", sa.UUID(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column(
            "occurred_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_query_index_errors")),
    )
    op.create_index("ix_query_index_errors_newest", "query_index_errors", ["tenant_id", "id"], unique=False)
    op.create_table(
        "query_index_jobs",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("organizations", postgresql.ARRAY(sa.UUID()), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("entity_type", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("force", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("batch_size", sa.Integer(), server_default=sa.text("500"), nullable=False),
        sa.Column("started_by", sa.UUID(), nullable=True),
        sa.Column("started_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("heartbeat_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("finished_at", postgresql.TIMESTAMP(timezone=True, precision=3), nullable=True),
        sa.Column("cancelled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("processed_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_query_index_jobs")),
    )
    op.create_index(
        "uq_query_index_jobs_lock",
        "query_index_jobs",
        [
            "tenant_id",
            "subject",
            sa.literal_column("coalesce(entity_type, '')"),
            sa.literal_column("coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)"),
        ],
        unique=True,
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "query_index_logs",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("entity_type", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "occurred_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_query_index_logs")),
    )
    op.create_index("ix_query_index_logs_newest", "query_index_logs", ["tenant_id", "id"], unique=False)
    op.create_table(
        "search_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "not_before",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_changes")),
    )
    op.create_table(
        "search_settings",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("enabled_strategies", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("auto_index", sa.Boolean(), nullable=True),
        sa.Column("embedding", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_search_settings")),
    )
    op.create_table(
        "query_index_vectors",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("record_id", sa.UUID(), nullable=False),
        sa.Column("organization_id", sa.UUID(), nullable=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("embedding", postgresql.ARRAY(sa.REAL()), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            postgresql.TIMESTAMP(timezone=True, precision=3),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entity", "record_id"],
            ["search_rows.tenant_id", "search_rows.entity", "search_rows.record_id"],
            name="fk_query_index_vectors_search_rows",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "entity", "record_id", name=op.f("pk_query_index_vectors")),
    )
    op.create_index("ix_query_index_vectors_newest", "query_index_vectors", ["tenant_id", "updated_at"], unique=False)
    op.create_index(
        "ix_search_rows_lexemes",
        "search_rows",
        [sa.literal_column("lexemes(words, tenant_id)")],
        unique=False,
        postgresql_using="gin",
    )
    op.execute(_COMPARE)


def downgrade() -> None:
    """Back."""
    op.execute("DROP FUNCTION IF EXISTS query_index_nearest(real[], text, text[], uuid[], integer)")
    op.drop_index("ix_search_rows_lexemes", table_name="search_rows", postgresql_using="gin")
    op.drop_index("ix_query_index_vectors_newest", table_name="query_index_vectors")
    op.drop_table("query_index_vectors")
    op.drop_table("search_settings")
    op.drop_table("search_changes")
    op.drop_index("ix_query_index_logs_newest", table_name="query_index_logs")
    op.drop_table("query_index_logs")
    op.drop_index(
        "uq_query_index_jobs_lock", table_name="query_index_jobs", postgresql_where=sa.text("finished_at IS NULL")
    )
    op.drop_table("query_index_jobs")
    op.drop_index("ix_query_index_errors_newest", table_name="query_index_errors")
    op.drop_table("query_index_errors")
