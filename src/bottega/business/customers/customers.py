"""Operations of people and of companies: list, create, update, delete."""

from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.customers.customer_inputs import CustomerInput
from bottega.business.customers.customer_writes import create_customer, delete_customer, update_customer
from bottega.business.customers.kinds import COMPANY, KINDS, PERSON, CustomerKind
from bottega.business.customers.lists.duplicates import Created, doubles_of
from bottega.business.customers.lists.list_query import CustomerQuery
from bottega.business.customers.lists.pages import LISTS, SHOWN
from bottega.business.customers.module import module
from bottega.business.customers.references import Target, required
from bottega.business.customers.tables import Entity
from bottega.kernel.context import Context
from bottega.kernel.resources import pages
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.schemas import Done, page_schema
from bottega.kernel.schemas import Flag, Input, partial


class PersonCreated(Created):
    """A new person: the id, and that of the profile, which is the same."""

    person_id: UUID


class CompanyCreated(Created):
    """A new company: the id, and that of the profile, which is the same."""

    company_id: UUID


class CompanyTarget(Target):
    """The company to delete, in the body or in the query."""

    force: Flag = Field(default=False, description="Although people work for it, or deals are about it.")


class CompanyTargetQuery(IdQuery):
    """The same in the query."""

    force: Flag = Field(default=False, description="Although people work for it, or deals are about it.")


# What the documentation says of one of the kinds alone.
_CREATED: Final = {
    PERSON: " A new status, job title or source becomes a word of the dictionaries. Without a display name the person"
    " is listed by first and last name.",
    COMPANY: "",
}
_CHANGED: Final = {PERSON: " A display name that is first and last name follows when these are changed.", COMPANY: ""}
_DELETED: Final = {
    PERSON: "; deals stay. Undo brings everything back.",
    COMPANY: ". Its people and deals stay, without it: while there are any the answer is 409 with their counts, unless"
    " `force` is sent. Undo brings everything back.",
}


def _list(kind: CustomerKind, options: dict[str, Any]) -> None:
    @module.get(
        f"/{kind.plural}",
        kind.view,
        name=f"{kind.plural}.list",
        summary=f"List {kind.plural}",
        description=f"A page of the {kind.plural} of the organizations in view, found by part of their name or address,"
        " filtered and sorted; with `format` a file of all of them.",
        answer=page_schema(Entity, SHOWN, kind.plural.capitalize()),
        source=LISTS[kind.name],
        **options,
    )
    async def list_customers(ctx: Context, query: CustomerQuery) -> Any:
        return await pages.page(LISTS[kind.name], ctx, query)


def _create(kind: CustomerKind, options: dict[str, Any]) -> None:
    answer = PersonCreated if kind.name == PERSON else CompanyCreated

    @module.post(
        f"/{kind.plural}",
        kind.manage,
        name=f"{kind.plural}.create",
        summary=f"Create {kind.name}",
        description=f"Adds a {kind.name} to the selected organization.{_CREATED[kind.name]} `duplicates` names whom the"
        " caller knows already by the same telephone number, e-mail address or NIP.",
        body=kind.input,
        answer=answer,
        answers={201: f"{kind.name.capitalize()} created"},
        label=kind.text(en="Create {one}", pl="Dodanie {one}"),
        **options,
    )
    async def create(ctx: Context, data: CustomerInput) -> Any:
        customer_id = await create_customer(ctx, kind.name, data)
        known = await doubles_of(ctx, customer_id, data.given())
        return answer.model_validate({"id": customer_id, f"{kind.name}_id": customer_id, "duplicates": known})


def _update(kind: CustomerKind, options: dict[str, Any]) -> None:
    @module.put(
        f"/{kind.plural}",
        kind.manage,
        name=f"{kind.plural}.update",
        summary=f"Update {kind.name}",
        description="Changes the fields that are sent; null or empty text clears a field, `tags` replaces all tags."
        + _CHANGED[kind.name],
        body=partial(kind.input),
        answers={200: f"{kind.name.capitalize()} updated"},
        label=kind.text(en="Update {one}", pl="Zmiana {one}"),
        **options,
    )
    async def update(ctx: Context, data: Input) -> Done:
        await update_customer(ctx, kind.name, data)
        return Done()


def _delete(kind: CustomerKind, options: dict[str, Any]) -> None:
    missing = kind.text(en="{one} id is required", pl="Wymagany jest identyfikator {one}")
    shared = {409: "People or deals refer to it; `used` counts them"} if kind.name == COMPANY else {}

    @module.delete(
        f"/{kind.plural}",
        kind.manage,
        name=f"{kind.plural}.delete",
        summary=f"Delete {kind.name}",
        description=f"Deletes a {kind.name}, by id in the body or in the query, with notes, activities, addresses and"
        f" tags{_DELETED[kind.name]}",
        body=CompanyTarget if kind.name == COMPANY else Target,
        query=CompanyTargetQuery if kind.name == COMPANY else IdQuery,
        id_anywhere=True,
        answers={200: f"{kind.name.capitalize()} deleted", **shared},
        label=kind.text(en="Delete {one}", pl="Usunięcie {one}"),
        **options,
    )
    async def delete(ctx: Context, data: Target) -> Done:
        force = not isinstance(data, CompanyTarget) or data.force
        await delete_customer(ctx, kind.name, required(data, missing), force=force)
        return Done()


for _kind in KINDS.values():
    for _declare in (_list, _create, _update, _delete):
        _declare(_kind, {"table": Entity, "custom_table": _kind.profile})
