"""Assignments: the records that a file is shown with besides its own, and how they are called."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, cast
from uuid import UUID

from pydantic import BeforeValidator, Field

from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.http.requests import parse_json
from bottega.kernel.i18n import T
from bottega.kernel.resources.record_names import names_in_view
from bottega.kernel.schemas import Input, Schema
from bottega.platform.attachments.owners import LIBRARY, Owner, kinds_of, sees, uuid_of

MOST_TAGS: Final = 50
MOST_ASSIGNMENTS: Final = 50
NOT_THERE: Final = T(en="There is no such record", pl="Nie ma takiego rekordu")

Tag = Annotated[str, Field(min_length=1, max_length=100)]


class AssignmentInput(Input):
    """A record that a file is shown with."""

    type: str = Field(min_length=1, max_length=200, description="The kind of record: `contracts:contract`.")
    id: str = Field(min_length=1, max_length=200)
    href: str | None = Field(default=None, max_length=500, pattern=r"^/[^/\\\s][^\\\s]*$")
    label: str | None = Field(default=None, max_length=200)


class Assignment(Schema):
    """A record that a file is shown with, what it is called, and where it is."""

    type: str
    id: str
    href: str | None = None
    label: str | None = None


def _listed(value: Any) -> Any:
    """Tags as a form sends them: a JSON array, or texts between commas."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    return parse_json(text.encode()) if text.startswith("[") else text.split(",")


def _unique_texts(value: Any) -> Any:
    found = _listed(value)
    if not isinstance(found, list):
        return found
    texts = [one.strip() if isinstance(one, str) else one for one in cast("list[Any]", found)]
    return list(dict.fromkeys(one for one in texts if one != ""))


def _objects(value: Any) -> Any:
    """Assignments as a form sends them: a JSON array, or one object."""
    found = parse_json(value.encode()) if isinstance(value, str) and value.strip() else value
    if isinstance(found, str):
        return []
    return [found] if isinstance(found, dict) else found


Tags = Annotated[list[Tag], BeforeValidator(_unique_texts), Field(max_length=MOST_TAGS)]
Assignments = Annotated[list[AssignmentInput], BeforeValidator(_objects), Field(max_length=MOST_ASSIGNMENTS)]


async def stored_assignments(
    ctx: Context,
    sent: Iterable[AssignmentInput],
    *,
    owner: Owner | None = None,
    known: Sequence[Mapping[str, Any]] = (),
) -> list[dict[str, Any]]:
    """Assignments as they are stored: each record once, the last one wins, the owner first.

    Raises:
        Invalid: A record is not there, or not in the caller's view; those that are ``known`` already may be kept.
    """
    kept = {(one["type"], one["id"]) for one in known}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    if owner is not None and owner.entity != LIBRARY:
        found[owner.entity, owner.record] = {"type": owner.entity, "id": owner.record}
    for number, one in enumerate(sent):
        key = (one.type, one.id)
        if key not in found and key not in kept and not await sees(ctx, one.type, uuid_of(one.id)):
            raise Invalid(NOT_THERE, code="not_found").blaming("assignments", number)
        found[key] = {name: value for name, value in one.model_dump().items() if value is not None}
    return list(found.values())


async def named_assignments(ctx: Context, rows: Sequence[Mapping[str, Any]]) -> dict[UUID, list[Assignment]]:
    """The assignments of files by the files' ids, with names and addresses as far as the caller may see the records."""
    wanted: dict[str, set[UUID]] = {}
    for row in rows:
        for one in row["assignments"]:
            if (record_id := uuid_of(one["id"])) is not None:
                wanted.setdefault(one["type"], set()).add(record_id)
    names = {entity: await names_in_view(ctx, entity, ids) for entity, ids in wanted.items()}
    kinds = kinds_of(ctx.app)

    def shown(one: Mapping[str, Any]) -> Assignment:
        entity, record_id = one["type"], uuid_of(one["id"])
        name = names.get(entity, {}).get(record_id) if record_id else None
        href = f"{kinds[entity][0].href}/{record_id}" if record_id and entity in kinds else None
        return Assignment(
            type=entity, id=one["id"], href=one.get("href") or href, label=one.get("label") or (name and name.title)
        )

    return {row["id"]: [shown(one) for one in row["assignments"]] for row in rows}
