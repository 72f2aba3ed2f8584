"""Sign-in, accounts and permissions.

Other modules may use

* ``read_acl``, ``read_acl_of_roles``, ``resolve`` and ``SOURCES`` to work out what a principal of theirs may do and
  see;
* ``found_tenant``, ``found_tenant_within``, ``add_default_role``, ``add_role``, ``add_user`` and ``grants_of`` to set a
  tenant up,
  ``open_session`` with ``SessionUser``, ``access_cookie`` and ``remembered_cookie`` to sign somebody in;
* ``offer_new_grants`` after an upgrade;
* ``check_role_grant``, ``check_acl_grant``, ``check_features``, ``check_reach``, ``check_organizations`` and
  ``find_roles`` to keep within the grant boundary;
* ``principal_of`` to act in somebody's name outside a request, with the rights they have then;
* ``colleagues`` (with ``Colleague``), ``require_colleague``, ``works_in``, ``holds``, ``role_names``, ``named_roles``
  and ``visible_roles`` to say who somebody is and what they may do, ``some_role_grants`` whether anybody may, and
  ``person_of`` whose settings count;
* ``reachable_users`` to find who reaches an organization, by id, by role or by what they may do there, and
  ``users_naming`` to find whom a restriction limits;
* ``author_of`` and ``author_for`` for what somebody writes in their own name;
* ``find_accounts`` (with ``Account``) to find somebody by their address, where no tenant is known yet;
* ``RESET_REQUESTED``, ``RESET_COMPLETED``, ``ROLE_ASSIGNED`` and ``ROLE_REVOKED``: what users are notified of;
* ``SIGNED_OUT`` with ``module.within``: somebody's sign-ins end, so what else works in their name ends too
  (``user_id``);
* ``OWNER_DELETED`` with ``module.within``: a user or a role is deleted (``owner_id``); what is theirs alone goes along,
  other records let go of them, and undo brings both back;
* ``TENANT_FEATURES`` with ``module.within`` and ``TenantFeature`` to add what can be granted in one tenant only;
* ``NAVIGATION`` with ``module.within`` and ``Entry`` to add entries below pages of the navigation (``entries``), and
  ``navigation_of`` (with ``NavSection``) to draw it;
* ``Forgiving``, ``cleared_cookies``, ``new_opaque`` and ``hash_opaque`` for public forms and links in mails;
* ``require_good_password``, ``safe_path`` and ``one_account_an_address`` for forms like ours, ``way_in`` for pages that
  only somebody who is signed in may open.
"""

from bottega.platform.auth.accounts import Account, find_accounts, one_account_an_address, require_good_password
from bottega.platform.auth.authors import author_for, author_of
from bottega.platform.auth.colleague_lookup import (
    Colleague,
    colleagues,
    holds,
    named_roles,
    require_colleague,
    role_names,
    some_role_grants,
    visible_roles,
    works_in,
)
from bottega.platform.auth.cookies import access_cookie, cleared_cookies, remembered_cookie, safe_path, way_in
from bottega.platform.auth.features import TENANT_FEATURES, TenantFeature
from bottega.platform.auth.grant_boundary import (
    check_acl_grant,
    check_features,
    check_organizations,
    check_reach,
    check_role_grant,
    find_roles,
)
from bottega.platform.auth.identity import SOURCES, read_acl, read_acl_of_roles, resolve
from bottega.platform.auth.lenient_input import Forgiving
from bottega.platform.auth.navigation import NAVIGATION, Entry, NavSection, navigation_of
from bottega.platform.auth.new_grants import offer_new_grants
from bottega.platform.auth.notification_types import RESET_COMPLETED, RESET_REQUESTED, ROLE_ASSIGNED, ROLE_REVOKED
from bottega.platform.auth.preferences import person_of
from bottega.platform.auth.principals import principal_of
from bottega.platform.auth.roles import OWNER_DELETED
from bottega.platform.auth.sessions import SIGNED_OUT, SessionUser, open_session
from bottega.platform.auth.tenant_setup import (
    add_default_role,
    add_role,
    add_user,
    found_tenant,
    found_tenant_within,
    grants_of,
)
from bottega.platform.auth.tokens import hash_opaque, new_opaque
from bottega.platform.auth.users_in_reach import reachable_users, users_naming

__all__ = [
    "NAVIGATION",
    "OWNER_DELETED",
    "RESET_COMPLETED",
    "RESET_REQUESTED",
    "ROLE_ASSIGNED",
    "ROLE_REVOKED",
    "SIGNED_OUT",
    "SOURCES",
    "TENANT_FEATURES",
    "Account",
    "Colleague",
    "Entry",
    "Forgiving",
    "NavSection",
    "SessionUser",
    "TenantFeature",
    "access_cookie",
    "add_default_role",
    "add_role",
    "add_user",
    "author_for",
    "author_of",
    "check_acl_grant",
    "check_features",
    "check_organizations",
    "check_reach",
    "check_role_grant",
    "cleared_cookies",
    "colleagues",
    "find_accounts",
    "find_roles",
    "found_tenant",
    "found_tenant_within",
    "grants_of",
    "hash_opaque",
    "holds",
    "named_roles",
    "navigation_of",
    "new_opaque",
    "offer_new_grants",
    "one_account_an_address",
    "open_session",
    "person_of",
    "principal_of",
    "reachable_users",
    "read_acl",
    "read_acl_of_roles",
    "remembered_cookie",
    "require_colleague",
    "require_good_password",
    "resolve",
    "role_names",
    "safe_path",
    "some_role_grants",
    "users_naming",
    "visible_roles",
    "way_in",
    "works_in",
]
