"""The codes of cash boxes that are opened by the first cash of somebody: they stand in the numbers of vouchers."""

import pytest

from bottega.business.finance.cash_boxes import hold_box
from bottega.kernel.application import Application
from bottega.kernel.database.identifiers import new_id
from bottega.platform.auth import add_user
from callers import Caller


@pytest.mark.parametrize(
    ("name", "code"),
    [("Anna Maj", "AM"), ("Katarzyna Wolna", "KW2"), ("Krzysztof Pawlak", "KP2"), ("Rafał Kos", "RK2")],
)
async def test_initials_that_are_a_kind_of_document_are_no_code(
    app: Application, admin: Caller, name: str, code: str
) -> None:
    async with app.acting(admin.tenant_id, admin.organization_id) as ctx:
        address = f"{new_id().hex[-12:]}@example.com"
        person = await add_user(ctx, address, None, [], organization_id=admin.organization_id, name=name)
        assert (await hold_box(ctx, admin.organization_id, person)).kod == code
