"""Query string of the lists of people and companies."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bottega.business.customers.formats.registry_numbers import nip_of
from bottega.business.customers.lists.filters import FILTERS
from bottega.business.customers.lists.search import Search
from bottega.kernel.field_markers import Kind, Of
from bottega.kernel.resources.list_query import ListQuery, Text, as_uuids, with_variants
from bottega.kernel.schemas import boolean_token


def _token_or_nothing(value: Any) -> Any:
    token = boolean_token(value)
    return token if isinstance(token, bool) else None


def _moment_or_nothing(value: Any) -> Any:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


Token = Annotated[bool | None, BeforeValidator(_token_or_nothing, json_schema_input_type=str | None), Kind("flag")]
Bound = Annotated[
    datetime | None, BeforeValidator(_moment_or_nothing, json_schema_input_type=str | None), Kind("moment")
]


@with_variants(*FILTERS.values())
class CustomerQuery(ListQuery):
    """Which people or companies."""

    email: Text | None = Field(default=None, description="This address; wins over the next two.")
    email_starts_with: Text | None = Field(default=None, description="Addresses that begin so; wins over the next.")
    email_contains: Text | None = Field(default=None, description="Addresses with this in them.")
    status: Text | None = Field(default=None, description="Only with this status.")
    lifecycle_stage: Text | None = Field(default=None, description="Only in this stage.")
    source: Text | None = Field(default=None, description="Only from this source.")
    nip: Text | None = Field(default=None, description="Only with this tax number, however it is written.")
    has_email: Token = Field(default=None, description="With or without an address.")
    has_phone: Token = Field(default=None, description="With or without a telephone number.")
    has_next_interaction: Token = Field(default=None, description="With or without a planned contact.")
    created_from: Bound = Field(default=None, description="Added at this moment or later.")
    created_to: Bound = Field(default=None, description="Added at this moment or earlier.")
    tag_ids: Annotated[str | None, Kind("refs"), Of("customers:tag")] = Field(
        default=None, max_length=40_000, description="With any of these tags, separated by commas."
    )
    tag_ids_empty: Token = Field(default=None, description="True: no tag fits, so nobody does.")

    def filters(self, known: Collection[str]) -> dict[str, Any]:
        """The filters that were sent, with their values."""
        sent = self.model_fields_set.difference(self.model_extra or ())
        found = {name: getattr(self, name) for name in sent if name in known} | super().filters(known)
        asks_which = self.email is not None or self._part_of_email
        for name, there in (
            ("email", None if asks_which else self.has_email),
            ("phone", self.has_phone),
            ("next_interaction", self.has_next_interaction),
        ):
            if there is not None:
                found[f"with_{name}" if there else f"without_{name}"] = True
        found["nip"] = (nip_of(self.nip) or "") if self.nip else None
        if "nip_in" in found:
            found["nip_in"] = [nip for written in found["nip_in"] if (nip := nip_of(written))]
        if "nip_not" in found:
            found["nip_not"] = nip_of(found["nip_not"]) or ""
        found["tag_ids"] = as_uuids([part.strip() for part in self.tag_ids.split(",")]) if self.tag_ids else None
        if self.tag_ids_empty:
            found["tag_ids"] = []
        return {name: value for name, value in found.items() if value is not None}

    @property
    def words(self) -> Search | None:
        """What of names, addresses and numbers was typed; None for nothing."""
        part = None if self.email is not None else self._part_of_email
        if not (self.search or part):
            return None
        return Search(self.search or None, part, self.email_starts_with is not None)

    @property
    def _part_of_email(self) -> str | None:
        return self.email_starts_with or self.email_contains
