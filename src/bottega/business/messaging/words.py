"""Words of the messages: from whom to whom, what about, and whether it was read."""

from bottega.business.messaging.module import module
from bottega.kernel.i18n import T

module.calls(
    sender_id=T(en="From", pl="Nadawca"),
    recipient_id=T(en="To", pl="Odbiorca"),
    temat=T(en="Subject", pl="Temat"),
    tresc=T(en="Text", pl="Treść"),
    created_at=T(en="Sent", pl="Wysłano"),
    przeczytana=T(en="Read", pl="Przeczytana"),
    przeczytana_at=T(en="Read on", pl="Przeczytano"),
    unread=T(en="Unread messages", pl="Nieprzeczytane wiadomości"),
)

# Columns that only the history of a record shows.
module.calls(
    usunieta_nadawca_at=T(en="Deleted by the sender", pl="Usunięta przez nadawcę"),
    usunieta_odbiorca_at=T(en="Deleted by the recipient", pl="Usunięta przez odbiorcę"),
)
