"""The screen of messages."""

from bottega.business.messaging.module import module
from bottega.kernel.i18n import T
from bottega.kernel.screens import Group, Nav, Preset, Screen
from bottega.platform.navigation_groups import MESSAGES

# Apart from the resource, whose title would name messages to people who are no part of them.
module.screen(
    "messages",
    Screen(
        icon="mail",
        nav=Nav(MESSAGES, 10),
        label=T(en="Message", pl="Wiadomość"),
        plural=T(en="Messages", pl="Wiadomości"),
        entity="messaging:message",
        title="{temat}",
        subtitle="{sender_id}",
        columns="sender_id recipient_id temat przeczytana created_at",
        # Who sends it is who writes it: nobody chooses that.
        groups=(Group(T(en="Message", pl="Wiadomość"), "recipient_id temat tresc"),),
        presets=(Preset(T(en="Unread", pl="Nieprzeczytane"), przeczytana=False),),
        tones={"przeczytana": {False: "info"}},
        quick="recipient_id temat tresc",
        page="messages",
        empty=T(en="No messages yet", pl="Nie ma jeszcze wiadomości"),
    ),
)
