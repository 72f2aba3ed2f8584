"""Words of the AI assistant: what people call its fields."""

from bottega.kernel.i18n import T
from bottega.platform.ai_assistant.module import module

module.calls(tool_name=T(en="Tool", pl="Narzędzie"), args=T(en="Arguments", pl="Argumenty"))
module.calls(
    "chat",
    messages=T(en="Messages", pl="Wiadomości"),
    role=T(en="Role", pl="Rola"),
    content=T(en="Text", pl="Treść"),
    session_id=T(en="Conversation", pl="Rozmowa"),
    answer_question=T(en="Answer to a question", pl="Odpowiedź na pytanie"),
    question_id=T(en="Question", pl="Pytanie"),
    answer=T(en="Option", pl="Opcja"),
)
module.calls(
    "route",
    query=T(en="What was said", pl="Treść pytania"),
    available_tools=T(en="Tools to choose from", pl="Narzędzia do wyboru"),
    name=T(en="Name", pl="Nazwa"),
    description=T(en="Description", pl="Opis"),
)
module.says("route.intent", tool=T(en="Tool", pl="Narzędzie"), general_chat=T(en="Conversation", pl="Rozmowa"))
module.calls(
    "settings",
    provider_id=T(en="Provider", pl="Dostawca"),
    model=T(en="Model", pl="Model"),
    api_key=T(en="Key", pl="Klucz"),
)
PROVIDERS = {
    "anthropic": T(en="Anthropic", pl="Anthropic"),
    "openai": T(en="OpenAI", pl="OpenAI"),
    "google": T(en="Google", pl="Google"),
}
module.says("settings.provider_id", PROVIDERS)
module.says("settings.id", PROVIDERS)
module.hints(
    "settings",
    model=T(en="Empty: the usual one of the provider", pl="Puste: zwykły model dostawcy"),
    api_key=T(en="Empty: the key of the installation", pl="Puste: klucz instalacji"),
)
