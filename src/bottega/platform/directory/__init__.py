"""The directory: tenants and their trees of organizations.

Other modules may use

* ``Tree``, ``tree_of`` and ``tenant_name``, and refer to organizations by id;
* ``active_tenant``, ``active_organization`` and ``live_tenant``, conditions for SQL of theirs, and ``SOURCES``, the
  tables whose changes they hear of if they remember the outcome;
* ``find_tenants``, ``tenant_of``, ``find_places``, ``list_tenants`` and ``list_organizations`` for the operator of the
  installation;
* ``found`` and ``found_within`` to set a tenant up.
"""

from bottega.platform.directory.conditions import active_organization, active_tenant, live_tenant
from bottega.platform.directory.operator_lookup import (
    Place,
    find_places,
    find_tenants,
    list_organizations,
    list_tenants,
    tenant_of,
)
from bottega.platform.directory.tenant_names import tenant_name
from bottega.platform.directory.tenant_setup import found, found_within
from bottega.platform.directory.tree import SOURCES, Tree, tree_of

__all__ = [
    "SOURCES",
    "Place",
    "Tree",
    "active_organization",
    "active_tenant",
    "find_places",
    "find_tenants",
    "found",
    "found_within",
    "list_organizations",
    "list_tenants",
    "live_tenant",
    "tenant_name",
    "tenant_of",
    "tree_of",
]
