"""Words of the notifications: fields, severities, statuses, and what clients may send."""

from bottega.kernel.i18n import T
from bottega.platform.notifications.module import module

module.calls(
    type=T(en="Kind", pl="Rodzaj"),
    title=T(en="Title", pl="Tytuł"),
    body=T(en="Text", pl="Treść"),
    title_key=T(en="Key of the title", pl="Klucz tytułu"),
    body_key=T(en="Key of the text", pl="Klucz treści"),
    title_variables=T(en="Variables of the title", pl="Zmienne tytułu"),
    body_variables=T(en="Variables of the text", pl="Zmienne treści"),
    icon=T(en="Icon", pl="Ikona"),
    severity=T(en="Severity", pl="Ważność"),
    status=T(en="Status", pl="Stan"),
    actions=T(en="Actions", pl="Akcje"),
    primary_action_id=T(en="Main action", pl="Główna akcja"),
    source_module=T(en="Module", pl="Moduł"),
    source_entity_type=T(en="Kind of record", pl="Rodzaj rekordu"),
    source_entity_id=T(en="Record", pl="Rekord"),
    link_href=T(en="Link", pl="Odnośnik"),
    group_key=T(en="Group", pl="Grupa"),
    expires_at=T(en="Valid until", pl="Ważne do"),
    created_at=T(en="Received", pl="Otrzymano"),
    read_at=T(en="Read on", pl="Przeczytano"),
    action_taken=T(en="Action taken", pl="Wykonana akcja"),
    since=T(en="Later than", pl="Później niż"),
    unread_count=T(en="Unread notifications", pl="Nieprzeczytane powiadomienia"),
)

# What is sent to create one, and to act on one.
module.calls(
    recipient_user_id=T(en="Recipient", pl="Odbiorca"),
    recipient_user_ids=T(en="Recipients", pl="Odbiorcy"),
    role_id=T(en="Role", pl="Rola"),
    required_feature=T(en="Permission", pl="Uprawnienie"),
    label=T(en="Label", pl="Etykieta"),
    label_key=T(en="Key of the label", pl="Klucz etykiety"),
    variant=T(en="Look", pl="Wygląd"),
    command_id=T(en="Command", pl="Polecenie"),
    confirm_required=T(en="Ask first", pl="Najpierw zapytaj"),
    confirm_message=T(en="Question", pl="Pytanie"),
    action_id=T(en="Action", pl="Akcja"),
    payload=T(en="Values for the command", pl="Wartości dla polecenia"),
    result=T(en="Answer of the command", pl="Odpowiedź polecenia"),
)

module.says(
    "severity",
    info=T(en="Information", pl="Informacja"),
    success=T(en="Good news", pl="Sukces"),
    warning=T(en="Warning", pl="Ostrzeżenie"),
    error=T(en="Error", pl="Błąd"),
)
module.says(
    "status",
    unread=T(en="Unread", pl="Nieprzeczytane"),
    read=T(en="Read", pl="Przeczytane"),
    actioned=T(en="Acted on", pl="Wykonane"),
    dismissed=T(en="Dismissed", pl="Odrzucone"),
)
module.says(
    "variant",
    default=T(en="Usual", pl="Zwykły"),
    secondary=T(en="Second choice", pl="Drugoplanowy"),
    destructive=T(en="Dangerous", pl="Ostrzegawczy"),
    outline=T(en="Outlined", pl="Z obrysem"),
    ghost=T(en="Plain", pl="Bez tła"),
)
module.hints(
    type=T(en="What it is about, e.g. shop.order.late", pl="Czego dotyczy, np. shop.order.late"),
    link_href=T(en="A page of this application, e.g. /backend/calendar", pl="Strona aplikacji, np. /backend/calendar"),
    group_key=T(
        en="The same group keeps one notification, which is refreshed",
        pl="W tej samej grupie jest jedno powiadomienie, które się odświeża",
    ),
)

# Delivery settings of the tenant, and what a reader prefers.
module.calls(
    settings=T(en="Settings", pl="Ustawienia"),
    app_url=T(en="Address for links", pl="Adres w odnośnikach"),
    panel_path=T(en="Page of notifications", pl="Strona powiadomień"),
    language=T(en="Language of e-mails", pl="Język e-maili"),
    strategies=T(en="Ways of delivery", pl="Sposoby wysyłki"),
    database=T(en="In the application", pl="W aplikacji"),
    email=T(en="By e-mail", pl="E-mailem"),
    custom=T(en="Other ways", pl="Inne sposoby"),
    reply_to=T(en="Replies go to", pl="Odpowiedzi na adres"),
    subject_prefix=T(en="Subjects begin with", pl="Początek tematu"),
    channels=T(en="By what way", pl="Jakim sposobem"),
    channel=T(en="Way", pl="Sposób"),
    usual=T(en="Usual way", pl="Zwykły sposób"),
)
# A word that Python keeps for itself.
module.calls(**{"from": T(en="Sender", pl="Nadawca")})
_LANGUAGES = {
    "pl": T(en="Polish", pl="Polski"),
    "en": T(en="English", pl="Angielski"),
    "es": T(en="Spanish", pl="Hiszpański"),
    "de": T(en="German", pl="Niemiecki"),
}
_CHANNELS = {
    "mail": T(en="E-mail at once", pl="E-mail od razu"),
    "daily": T(en="One e-mail a day", pl="Jeden e-mail dziennie"),
    "app": T(en="In the application only", pl="Tylko w aplikacji"),
    "off": T(en="Not at all", pl="Wcale"),
}
module.says("language", _LANGUAGES)
module.says("channel", _CHANNELS)
module.says("channels", _CHANNELS)
module.says("usual", _CHANNELS)
