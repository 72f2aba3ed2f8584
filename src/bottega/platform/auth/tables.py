"""Tables of users, roles, ACLs, sessions and credentials."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.tables import TenantChild, check, reference, unique
from bottega.kernel.encryption.sealing import sealed_column
from bottega.kernel.i18n import T

EMAIL_TAKEN = T(en="Email already in use", pl="Ten adres e-mail jest już zajęty")
ROLE_TAKEN = T(en="A role with this name already exists", pl="Rola o tej nazwie już istnieje")


class User(TenantChild):
    """Somebody who can sign in. The address is encrypted; its keyed hash finds them at sign-in.

    The password is not here but in ``Credential``, to which ``credential_id`` points: so audit images hold no
    secret. What was replaced, address or password, never comes back by undo.
    """

    __tablename__ = "auth_users"
    entity: ClassVar[str] = "auth:user"
    called = T(en="User", pl="Użytkownik")
    is_record = True
    announces = "update delete"
    quiet = frozenset({"last_login_at"})
    rules = (unique("email", "email_hash", EMAIL_TAKEN, field="email", status=409),)

    organization_id: Mapped[UUID] = reference("directory_organizations")
    email: Mapped[str] = sealed_column()
    email_hash: Mapped[str] = mapped_column(index=True)
    name: Mapped[str | None]
    credential_id: Mapped[UUID | None]
    is_confirmed: Mapped[bool] = mapped_column(server_default=text("true"))
    last_login_at: Mapped[datetime | None]
    custom: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class Credential(TenantChild):
    """A password somebody has or had, hashed; ``retired_at`` says since when nobody signs in with it."""

    __tablename__ = "auth_credentials"
    entity: ClassVar[str] = "auth:credential"

    user_id: Mapped[UUID] = mapped_column(index=True)
    password_hash: Mapped[str]
    retired_at: Mapped[datetime | None]


class Session(TenantChild):
    """A sign-in that still counts; its id is the ``sid`` of the access token.

    A browser that is to remember it keeps a token of two halves: the first says which session is meant, as long as it
    lives (``token_hash``), the second is exchanged whenever it is used (``secret_hash``).
    It counts only while its user has the password it was opened with: whatever changes the password ends it.
    """

    __tablename__ = "auth_sessions"
    entity: ClassVar[str] = "auth:session"
    announces = "update delete"
    quiet = frozenset({"last_used_at", "secret_hash", "former_secret_hash", "exchanged_at"})

    user_id: Mapped[UUID] = mapped_column(index=True)
    credential_id: Mapped[UUID | None]
    token_hash: Mapped[str | None] = mapped_column(index=True)
    secret_hash: Mapped[str | None]
    former_secret_hash: Mapped[str | None]
    exchanged_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    last_used_at: Mapped[datetime | None]


class PasswordReset(TenantChild):
    """A reset link that was sent; its token is stored hashed and works once."""

    __tablename__ = "auth_password_resets"
    entity: ClassVar[str] = "auth:password_reset"

    user_id: Mapped[UUID] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(index=True, unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Role(TenantChild):
    """A name for a set of permissions, which ``RoleAcl`` holds."""

    __tablename__ = "auth_roles"
    entity: ClassVar[str] = "auth:role"
    called = T(en="Role", pl="Rola")
    is_record = True
    announces = "update delete"
    rules = (
        unique("name", "lower(name)", ROLE_TAKEN, field="name"),
        check(
            "name", "length(name) BETWEEN 2 AND 100", T(en="2 to 100 characters", pl="Od 2 do 100 znaków"), field="name"
        ),
    )

    name: Mapped[str]
    custom: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class UserRole(TenantChild):
    """A user has a role."""

    __tablename__ = "auth_user_roles"
    entity: ClassVar[str] = "auth:user_role"
    announces = "insert update delete"
    rules = (unique("pair", "user_id, role_id", T(en="The user has this role", pl="Użytkownik ma już tę rolę")),)

    user_id: Mapped[UUID] = reference("auth_users", blocks=False)
    role_id: Mapped[UUID] = reference("auth_roles")


class RoleAcl(TenantChild):
    """What a role may do; ``organizations`` empty of a list (NULL) means all."""

    __tablename__ = "auth_role_acls"
    entity: ClassVar[str] = "auth:role_acl"
    announces = "insert update delete"
    rules = (unique("role", "role_id", T(en="The role has an ACL", pl="Rola ma już uprawnienia")),)

    role_id: Mapped[UUID] = reference("auth_roles", blocks=False)
    features: Mapped[list[str]] = mapped_column(server_default=text("'{}'::text[]"))
    is_super_admin: Mapped[bool] = mapped_column(server_default=text("false"))
    organizations: Mapped[list[UUID] | None]


class UserAcl(TenantChild):
    """What one user may do instead of what their roles say."""

    __tablename__ = "auth_user_acls"
    entity: ClassVar[str] = "auth:user_acl"
    announces = "insert update delete"
    rules = (unique("user", "user_id", T(en="The user has an ACL", pl="Użytkownik ma już uprawnienia")),)

    user_id: Mapped[UUID] = reference("auth_users", blocks=False)
    features: Mapped[list[str]] = mapped_column(server_default=text("'{}'::text[]"))
    is_super_admin: Mapped[bool] = mapped_column(server_default=text("false"))
    organizations: Mapped[list[UUID] | None]


class KnownGrants(TenantChild):
    """What the product has granted a default role by itself so far: given when the role was made, or offered since.

    What is not among it is new. It is written beside the history: nobody decides anything here.
    """

    __tablename__ = "auth_known_grants"
    entity: ClassVar[str] = "auth:known_grants"
    rules = (unique("role", "role_id", T(en="Known already", pl="Już znane")),)

    role_id: Mapped[UUID]
    features: Mapped[list[str]] = mapped_column(server_default=text("'{}'::text[]"))


class GrantOffer(TenantChild):
    """A feature, perhaps a wildcard, that a newer version of the product grants a role the tenant has already."""

    __tablename__ = "auth_grant_offers"
    entity: ClassVar[str] = "auth:grant_offer"
    called = T(en="Offered permission", pl="Proponowane uprawnienie")
    rules = (
        unique("feature", "role_id, feature", T(en="Offered already", pl="Już zaproponowano")),
        among("state", ("offered", "accepted", "declined"), T(en="Unknown state", pl="Nieznany stan")),
    )

    role_id: Mapped[UUID] = reference("auth_roles", blocks=False)
    feature: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=text("'offered'"))


class Invitation(TenantChild):
    """The link by which somebody without a password sets their first one; stored hashed, it works once.

    A user has one; sending it again replaces the link. The row stays, so that the office sees what became of it.
    """

    __tablename__ = "auth_invitations"
    entity: ClassVar[str] = "auth:invitation"
    rules = (unique("user", "user_id", T(en="Invited already", pl="Już zaproszono")),)

    user_id: Mapped[UUID]
    token_hash: Mapped[str | None] = mapped_column(index=True, unique=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class SidebarPreference(TenantChild):
    """How somebody, or everybody with a role, wants the navigation; ``owner_id`` is a user or a role."""

    __tablename__ = "auth_sidebar_preferences"
    entity: ClassVar[str] = "auth:sidebar_preference"
    announces = "insert update delete"
    rules = (
        unique(
            "owner",
            "owner_id, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid), locale",
            T(en="Already stored", pl="Już zapisano"),
        ),
    )

    owner_id: Mapped[UUID]
    organization_id: Mapped[UUID | None]
    locale: Mapped[str]
    settings: Mapped[dict[str, Any]]
