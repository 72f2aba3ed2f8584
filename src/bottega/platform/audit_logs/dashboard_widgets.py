"""Dashboard widget of the action log: the last changes of what roles may do."""

from bottega.kernel.i18n import T
from bottega.kernel.widgets import Widget
from bottega.platform.audit_logs.module import module

module.widget(
    "permissionChanges",
    Widget(
        title=T(en="Changes of permissions", pl="Zmiany uprawnień"),
        icon="shield",
        screen="audit_logs.actions",
        filters={"resourceKind": "auth.role_acl"},
        rows=5,
        columns="createdAt actionLabel actorUserName",
        size="md",
        needs=("audit_logs.view_tenant",),
        enabled=False,
    ),
)
