"""Table of sign-up requests, which belong to no tenant yet."""

from datetime import datetime
from typing import ClassVar, Literal, get_args
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import closed
from bottega.kernel.database.tables import Table

Status = Literal["pending", "processing", "completed"]


class SignUp(Table):
    """Somebody who wants a tenant: one request an address, of which only hashes and a sealed text are kept.

    The ids of what is founded are chosen when the link is followed, before anything is founded: so an attempt that was
    interrupted is taken up where it stopped.
    """

    __tablename__ = "onboarding_requests"
    entity: ClassVar[str] = "onboarding:request"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    email_hash: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    # Who they are, with the hash of their password; wiped when it is done.
    applicant: Mapped[str | None]
    status: Mapped[str] = closed(get_args(Status), server_default=text("'pending'"))
    processing_started_at: Mapped[datetime | None]
    founded_tenant_id: Mapped[UUID | None]
    founded_organization_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    last_email_sent_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    completed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
