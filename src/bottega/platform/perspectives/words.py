"""Words of saved views: what their fields are called."""

from bottega.kernel.i18n import T
from bottega.platform.perspectives.module import module

module.calls(
    table_id=T(en="Table", pl="Tabela"),
    perspective_id=T(en="View", pl="Widok"),
    name=T(en="Name", pl="Nazwa"),
    settings=T(en="What the view shows", pl="Co pokazuje widok"),
    is_default=T(en="Shown at first", pl="Pokazywany na początku"),
    perspective=T(en="View", pl="Widok"),
    perspectives=T(en="Own views", pl="Własne widoki"),
    default_perspective_id=T(en="Own view shown at first", pl="Własny widok na początek"),
    role_perspectives=T(en="Views of roles", pl="Widoki ról"),
    manageable_role_perspectives=T(en="Views of all roles", pl="Widoki wszystkich ról"),
    roles=T(en="Roles", pl="Role"),
    role_id=T(en="Role", pl="Rola"),
    role_name=T(en="Role name", pl="Nazwa roli"),
    has_perspective=T(en="Has views", pl="Ma widoki"),
    has_default=T(en="Has a view shown at first", pl="Ma widok na początek"),
    can_apply_to_roles=T(en="May give roles views", pl="Może ustawiać widoki ról"),
    apply_to_roles=T(en="Share with roles", pl="Udostępnij rolom"),
    clear_role_ids=T(en="Remove views of roles", pl="Usuń widoki ról"),
    cleared_role_ids=T(en="Views removed from roles", pl="Usunięto widoki ról"),
    set_role_default=T(en="Roles begin with this view", pl="Role zaczynają od tego widoku"),
    success=T(en="Done", pl="Zrobione"),
)
module.calls(
    column_order=T(en="Order of columns", pl="Kolejność kolumn"),
    column_visibility=T(en="Columns shown", pl="Widoczne kolumny"),
    filters=T(en="Filters", pl="Filtry"),
    sorting=T(en="Order of rows", pl="Kolejność wierszy"),
    search_value=T(en="Searched for", pl="Szukany tekst"),
    desc=T(en="Descending", pl="Malejąco"),
)
module.hints(
    is_default=T(en="The table opens with this view", pl="Tabela otwiera się w tym widoku"),
    name=T(en="A view of this name is replaced", pl="Widok o tej nazwie zostanie zastąpiony"),
)
