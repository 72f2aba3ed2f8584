"""Perspectives: saved views of the tables of the back office, personal or shared with roles.

Other modules may use ``add_view`` with ``Place`` and ``ViewSettings`` to give somebody, or a role, a view of a table.
"""

from bottega.platform.perspectives.storage import Place, add_view
from bottega.platform.perspectives.view_settings import ViewSettings

__all__ = ["Place", "ViewSettings", "add_view"]
