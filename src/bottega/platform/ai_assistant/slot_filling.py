"""Slot filling: the fields of an operation, read from a sentence in Polish or English."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from bottega.kernel.schemas import today
from bottega.kernel.text.folding import fold

Json = dict[str, Any]

_PAIR: Final = re.compile(r'([^\W\d_][\w ()./-]{0,60}?)\s*[:=]\s*("[^"]*"|„[^„”]*”|(?:[^,;\n]|,(?=\d))+)')
_QUOTED: Final = re.compile(r'"([^"]{1,500})"|„([^„”]{1,500})”|\'([^\']{1,500})\'')
_DATE: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_DAYS: Final = {"dzis": 0, "dzisiaj": 0, "today": 0, "jutro": 1, "tomorrow": 1, "wczoraj": -1, "yesterday": -1}
_TRUE: Final = frozenset({"tak", "yes", "true", "1"})
_FALSE: Final = frozenset({"nie", "no", "false", "0"})
# What the server sets, and what people say in other ways.
_NOT_ASKED: Final = frozenset({"tenantId", "organizationId", "id", "updatedAt", "expectedUpdatedAt"})


@dataclass(frozen=True)
class Slot:
    """A field that can be filled in: its wire name, what people call it, and what kind of value it has."""

    wire: str
    title: str
    kind: str
    required: bool
    options: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called in sentences, folded and without the unit."""
        plain = fold(self.title.partition("(")[0]).strip()
        return (plain, fold(self.wire)) if plain else (fold(self.wire),)


def slots_of(body: Json | None) -> list[Slot]:
    """The fields of a body that a sentence can say."""
    if body is None:
        return []
    required = set(body.get("required", ()))
    found: list[Slot] = []
    for wire, schema in cast("dict[str, Json]", body.get("properties", {})).items():
        kind = _kind(schema)
        if wire not in _NOT_ASKED and kind is not None:
            found.append(Slot(wire, str(schema.get("title") or wire), kind, wire in required, _options(schema)))
    return found


def unsayable(body: Json | None) -> list[str]:
    """What a body requires and no sentence can say, such as lists."""
    known = {slot.wire for slot in slots_of(body)} | _NOT_ASKED
    return [wire for wire in (body or {}).get("required", ()) if wire not in known]


def filled(slots: list[Slot], text: str) -> Json:
    """What a sentence says of the fields: ``name: value``, and in quotation marks the first text that is asked for."""
    values: Json = {}
    for said, raw in _pairs(text):
        slot = _slot_named(slots, said)
        value = read(slot, raw) if slot is not None else None
        if slot is not None and value is not None:
            values[slot.wire] = value
    for slot in slots:
        if slot.wire in values or not slot.required:
            continue
        value = _unnamed(slot, text)
        if value is not None and value not in values.values():
            values[slot.wire] = value
    return values


def missing(slots: list[Slot], values: Mapping[str, Any]) -> list[Slot]:
    """The required fields that nothing was said of."""
    return [slot for slot in slots if slot.required and slot.wire not in values]


def read(slot: Slot, raw: str) -> Any:
    """A value as the field wants it; None where it cannot be one."""
    text = raw.strip().strip("\"'„”").strip()
    plain = fold(text)
    if slot.options:
        return next((one for one, label in slot.options.items() if plain in (fold(one), fold(label))), None)
    match slot.kind:
        case "boolean":
            return True if plain in _TRUE else False if plain in _FALSE else None
        case "integer" | "number":
            return _number(text, whole=slot.kind == "integer")
        case "date":
            return _date(text)
        case _:
            return text or None


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for found in _PAIR.finditer(text):
        yield fold(found[1]).strip(), found[2]


def _slot_named(slots: list[Slot], said: str) -> Slot | None:
    """The field whose name a phrase ends with; the longest name counts."""
    fits = [(len(name), slot) for slot in slots for name in slot.names if said == name or said.endswith(f" {name}")]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _unnamed(slot: Slot, text: str) -> Any:
    """What stands in a sentence without the name of the field, where it can only be that."""
    if slot.kind == "date":
        return _date(text)
    if slot.kind == "string" and not slot.options:
        quoted = _QUOTED.search(text)
        return next((one for one in quoted.groups() if one), None) if quoted else None
    return None


def _kind(schema: Json) -> str | None:
    """What sort of value a field has; None for lists and objects."""
    variants = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    kinds = {str(one.get("type")) for one in variants}
    if any(one.get("format") == "date" for one in variants):
        return "date"
    if kinds & {"array", "object"}:
        return None
    return next((kind for kind in ("boolean", "integer", "number", "string") if kind in kinds), "string")


def _options(schema: Json) -> dict[str, str]:
    for one in [schema, *schema.get("anyOf", [])]:
        if "enum" in one:
            labels = one.get("x-enum-labels", {})
            return {str(member): str(labels.get(str(member), member)) for member in one["enum"]}
    return {}


def _number(text: str, *, whole: bool) -> Any:
    found = re.search(r"-?\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?", text)
    if found is None:
        return None
    plain = found[0].replace(" ", "").replace("\u00a0", "").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    if whole:
        return int(value) if value == value.to_integral_value() else None
    return plain


def _date(text: str) -> str | None:
    found = _DATE.search(text)
    if found is not None:
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        return f"{int(year):04}-{int(month):02}-{int(day):02}"
    days = next((_DAYS[word] for word in re.findall(r"\w+", fold(text)) if word in _DAYS), None)
    return None if days is None else (today() + timedelta(days=days)).isoformat()
