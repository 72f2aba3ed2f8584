"""Resolution of the effective definition of a custom field.

Of several of a key the most specific wins: the organization's own, then the tenant's, then the one a module declares in
code. A winner that is inactive or removed hides the key. Where records hold the fields of two entities, the definition
of which more is said counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from bottega.kernel import custom_fields
from bottega.kernel.tabular.headings import heading_key
from bottega.platform.entities.written_values import reader

_NUMBERS: Final = frozenset({"integer", "float"})
_KIND_WEIGHTS: Final = {
    "dictionary": 8,
    "relation": 6,
    "select": 4,
    "multiline": 3,
    "boolean": 2,
    "integer": 2,
    "float": 2,
    "date": 2,
    "datetime": 2,
    "phone": 2,
}


@dataclass(frozen=True)
class FieldDefinition:
    """A definition of a custom field; without an organization it is the tenant's, without a tenant a module's."""

    id: UUID
    entity_id: str
    key: str
    kind: str
    config: Mapping[str, Any]
    organization_id: UUID | None
    tenant_id: UUID | None
    is_active: bool
    is_removed: bool
    # A removed definition that never was one: it only hides what is wider.
    is_shadow: bool
    updated_at: datetime

    @property
    def priority(self) -> float:
        """Where it stands in forms: low ones first."""
        return self.config.get("priority", 0)

    @property
    def multi(self) -> bool:
        """Whether it holds a list."""
        return bool(self.config.get("multi"))

    @property
    def sealed(self) -> bool:
        """Whether its values are encrypted at rest."""
        return bool(self.config.get("encrypted"))

    @property
    def rules(self) -> Sequence[Mapping[str, Any]]:
        """Its validation rules."""
        return self.config.get("validation") or ()

    @property
    def label(self) -> str:
        """What people call it."""
        return self.config.get("label") or self.key

    @property
    def rank(self) -> tuple[int, datetime]:
        """The larger one wins."""
        return (2 if self.organization_id else 1 if self.tenant_id else 0, self.updated_at)

    @property
    def richness(self) -> int:
        """How much it says, weighed by what it shows, edits and restricts."""
        config = self.config
        return (
            16 * bool(config.get("listVisible", True))
            + 8 * bool(config.get("formEditable", True))
            + 4 * bool(config.get("filterable"))
            + _KIND_WEIGHTS.get(self.kind, 1)
            + 2 * bool(config.get("options"))
            + 5 * bool(config.get("dictionaryId"))
        )


@dataclass(frozen=True)
class Fields:
    """The definitions of an entity that count in one place."""

    shown: Mapping[str, FieldDefinition]
    # Keys somebody has removed or switched off: their values are kept, but neither checked nor shown.
    hidden: frozenset[str]
    listed: custom_fields.Known


_EMPTY: Final = Fields({}, frozenset(), custom_fields.Known())


def resolve(candidates: Iterable[FieldDefinition]) -> Fields:
    """The definitions of an entity that count, of those that reach a place."""
    winners: dict[str, FieldDefinition] = {}
    for one in candidates:
        if one.key not in winners or winners[one.key].rank < one.rank:
            winners[one.key] = one
    if not winners:
        return _EMPTY
    ordered = sorted(winners.values(), key=lambda one: (one.priority, one.key))
    shown = {one.key: one for one in ordered if one.is_active and not one.is_removed}
    hidden = frozenset(winners) - frozenset(shown)
    listed = custom_fields.Known((one.key, _listed(one, gone=one.key in hidden)) for one in ordered)
    return Fields(shown, hidden, listed)


def _listed(one: FieldDefinition, *, gone: bool) -> custom_fields.Field:
    kind = "number" if one.kind in _NUMBERS else "boolean" if one.kind == "boolean" else "text"
    many = one.multi or one.kind == "attachment"
    filterable = bool(one.config.get("filterable"))
    return custom_fields.Field(
        one.key,
        kind,
        one.label,
        one.kind,
        one.entity_id,
        many=many,
        filterable=filterable,
        sealed=one.sealed,
        gone=gone,
        richness=one.richness,
        priority=one.priority,
        choices=_choices(one),
        reads=reader(one.kind),
    )


def _choices(one: FieldDefinition) -> dict[str, str]:
    options: Sequence[Mapping[str, Any]] = one.config.get("options") or ()
    by_label = {heading_key(option.get("label") or option["value"]): option["value"] for option in options}
    return by_label | {heading_key(option["value"]): option["value"] for option in options}


def together(own: Fields, lent: Fields) -> Fields:
    """The fields of records that hold both.

    Of two definitions of a key the richer counts; of equals the one with the lower priority, or else the lent one.
    """
    if not lent.listed:
        return own
    taken = {
        key for key, one in lent.listed.items() if key not in own.listed or _weight(one) >= _weight(own.listed[key])
    }
    listed = {**own.listed, **{key: lent.listed[key] for key in taken}}
    ordered = sorted(listed, key=lambda key: (listed[key].priority, key))
    chosen = {key: (lent if key in taken else own).shown.get(key) for key in ordered}
    shown = {key: one for key, one in chosen.items() if one is not None}
    return Fields(
        shown, frozenset(listed) - frozenset(shown), custom_fields.Known((key, listed[key]) for key in ordered)
    )


def _weight(one: custom_fields.Field) -> tuple[bool, int, float]:
    return (not one.gone, one.richness, -one.priority)
