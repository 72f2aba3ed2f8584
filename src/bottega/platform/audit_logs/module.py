"""The manifest of the audit logs."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="audit_logs",
    title=T(en="Audit logs", pl="Dziennik zdarzeń"),
    section="Audit & Action Logs",
    description="Who read and who changed what, with undo and redo.",
    requires=("directory", "auth", "api_keys"),
    features={
        "audit_logs.view_self": T(en="View own audit logs", pl="Podgląd własnego dziennika"),
        "audit_logs.view_tenant": T(en="View tenant audit logs", pl="Podgląd dziennika najemcy"),
        "audit_logs.undo_self": T(en="Undo own actions", pl="Cofanie własnych czynności"),
        "audit_logs.undo_tenant": T(en="Undo tenant actions", pl="Cofanie czynności najemcy"),
        "audit_logs.redo_self": T(en="Redo own actions", pl="Ponawianie własnych czynności"),
        "audit_logs.redo_tenant": T(en="Redo tenant actions", pl="Ponawianie czynności najemcy"),
    },
    needs={
        "audit_logs.view_tenant": ("audit_logs.view_self",),
        "audit_logs.undo_self": ("audit_logs.view_self",),
        "audit_logs.undo_tenant": ("audit_logs.undo_self", "audit_logs.view_tenant"),
        "audit_logs.redo_self": ("audit_logs.view_self",),
        "audit_logs.redo_tenant": ("audit_logs.redo_self", "audit_logs.view_tenant"),
    },
    grants={"admin": ("audit_logs.*",), "employee": ("audit_logs.view_self", "audit_logs.undo_self")},
)
