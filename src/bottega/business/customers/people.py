"""People: create, list, change, delete."""

from typing import Any, Final
from uuid import UUID

from bottega.business.customers.customer_inputs import PersonInput
from bottega.business.customers.customer_writes import create_customer, delete_customer, full_name, update_customer
from bottega.business.customers.lists.duplicates import Created, doubles_of
from bottega.business.customers.lists.list_query import CustomerQuery
from bottega.business.customers.lists.pages import LISTS, SHOWN
from bottega.business.customers.lookups import PERSON
from bottega.business.customers.module import module
from bottega.business.customers.references import Target, required
from bottega.business.customers.tables import Entity, Person
from bottega.kernel.context import Context
from bottega.kernel.errors import Invalid
from bottega.kernel.i18n import T
from bottega.kernel.resources import pages
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.schemas import Done, page_schema
from bottega.kernel.schemas import Input, partial

ID_REQUIRED: Final = T(en="Person id is required", pl="Wymagany jest identyfikator osoby")
NAMES_REQUIRED: Final = T(en="First and last name are required", pl="Wymagane są imię i nazwisko")
DISPLAY_NAME_REQUIRED: Final = T(en="Display name is required", pl="Wymagana jest nazwa wyświetlana")


class PersonCreated(Created):
    """A new person: the id, and that of the profile, which is the same."""

    person_id: UUID


@module.get(
    "/people",
    "customers.people.view",
    name="people.list",
    answer=page_schema(Entity, SHOWN, "People"),
    table=Entity,
    source=LISTS[PERSON],
    custom_table=Person,
)
async def list_people(ctx: Context, query: CustomerQuery) -> Any:
    """List people.

    A page of the people of the organizations in view, found by part of their name or address, filtered and sorted;
    with `format` a file of all of them.
    """
    return await pages.page(LISTS[PERSON], ctx, query)


@module.post(
    "/people",
    "customers.people.manage",
    name="people.create",
    answers={201: "Person created"},
    label=T(en="Create person", pl="Dodanie osoby"),
    table=Entity,
    custom_table=Person,
)
async def create_person(ctx: Context, data: PersonInput) -> PersonCreated:
    """Create person.

    Adds a person to the selected organization. A new status, job title or source becomes a word of the dictionaries.
    Without a display name the person is listed by first and last name. `duplicates` names whom the caller knows already
    by the same telephone number, e-mail address or NIP.
    """
    _check_names(data.given())
    if "display_name" not in data.model_fields_set:
        data.display_name = full_name(data.first_name, data.last_name)
    entity_id = await create_customer(ctx, PERSON, data)
    known = await doubles_of(ctx, entity_id, data.given())
    return PersonCreated(id=entity_id, person_id=entity_id, duplicates=known)


@module.put(
    "/people",
    "customers.people.manage",
    name="people.update",
    body=partial(PersonInput),
    answers={200: "Person updated"},
    label=T(en="Update person", pl="Zmiana osoby"),
    table=Entity,
    custom_table=Person,
)
async def update_person(ctx: Context, data: Input) -> Done:
    """Update person.

    Changes the fields that are sent; null or empty text clears a field, `tags` replaces all tags. A display name that
    is first and last name follows when these are changed.
    """
    _check_names(data.given())
    await update_customer(ctx, PERSON, data)
    return Done()


@module.delete(
    "/people",
    "customers.people.manage",
    name="people.delete",
    body=Target,
    query=IdQuery,
    id_anywhere=True,
    answers={200: "Person deleted"},
    label=T(en="Delete person", pl="Usunięcie osoby"),
    table=Entity,
    custom_table=Person,
)
async def delete_person(ctx: Context, data: Target) -> Done:
    """Delete person.

    Deletes a person, by id in the body or in the query, with notes, activities, addresses and tags; deals stay. Undo
    brings everything back.
    """
    await delete_customer(ctx, PERSON, required(data, ID_REQUIRED))
    return Done()


def _check_names(given: dict[str, Any]) -> None:
    """A person has two names, and one to be listed by."""
    blank = [name for name in ("first_name", "last_name") if given.get(name, "?") == ""]
    if blank:
        wire = {"first_name": "firstName", "last_name": "lastName"}
        raise Invalid(NAMES_REQUIRED, fields={wire[name]: NAMES_REQUIRED for name in blank})
    if given.get("display_name", "?") == "":
        raise Invalid(DISPLAY_NAME_REQUIRED, fields={"displayName": DISPLAY_NAME_REQUIRED})
