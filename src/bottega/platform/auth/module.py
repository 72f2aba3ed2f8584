"""The manifest of sign-in, accounts and permissions."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="auth",
    title=T(en="Authentication & Accounts", pl="Logowanie i konta"),
    section="Authentication & Accounts",
    description="Sign-in, sessions, passwords, users, roles and what they may do.",
    requires=("directory",),
    features={
        "auth.users.list": T(en="List users", pl="Lista użytkowników"),
        "auth.users.create": T(en="Create users", pl="Dodawanie użytkowników"),
        "auth.users.edit": T(en="Edit users", pl="Edycja użytkowników"),
        "auth.users.delete": T(en="Delete users", pl="Usuwanie użytkowników"),
        "auth.roles.list": T(en="List roles", pl="Lista ról"),
        "auth.roles.manage": T(en="Manage roles", pl="Zarządzanie rolami"),
        "auth.acl.manage": T(en="Manage ACLs", pl="Zarządzanie uprawnieniami"),
        "auth.sidebar.manage": T(en="Manage sidebar presets", pl="Zarządzanie menu"),
    },
    needs={
        "auth.acl.manage": ("auth.roles.list", "auth.users.list"),
        # Whose presets they are stands beside them.
        "auth.sidebar.manage": (),
    },
    grants={"admin": ("auth.*",)},
)
