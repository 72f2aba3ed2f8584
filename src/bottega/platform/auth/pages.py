"""Navigation entries of this module."""

from bottega.kernel.i18n import T
from bottega.platform.auth.module import module

GROUP = T(en="Users & access", pl="Użytkownicy i dostęp")

module.page("/backend/users", T(en="Users", pl="Użytkownicy"), "auth.users.list", group=GROUP, icon="users", order=10)
module.page("/backend/roles", T(en="Roles", pl="Role"), "auth.roles.list", group=GROUP, icon="shield", order=20)
module.page("/backend/auth/profile", T(en="My profile", pl="Mój profil"), group=GROUP, icon="user", order=30)
