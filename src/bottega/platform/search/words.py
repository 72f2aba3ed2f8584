"""Words of the search: what its fields and states are called."""

from bottega.kernel.i18n import T
from bottega.platform.search.module import module

module.calls(
    q=T(en="Looked for", pl="Szukane"),
    limit=T(en="How many at most", pl="Ile najwyżej"),
    offset=T(en="How many to skip", pl="Ile pominąć"),
    strategies=T(en="Strategies", pl="Strategie"),
    entity_types=T(en="Kinds of records", pl="Rodzaje rekordów"),
    enabled_strategies=T(en="Strategies", pl="Strategie"),
    action=T(en="What to do", pl="Co zrobić"),
    entity_id=T(en="Kind of record", pl="Rodzaj rekordu"),
    use_queue=T(en="In the background", pl="W tle"),
    purge_first=T(en="Embed all anew", pl="Osadź wszystko na nowo"),
    confirm_all=T(en="Remove all", pl="Usuń wszystkie"),
    auto_indexing_enabled=T(en="Embed automatically", pl="Osadzaj automatycznie"),
    embedding_config=T(en="Model", pl="Model"),
    provider_id=T(en="Provider", pl="Dostawca"),
    model=T(en="Name of the model", pl="Nazwa modelu"),
    dimension=T(en="Dimension", pl="Wymiar"),
    output_dimensionality=T(en="Shortened to", pl="Skrócony do"),
    base_url=T(en="Address", pl="Adres"),
)

_STRATEGIES = {
    "fulltext": T(en="Full text", pl="Pełny tekst"),
    "vector": T(en="By meaning", pl="Według znaczenia"),
    "tokens": T(en="Encrypted fields", pl="Pola szyfrowane"),
}
for _place in ("source", "strategies_used", "strategies_enabled", "enabled_strategies", "id"):
    module.says(_place, _STRATEGIES)
module.says(
    "action",
    clear=T(en="Clear", pl="Wyczyść"),
    recreate=T(en="Write everything anew", pl="Zapisz wszystko na nowo"),
    reindex=T(en="Reindex", pl="Przebuduj"),
)
module.says(
    "provider_id",
    builtin=T(en="Built in", pl="Wbudowany"),
    openai=T(en="OpenAI or compatible", pl="OpenAI lub zgodny"),
    google=T(en="Google Generative AI", pl="Google Generative AI"),
    mistral=T(en="Mistral", pl="Mistral"),
    cohere=T(en="Cohere", pl="Cohere"),
    bedrock=T(en="Amazon Bedrock", pl="Amazon Bedrock"),
    ollama=T(en="Ollama", pl="Ollama"),
)
