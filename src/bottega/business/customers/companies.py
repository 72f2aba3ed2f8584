"""Companies: create, list, change, delete."""

from typing import Any, Final
from uuid import UUID

from pydantic import Field

from bottega.business.customers.customer_inputs import CompanyInput
from bottega.business.customers.customer_writes import create_customer, delete_customer, update_customer
from bottega.business.customers.lists.duplicates import Created, doubles_of
from bottega.business.customers.lists.list_query import CustomerQuery
from bottega.business.customers.lists.pages import LISTS, SHOWN
from bottega.business.customers.lookups import COMPANY
from bottega.business.customers.module import module
from bottega.business.customers.references import Target, required
from bottega.business.customers.tables import Company, Entity
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.resources import pages
from bottega.kernel.resources.operations import IdQuery
from bottega.kernel.resources.schemas import Done, page_schema
from bottega.kernel.schemas import Flag, Input, partial

ID_REQUIRED: Final = T(en="Company id is required", pl="Wymagany jest identyfikator firmy")


class CompanyCreated(Created):
    """A new company: the id, and that of the profile, which is the same."""

    company_id: UUID


@module.get(
    "/companies",
    "customers.companies.view",
    name="companies.list",
    answer=page_schema(Entity, SHOWN, "Companies"),
    table=Entity,
    source=LISTS[COMPANY],
    custom_table=Company,
)
async def list_companies(ctx: Context, query: CustomerQuery) -> Any:
    """List companies.

    A page of the companies of the organizations in view, found by part of their name or address, filtered and sorted;
    with `format` a file of all of them.
    """
    return await pages.page(LISTS[COMPANY], ctx, query)


@module.post(
    "/companies",
    "customers.companies.manage",
    name="companies.create",
    answers={201: "Company created"},
    label=T(en="Create company", pl="Dodanie firmy"),
    table=Entity,
    custom_table=Company,
)
async def create_company(ctx: Context, data: CompanyInput) -> CompanyCreated:
    """Create company.

    Adds a company to the selected organization. `duplicates` names whom the caller knows already by the same telephone
    number, e-mail address or NIP.
    """
    entity_id = await create_customer(ctx, COMPANY, data)
    known = await doubles_of(ctx, entity_id, data.given())
    return CompanyCreated(id=entity_id, company_id=entity_id, duplicates=known)


@module.put(
    "/companies",
    "customers.companies.manage",
    name="companies.update",
    body=partial(CompanyInput),
    answers={200: "Company updated"},
    label=T(en="Update company", pl="Zmiana firmy"),
    table=Entity,
    custom_table=Company,
)
async def update_company(ctx: Context, data: Input) -> Done:
    """Update company.

    Changes the fields that are sent; null or empty text clears a field, `tags` replaces all tags.
    """
    await update_customer(ctx, COMPANY, data)
    return Done()


class CompanyTarget(Target):
    """The company to delete, in the body or in the query."""

    force: Flag = Field(default=False, description="Although people work for it, or deals are about it.")


class CompanyTargetQuery(IdQuery):
    """The same in the query."""

    force: Flag = Field(default=False, description="Although people work for it, or deals are about it.")


@module.delete(
    "/companies",
    "customers.companies.manage",
    name="companies.delete",
    body=CompanyTarget,
    query=CompanyTargetQuery,
    id_anywhere=True,
    answers={200: "Company deleted", 409: "People or deals refer to it; `used` counts them"},
    label=T(en="Delete company", pl="Usunięcie firmy"),
    table=Entity,
    custom_table=Company,
)
async def delete_company(ctx: Context, data: CompanyTarget) -> Done:
    """Delete company.

    Deletes a company, by id in the body or in the query, with notes, activities, addresses and tags. Its people and
    deals stay, without it: while there are any the answer is 409 with their counts, unless `force` is sent. Undo brings
    everything back.
    """
    await delete_customer(ctx, COMPANY, required(data, ID_REQUIRED), force=data.force)
    return Done()
