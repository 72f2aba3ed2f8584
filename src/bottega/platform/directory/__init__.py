"""The directory: tenants and their trees of organizations.

Other modules may use ``Tree``, ``tree_of``, ``tenant_name``, ``found``, and refer to organizations by id.
"""

from bottega.platform.directory.tenant_names import tenant_name
from bottega.platform.directory.tenant_setup import found
from bottega.platform.directory.tree import Tree, tree_of

__all__ = ["Tree", "found", "tenant_name", "tree_of"]
