"""Words of feature toggles: what their fields and types are called."""

from bottega.kernel.i18n import T
from bottega.platform.feature_toggles.module import module

module.calls(
    identifier=T(en="Identifier", pl="Identyfikator"),
    name=T(en="Name", pl="Nazwa"),
    description=T(en="Description", pl="Opis"),
    category=T(en="Category", pl="Kategoria"),
    type=T(en="Type", pl="Typ"),
    default_value=T(en="Default value", pl="Wartość domyślna"),
    default_state=T(en="On by default", pl="Domyślnie włączony"),
    value=T(en="Value", pl="Wartość"),
    value_type=T(en="Type", pl="Typ"),
    toggle_type=T(en="Type", pl="Typ"),
    toggle_id=T(en="Toggle", pl="Przełącznik"),
    tenant_name=T(en="Tenant name", pl="Nazwa najemcy"),
    source=T(en="Value taken from", pl="Skąd wartość"),
    resolution=T(en="How it was found", pl="Jak ustalono wartość"),
    is_override=T(en="Overridden", pl="Nadpisany"),
    override_state=T(en="State in this tenant", pl="Stan u tego najemcy"),
    override_value=T(en="Value in this tenant", pl="Wartość u tego najemcy"),
    override_toggle_id=T(en="Override", pl="Nadpisanie"),
    is_super_admin=T(en="Super administrator", pl="Superadministrator"),
)
TYPES = {
    "boolean": T(en="Switch", pl="Włącznik"),
    "string": T(en="Text", pl="Tekst"),
    "number": T(en="Number", pl="Liczba"),
    "json": T(en="Data (JSON)", pl="Dane (JSON)"),
}
module.says("type", TYPES)
module.says("toggle_type", TYPES)
module.says(
    "override_state",
    enabled=T(en="On, or a value of its own", pl="Włączony lub własna wartość"),
    disabled=T(en="Off", pl="Wyłączony"),
    inherit=T(en="As by default", pl="Jak domyślnie"),
)
SORTED = {
    "id": T(en="Age", pl="Kolejność dodania"),
    "identifier": T(en="Identifier", pl="Identyfikator"),
    "name": T(en="Name", pl="Nazwa"),
    "category": T(en="Category", pl="Kategoria"),
}
module.says(
    "global.sort_field",
    SORTED,
    type=T(en="Type", pl="Typ"),
    createdAt=T(en="Created", pl="Utworzono"),
    updatedAt=T(en="Last changed", pl="Ostatnia zmiana"),
)
module.says("overrides.sort_field", {name: text for name, text in SORTED.items() if name != "id"})
module.says("sort_dir", asc=T(en="Ascending", pl="Rosnąco"), desc=T(en="Descending", pl="Malejąco"))
module.hints(
    default_value=T(
        en="Left empty: off, an empty text, 0 or an empty object",
        pl="Puste: wyłączony, pusty tekst, 0 albo pusty obiekt",
    )
)
