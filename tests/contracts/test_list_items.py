"""Lists whose rows say more than their columns: what is documented is what is answered, neither more nor less."""

from typing import Any

import pytest

from bottega.business.contracts.wizard.list_items import ApplianceItem, PlannedPaymentItem, PurchaseOrderItem
from bottega.kernel.schemas import Schema


@pytest.mark.parametrize(
    ("name", "documented", "body"),
    [
        ("appliances", ApplianceItem, {"rodzaj": "okap", "cena": "999.99", "rabat": "12.5"}),
        ("planned_payments", PlannedPaymentItem, {"typ": "Rata", "rodzaj": "przelew", "cena": "100.00"}),
        ("purchase_orders", PurchaseOrderItem, {"nazwa": "Blat", "ilosc": "2.5", "cena": "10.00"}),
    ],
)
async def test_a_list_documents_every_field_of_its_rows(
    office: Any, name: str, documented: type[Schema], body: dict[str, Any]
) -> None:
    contract = await office.contract()
    await office.add(name, contractId=contract, **body)
    [item] = await office.items(name, contractId=contract)
    assert set(item) == set(documented.model_fields)
    assert documented.model_validate(item).model_extra == {}
