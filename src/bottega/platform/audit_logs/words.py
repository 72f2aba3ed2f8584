"""Words of the audit logs: what the fields of changes, reads and their undoing are called."""

from bottega.kernel.i18n import T
from bottega.platform.audit_logs.module import module

# Entries of both logs, and what they are filtered by.
module.calls(
    id=T(en="Entry", pl="Wpis"),
    created_at=T(en="Date and time", pl="Data i godzina"),
    actor_user_id=T(en="User", pl="Użytkownik"),
    actor_user_name=T(en="Who", pl="Kto"),
    tenant_name=T(en="Tenant name", pl="Nazwa najemcy"),
    organization_name=T(en="Organization name", pl="Nazwa organizacji"),
    resource_kind=T(en="Kind of record", pl="Rodzaj rekordu"),
    resource_id=T(en="Record", pl="Rekord"),
    context=T(en="Details", pl="Szczegóły"),
    after=T(en="From (date and time)", pl="Od (data i godzina)"),
    before=T(en="To (date and time)", pl="Do (data i godzina)"),
    can_view_tenant=T(en="Sees entries of everybody", pl="Widzi wpisy wszystkich"),
)

# Changes.
module.calls(
    action_label=T(en="Action", pl="Czynność"),
    action_type=T(en="Kind of action", pl="Rodzaj czynności"),
    command_id=T(en="Command", pl="Polecenie"),
    execution_state=T(en="State", pl="Stan"),
    changes=T(en="Changes", pl="Zmiany"),
    change_labels=T(en="Names of changed fields", pl="Nazwy zmienionych pól"),
    snapshot_before=T(en="Record before", pl="Rekord przed zmianą"),
    snapshot_after=T(en="Record after", pl="Rekord po zmianie"),
    parent_resource_kind=T(en="Kind of parent record", pl="Rodzaj rekordu nadrzędnego"),
    parent_resource_id=T(en="Parent record", pl="Rekord nadrzędny"),
    include_related=T(en="Related records too", pl="Także powiązane rekordy"),
    undoable_only=T(en="Only what can be undone", pl="Tylko możliwe do cofnięcia"),
    undo_hint=T(en="Instead of undo", pl="Zamiast cofania"),
    undo_token=T(en="Undo token", pl="Token cofnięcia"),
    log_id=T(en="Entry", pl="Wpis"),
    left_out=T(en="Not put back", pl="Nie przywrócono"),
    missing_kind=T(en="Kind of missing record", pl="Rodzaj brakującego rekordu"),
    missing_id=T(en="Missing record", pl="Brakujący rekord"),
)

module.says(
    "execution_state",
    done=T(en="Done", pl="Wykonana"),
    undone=T(en="Undone", pl="Cofnięta"),
    redone=T(en="Redone", pl="Ponowiona"),
)

# Reads.
module.calls(access_type=T(en="Kind of access", pl="Rodzaj dostępu"), fields=T(en="Fields seen", pl="Odczytane pola"))

module.says(
    "access_type",
    {
        "read": T(en="Read", pl="Podgląd"),
        "read:item": T(en="Read of one record", pl="Podgląd rekordu"),
        "read:list": T(en="Read of a list", pl="Podgląd listy"),
        "export": T(en="Export to a file", pl="Eksport do pliku"),
    },
)

module.hints(
    resource_kind=T(en="E.g. warehouse.material", pl="Np. warehouse.material"),
    action_type=T(
        en="E.g. create, update, delete, import; several are separated by commas",
        pl="Np. create, update, delete, import; kilka oddziel przecinkami",
    ),
    access_type=T(en="E.g. read or export", pl="Np. read (podgląd) albo export (plik)"),
)
