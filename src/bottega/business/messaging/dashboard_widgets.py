"""Dashboard widget of unread messages."""

from bottega.business.messaging.module import module
from bottega.kernel.i18n import T
from bottega.kernel.widgets import ME, Widget

module.widget(
    "unread",
    Widget(
        title=T(en="Unread messages", pl="Nieprzeczytane wiadomości"),
        icon="mail",
        screen="messaging.messages",
        filters={"przeczytana": False, "recipientId": ME},
        sort="-created_at",
        rows=5,
        columns="sender_id temat created_at",
        size="md",
    ),
)
