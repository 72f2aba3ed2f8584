"""Settings of a deployment, read from the environment.

With nothing set everything works: data under ``./data``, an embedded PostgreSQL, generated secrets. What an
administrator may change while the system runs lives in the database, not here. ``docs/settings.md`` lists the
same fields, and a test compares the two.
"""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Deployment settings; a field ``name`` is read from ``BOTTEGA_NAME`` unless it says otherwise."""

    model_config = SettingsConfigDict(env_prefix="BOTTEGA_", frozen=True, extra="ignore", populate_by_name=True)

    data: Path = Field(default=Path("data"), description="Folder of everything that must survive a restart.")
    database_url: str | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL 18 to use instead of the embedded one; its user owns the tables.",
    )
    database_pooler: bool = Field(
        default=False,
        description="The database is reached through a pooler that shares connections between transactions.",
    )
    pool_size: int = Field(default=8, ge=2, le=200, description="Database connections of one HTTP process.")
    statement_timeout_ms: int = Field(default=30_000, ge=0, description="Longest SQL statement; 0 means no limit.")
    lock_timeout_ms: int = Field(default=10_000, ge=0, description="Longest wait for a row lock; 0 means no limit.")
    idle_transaction_timeout_ms: int = Field(
        default=60_000, ge=0, description="Longest idle time inside a transaction; 0 means no limit."
    )

    host: str = Field(default="127.0.0.1", description="Address the HTTP server listens on.")
    port: int = Field(default=8000, ge=0, le=65_535, description="Port the HTTP server listens on; 0 picks one.")
    workers: int = Field(default=1, ge=1, le=64, description="Number of HTTP processes.")
    app_url: str | None = Field(
        default=None,
        validation_alias="APP_URL",
        description="Public address of the installation; links in e-mails and redirects are built from it.",
    )
    production: bool = Field(default=False, description="Cookies get the Secure attribute; demo users are refused.")
    max_body_bytes: int = Field(default=1_048_576, ge=1024, description="Largest JSON or form body in bytes.")
    max_upload_bytes: int = Field(default=33_554_432, ge=1024, description="Largest uploaded file in bytes.")
    max_connections: int = Field(
        default=1000, ge=10, le=50_000, description="Connections of one HTTP process; more end the idlest."
    )
    request_seconds: float = Field(
        default=20,
        ge=1,
        le=600,
        description="Longest time for the head of a request, and for a client's silence within a body or an answer.",
    )
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], BeforeValidator(lambda given: str(given).lower())
    ] = Field(default="info", description="Lowest level that is logged: debug, info, warning or error.")
    log_json: bool = Field(default=False, description="Write logs as JSON lines instead of readable text.")
    metrics_token: str | None = Field(
        default=None,
        min_length=16,
        description="Bearer token that `/metrics` asks for; unset, it is shown to this machine only.",
    )
    docs_require_auth: bool = Field(
        default=False, description="The API documentation is shown to signed-in users only."
    )

    jwt_secret: str | None = Field(
        default=None,
        validation_alias="JWT_SECRET",
        description="Secret the access tokens are signed with; generated in the data folder when unset.",
    )
    master_key: str | None = Field(
        default=None,
        description="Base64 of 32 bytes that wrap every tenant's data key; generated in the data folder when unset.",
    )
    new_master_key: str | None = Field(
        default=None,
        description="The master key to come, for `bottega keys rewrap`; generated in the data folder when unset.",
    )
    tenant_data_encryption: bool = Field(
        default=True,
        validation_alias="TENANT_DATA_ENCRYPTION",
        description="Personal data is encrypted at rest with a key of its tenant.",
    )

    access_token_seconds: int = Field(default=28_800, ge=60, description="Lifetime of an access token.")
    remember_me_days: int = Field(
        default=30, ge=1, validation_alias="REMEMBER_ME_DAYS", description="Lifetime of a remembered session."
    )
    password_min_length: int = Field(default=6, ge=6, le=128, description="Fewest characters of a password.")
    password_require_digit: bool = Field(default=True, description="A password needs a digit.")
    password_require_uppercase: bool = Field(default=True, description="A password needs an upper-case letter.")
    password_require_special: bool = Field(default=True, description="A password needs a special character.")

    rate_limit_enabled: bool = Field(
        default=True, validation_alias="RATE_LIMIT_ENABLED", description="Sign-in and the like are rate limited."
    )
    rate_limits: dict[str, int] = Field(
        default_factory=dict,
        description='Other limits, as JSON: {"RATE_LIMIT_LOGIN_POINTS": 10, "RATE_LIMIT_LOGIN_DURATION": 60}.',
    )
    trust_proxy_depth: int = Field(
        default=0,
        ge=0,
        le=10,
        validation_alias="RATE_LIMIT_TRUST_PROXY_DEPTH",
        description="Number of trusted proxies in front; 0 ignores X-Forwarded-For.",
    )

    job_retry_seconds: float = Field(
        default=2.0,
        gt=0,
        le=3600,
        description="Pause before a failed job is tried again; each further one is four times as long.",
    )

    queue_strategy: Annotated[Literal["async", "local"], BeforeValidator(lambda given: str(given).strip().lower())] = (
        Field(
            default="async",
            validation_alias="QUEUE_STRATEGY",
            description="How schedules run: through the job queue (`async`), or one by one without history (`local`).",
        )
    )
    scheduler_poll_interval_ms: int = Field(
        default=1000,
        ge=100,
        le=3_600_000,
        validation_alias="SCHEDULER_POLL_INTERVAL_MS",
        description="Pause between two looks for schedules that are due, in milliseconds.",
    )
    auto_spawn_scheduler: bool = Field(
        default=True,
        validation_alias="AUTO_SPAWN_SCHEDULER",
        description="Workers of this process look for schedules that are due.",
    )

    smtp_url: str | None = Field(
        default=None, description="smtp://user:password@host:port (smtps for TLS); unset writes mails to a folder."
    )
    email_from: str = Field(
        default="no-reply@localhost", validation_alias="EMAIL_FROM", description="Sender of every e-mail."
    )
    storage_url: str | None = Field(
        default=None, description="Where files are kept (file, s3, gs or az URL); unset keeps them in the data folder."
    )
    attachment_max_bytes: int = Field(
        default=26_214_400, ge=1024, description="Largest file that may be attached to a record, in bytes."
    )
    attachment_quota_bytes: int = Field(
        default=536_870_912, ge=1024, description="Most bytes of attachments that one tenant may keep."
    )
    attachment_retention_days: float = Field(
        default=30, gt=0, description="How long deleted attachments can be brought back; they are removed after that."
    )
    thumbnail_cache_bytes: int = Field(
        default=1_073_741_824,
        ge=1_048_576,
        description="Most bytes of small pictures that are kept ready on this disk.",
    )
    partition_storage: dict[str, str] = Field(
        default_factory=dict,
        description='Where partitions of attachments are kept, if not with the other files: {"photos": "s3://bucket"}.',
    )

    tokens_enabled: bool = Field(
        default=True,
        validation_alias="OM_SEARCH_ENABLED",
        description="The global search looks for the words of encrypted fields, too.",
    )
    meilisearch_host: str | None = Field(
        default=None,
        validation_alias="MEILISEARCH_HOST",
        description="Address of a Meilisearch server that answers full-text searches instead of PostgreSQL.",
    )
    meilisearch_api_key: str | None = Field(
        default=None, validation_alias="MEILISEARCH_API_KEY", description="Key of that server, with rights on indexes."
    )
    meilisearch_index_prefix: str = Field(
        default="om",
        min_length=1,
        max_length=100,
        pattern=r"^[A-Za-z0-9_-]+$",
        validation_alias="MEILISEARCH_INDEX_PREFIX",
        description="What the names of its indexes begin with; there is one a tenant.",
    )
    vector_autoindexing_disabled: bool = Field(
        default=False,
        validation_alias="DISABLE_VECTOR_SEARCH_AUTOINDEXING",
        description="Records are embedded only when somebody asks for it.",
    )
    embedding_seconds: float = Field(
        default=10, gt=0, le=120, description="Longest wait for a provider of embeddings, for each batch of texts."
    )
    embedding_private_urls: bool = Field(
        default=False, description="Administrators of tenants may choose providers of embeddings in private networks."
    )
    openai_base_url: str = Field(
        default="https://api.openai.com/v1",
        validation_alias="OPENAI_BASE_URL",
        description="Where embeddings of the provider `openai` are asked for: any address that speaks its protocol.",
    )
    mistral_api_key: str | None = Field(
        default=None, validation_alias="MISTRAL_API_KEY", repr=False, description="Key of Mistral, for embeddings."
    )
    cohere_api_key: str | None = Field(
        default=None, validation_alias="COHERE_API_KEY", repr=False, description="Key of Cohere, for embeddings."
    )
    ollama_base_url: str | None = Field(
        default=None, validation_alias="OLLAMA_BASE_URL", description="Address of an Ollama server, for embeddings."
    )

    audit_core_retention_days: float = Field(
        default=7,
        gt=0,
        validation_alias="AUDIT_LOGS_CORE_RETENTION_DAYS",
        description="How long reads of users and roles stay in the access log.",
    )
    audit_retention_hours: float = Field(
        default=8,
        gt=0,
        validation_alias="AUDIT_LOGS_NON_CORE_RETENTION_HOURS",
        description="How long every other read stays in the access log.",
    )

    self_service_onboarding_enabled: bool = Field(
        default=False,
        validation_alias="SELF_SERVICE_ONBOARDING_ENABLED",
        description="Anybody may sign up for a tenant of their own, and confirms their address by e-mail.",
    )
    admin_email: str | None = Field(
        default=None,
        validation_alias="ADMIN_EMAIL",
        description="Who is told by e-mail that somebody has signed up; nobody when unset.",
    )
    upgrade_actions_enabled: bool = Field(
        default=True,
        validation_alias="UPGRADE_ACTIONS_ENABLED",
        description="Administrators are shown what a new version proposes to do once.",
    )

    ai_provider: Literal["anthropic", "openai", "google"] | None = Field(
        default=None,
        description="Whose model the assistant uses: anthropic, openai or google; unset, the first that has a key.",
    )
    ai_model: str | None = Field(default=None, description="Which model; unset, the provider's usual one.")
    ai_base_url: str | None = Field(
        default=None,
        description="Address of an OpenAI-compatible server to ask instead of the provider's own, such as Ollama.",
    )
    anthropic_api_key: str | None = Field(
        default=None,
        validation_alias="ANTHROPIC_API_KEY",
        repr=False,
        description="Key for Anthropic, for tenants without one of their own.",
    )
    openai_api_key: str | None = Field(
        default=None,
        validation_alias="OPENAI_API_KEY",
        repr=False,
        description="Key for OpenAI: for embeddings, and the assistant of tenants without one of their own.",
    )
    google_api_key: str | None = Field(
        default=None,
        validation_alias="GOOGLE_GENERATIVE_AI_API_KEY",
        repr=False,
        description="Key for Google: for embeddings, and the assistant of tenants without one of their own.",
    )
    mcp_key: str | None = Field(
        default=None, repr=False, description="Key that `bottega mcp` acts with: a session key or an API key."
    )
    ai_chat_seconds: float = Field(
        default=300, ge=5, le=3600, description="Longest time of one answer of the assistant, with all it does for it."
    )

    demo_password: str | None = Field(
        default=None, description="Password of the demo's people, instead of the published one."
    )
    init_organization: str = Field(default="Bottega", description="Name of the first organization.")
    init_superadmin_email: str = Field(
        default="superadmin@example.com", description="E-mail of the first user, who may do everything."
    )
    init_superadmin_password: str | None = Field(default=None, description="Their password; generated when unset.")
    init_admin_email: str | None = Field(default=None, description="E-mail of a first administrator, if wanted.")
    init_admin_password: str | None = Field(default=None, description="Their password; generated when unset.")
    init_employee_email: str | None = Field(default=None, description="E-mail of a first employee, if wanted.")
    init_employee_password: str | None = Field(default=None, description="Their password; generated when unset.")

    @cached_property
    def data_folder(self) -> Path:
        """The data folder as an absolute path."""
        return self.data.expanduser().resolve()

    @property
    def public_url(self) -> str:
        """Address links are built from: never taken from a request, which a stranger can forge."""
        return (self.app_url or f"http://{self.host}:{self.port}").rstrip("/")
