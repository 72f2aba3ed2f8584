"""Custom fields of every record, and custom entities of a tenant.

Other modules may use ``DECLARING`` with ``module.within``, ``FieldInput`` and ``Config`` (fields that every tenant has:
``fields``), and ``define`` (fields of one tenant or organization, for seeds).
"""

from bottega.platform.entities.catalog import DECLARING
from bottega.platform.entities.definition_saving import save as define
from bottega.platform.entities.definition_schema import Config, FieldInput

__all__ = ["DECLARING", "Config", "FieldInput", "define"]
