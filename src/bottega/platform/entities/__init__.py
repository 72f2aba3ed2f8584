"""Custom fields of every record, and custom entities of a tenant.

Other modules may use ``declare_fields`` with ``FieldInput`` and ``Config`` (fields that every tenant has), and
``define`` (fields of one tenant or organization, for seeds).
"""

from bottega.platform.entities.catalog import declare_fields
from bottega.platform.entities.definition_saving import save as define
from bottega.platform.entities.definition_schema import Config, FieldInput

__all__ = ["Config", "FieldInput", "declare_fields", "define"]
