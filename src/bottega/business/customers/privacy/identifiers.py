"""Identifiers of a customer in free text: numbers always, a name only if it is unique."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bottega.business.customers.formats.phones import numbers_in
from bottega.business.customers.kinds import PERSON, PROFILE
from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.encryption import sealing
from bottega.kernel.plaintext_index import sort_keys_of
from bottega.kernel.privacy.subject_requests import Known
from bottega.kernel.text.folding import sort_key

# What of a name's end differs between its cases, and between spouses: Kowalski, Kowalska.
_ENDING = 2


async def add_traces(ctx: Context, row: Mapping[str, Any], known: Known) -> None:
    """Say by what the customer of an opened row would be recognised."""
    profile_table = PROFILE[row["kind"]]
    found = await ctx.require(
        f"SELECT * FROM {profile_table.__tablename__} WHERE tenant_id = $1 AND id = $2", ctx.tenant_id, row["id"]
    )
    profile = await sealing.opened(ctx, profile_table, found)
    traces = known.traces
    traces.add_literal(row["primary_email"] or "")
    for number in numbers_in(row["primary_phone"] or ""):
        traces.add_phone(number)
    for name in ("nip", "iban", "linked_in_url", "twitter_url"):
        value = profile.get(name) or ""
        traces.add_literal(value) if name.endswith("_url") else traces.add_number(value)
    if row["kind"] == PERSON:
        await _add_person(ctx, row, profile, known)
    else:
        for name in (row["display_name"], profile["legal_name"], profile["brand_name"]):
            traces.add_words(name or "")


async def _add_person(ctx: Context, row: Mapping[str, Any], profile: Mapping[str, Any], known: Known) -> None:
    first, last = profile["first_name"] or "", profile["last_name"] or ""
    if not (first and last):
        # Somebody whose name is known as a whole only: the last word of it is the last name.
        first, _, last = row["display_name"].strip().rpartition(" ")
    if not (first and last):
        return
    namesakes = await _called(ctx, row["id"], last)
    if namesakes is None or any(_stem(first) in name for name in namesakes):
        known.shares_name = True
        return
    known.traces.add_person(first, last)
    if profile["preferred_name"]:
        known.traces.add_person(profile["preferred_name"], last)
    if not namesakes:
        known.traces.add_last_name(last)


async def _called(ctx: Context, besides: UUID, last: str) -> list[str] | None:
    """The names of other customers, as they sort, who have a last name like this one; None if there are too many."""
    sort_keys = await sort_keys_of(ctx, Entity, "display_name")
    return None if sort_keys is None else sort_keys.containing(_stem(last), besides)


def _stem(name: str) -> str:
    key = sort_key(name.strip())
    return key[:-_ENDING] if len(key) > _ENDING + 1 else key
