"""Sign-in, accounts and permissions.

Other modules may use ``read_acl``, ``acl_of``, ``resolve`` and ``SOURCES`` to work out what a principal of theirs may do and
see, and ``found_tenant``, ``add_role`` and ``add_user`` to set a tenant up.
"""

from bottega.platform.auth.founding import add_role, add_user, found_tenant
from bottega.platform.auth.identity import SOURCES, acl_of, read_acl, resolve

__all__ = ["SOURCES", "acl_of", "add_role", "add_user", "found_tenant", "read_acl", "resolve"]
