"""Shared texts of this module: refusals, labels, and names of special roles."""

from typing import Final

from bottega.kernel.i18n import T

SUPERADMIN: Final = "superadmin"
RESERVED_ROLES: Final = frozenset({SUPERADMIN, "admin"})

USER_NOT_FOUND: Final = T(en="User not found", pl="Nie znaleziono użytkownika")
USER_ID_REQUIRED: Final = T(en="User id required", pl="Wymagany jest identyfikator użytkownika")
ROLE_NOT_FOUND: Final = T(en="Role not found", pl="Nie znaleziono roli")
ROLE_ID_REQUIRED: Final = T(en="Role id required", pl="Wymagany jest identyfikator roli")
ORGANIZATION_NOT_FOUND: Final = T(en="Organization not found", pl="Nie znaleziono organizacji")
ONLY_SUPER_ACCOUNTS: Final = T(
    en="Only super administrators can modify super administrator accounts.",
    pl="Tylko superadministratorzy mogą zmieniać konta superadministratorów.",
)
ONLY_SUPER_ROLES: Final = T(
    en="Only super administrators can modify super administrator roles.",
    pl="Tylko superadministratorzy mogą zmieniać role superadministratorów.",
)
ACL_NOT_FOUND: Final = T(en="Not found", pl="Nie znaleziono")
