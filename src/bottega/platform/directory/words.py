"""Words of the directory: what the fields of tenants and organizations and the choices of their lists are called."""

from bottega.kernel.i18n import T
from bottega.platform.directory.module import module

# Tenants, and the switcher between them.
module.calls(
    name=T(en="Name", pl="Nazwa"),
    is_active=T(en="Active", pl="Aktywny"),
    tenant=T(en="Tenant", pl="Najemca"),
    tenants=T(en="Tenants", pl="Najemcy"),
    selected_id=T(en="Selected organization", pl="Wybrana organizacja"),
    selectable=T(en="Can be selected", pl="Można wybrać"),
    children=T(en="Organizations below", pl="Organizacje podrzędne"),
    depth=T(en="Level", pl="Poziom"),
    is_super_admin=T(en="Super administrator", pl="Superadministrator"),
    can_manage=T(en="May manage organizations", pl="Może zarządzać organizacjami"),
    can_view_all_organizations=T(en="Sees all organizations", pl="Widzi wszystkie organizacje"),
)

# Organizations and their tree.
module.calls(
    "organizations",
    is_active=T(en="Active", pl="Aktywna"),
    tenant_name=T(en="Tenant name", pl="Nazwa najemcy"),
    parent_id=T(en="Parent organization", pl="Organizacja nadrzędna"),
    parent_name=T(en="Name of the parent", pl="Nazwa organizacji nadrzędnej"),
    child_ids=T(en="Organizations below", pl="Organizacje podrzędne"),
    ancestor_ids=T(en="All organizations above", pl="Wszystkie nadrzędne"),
    descendant_ids=T(en="All organizations below", pl="Wszystkie podrzędne"),
    children=T(en="Tree below", pl="Drzewo podrzędnych"),
    children_count=T(en="Number directly below", pl="Liczba bezpośrednio podrzędnych"),
    descendants_count=T(en="Number of all below", pl="Liczba wszystkich podrzędnych"),
    root_id=T(en="Top organization", pl="Organizacja główna"),
    path_label=T(en="Path", pl="Ścieżka"),
    tree_path=T(en="Technical path", pl="Ścieżka techniczna"),
    view=T(en="View", pl="Widok"),
    status=T(en="Status", pl="Status"),
    include_inactive=T(en="Inactive ones too", pl="Także nieaktywne"),
)

module.says(
    "view",
    manage=T(en="Table", pl="Tabela"),
    tree=T(en="Tree", pl="Drzewo"),
    options=T(en="List to choose from", pl="Lista wyboru"),
)
module.says(
    "status",
    all=T(en="All", pl="Wszystkie"),
    active=T(en="Active", pl="Aktywne"),
    inactive=T(en="Inactive", pl="Nieaktywne"),
)
module.says("include_inactive", true=T(en="Yes", pl="Tak"), false=T(en="No", pl="Nie"))
module.says(
    "sort_field",
    {
        "name": T(en="Name", pl="Nazwa"),
        "createdAt": T(en="Created", pl="Utworzono"),
        "updatedAt": T(en="Last changed", pl="Ostatnia zmiana"),
    },
)
module.says("sort_dir", asc=T(en="Ascending", pl="Rosnąco"), desc=T(en="Descending", pl="Malejąco"))

module.hints(
    "organizations",
    is_active=T(
        en="Nobody can sign in to an inactive organization", pl="Do nieaktywnej organizacji nikt się nie zaloguje"
    ),
    parent_id=T(en="Left empty, it stands at the top", pl="Puste: organizacja na samej górze"),
)
module.hints(
    "tenants",
    is_active=T(en="Nobody can sign in to an inactive tenant", pl="U nieaktywnego najemcy nikt się nie zaloguje"),
)
