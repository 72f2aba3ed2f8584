"""Entries of the menu that no screen stands for."""

from bottega.kernel.i18n import T
from bottega.platform.auth.module import module
from bottega.platform.navigation_groups import PEOPLE

module.page("/backend/auth/profile", T(en="My profile", pl="Mój profil"), group=PEOPLE, icon="user", order=30)
