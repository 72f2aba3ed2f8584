"""Custom fields of every record, and custom entities of a tenant.

Other modules may use ``DECLARING`` with ``module.within``, ``FieldInput`` and ``Config`` (fields that every tenant has:
``fields``), ``define`` (fields of one tenant or organization, for seeds), ``form_fields`` (with ``FormField``) and
``definitions_version`` to show them, and ``field_config`` for what one says about its values.
"""

from bottega.platform.entities.catalog import DECLARING
from bottega.platform.entities.definition_saving import save as define
from bottega.platform.entities.definition_schema import Config, FieldInput
from bottega.platform.entities.described_fields import FormField, definitions_version, field_config, form_fields

__all__ = [
    "DECLARING",
    "Config",
    "FieldInput",
    "FormField",
    "define",
    "definitions_version",
    "field_config",
    "form_fields",
]
