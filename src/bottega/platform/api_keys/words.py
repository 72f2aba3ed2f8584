"""Words of the API keys: what their fields are called."""

from bottega.kernel.i18n import T
from bottega.platform.api_keys.module import module

module.calls(
    name=T(en="Name", pl="Nazwa"),
    description=T(en="Description", pl="Opis"),
    roles=T(en="Roles", pl="Role"),
    organization_name=T(en="Organization name", pl="Nazwa organizacji"),
    expires_at=T(en="Valid until", pl="Ważny do"),
    last_used_at=T(en="Last used", pl="Ostatnio użyty"),
    key_prefix=T(en="Key begins with", pl="Początek klucza"),
    secret=T(en="Whole key (shown only once)", pl="Cały klucz (widoczny tylko raz)"),
    success=T(en="Revoked", pl="Unieważniony"),
)

module.hints(
    name=T(en="What the key is for, e.g. Online shop", pl="Do czego służy klucz, np. Sklep internetowy"),
    roles=T(en="The key may do what these roles may do", pl="Klucz może tyle, ile te role"),
    organization_id=T(
        en="The key sees this organization only; left empty, the selected one",
        pl="Klucz widzi tylko tę organizację; puste oznacza wybraną",
    ),
    expires_at=T(en="Left empty, the key never expires", pl="Puste oznacza klucz bezterminowy"),
)
