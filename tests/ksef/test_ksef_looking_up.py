"""Looking up invoices at the counterpart of KSeF: lists of sessions, metadata, files, and the status board."""

from datetime import UTC, datetime, timedelta

import pytest
from ksef_client import AsyncKsefClient, KsefApiError, models
from msgspec.structs import replace

from documents import samples
from ksef.basics import sha256
from ksef.counterpart import Counterpart
from ksef.lighthouse import FAILURE, MAINTENANCE, TOTAL_FAILURE
from ksef.taxpayers import Taxpayer, opened, signed_in


async def metadata(client: AsyncKsefClient, access: str, **asked: object) -> models.QueryInvoicesMetadataResponse:
    """Metadata of the last days, by storage, of invoices that the taxpayer issued unless told otherwise."""
    now = datetime.now(UTC)
    dates = {"dateType": "PermanentStorage", "from": (now - timedelta(days=2)).isoformat()}
    dates |= asked.pop("dates", {})
    paging = {name: asked.pop(name) for name in ("page_size", "page_offset", "sort_order") if name in asked}
    body = {"subjectType": "Subject1", "dateRange": dates, **asked}
    filters = models.InvoiceQueryFilters.from_dict(body)
    return await client.invoices.query_invoice_metadata(filters, access_token=access, **paging)


async def test_invoices_are_found_by_what_is_known_of_them(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    supplier = Taxpayer()
    buyer = replace(samples.DENTIST, nip=taxpayer.nip)
    bought = supplier.invoice(sample=samples.split_payment, nabywca=buyer)
    number = ksef.register.issue_elsewhere(bought).number
    access = await signed_in(client, taxpayer)
    session = await opened(client, access)
    for sample in (samples.vat, samples.advance_invoice, samples.final_invoice):
        await session.send_invoice(taxpayer.invoice(sample=sample))

    own = await metadata(client, access)
    assert [(one.invoice_type.value, one.gross_amount) for one in own.invoices] == [
        ("Vat", 30000.0),
        ("Zal", 10000.0),
        ("Roz", 20000.0),
    ]
    assert own.permanent_storage_hwm_date
    got = await metadata(client, access, subjectType="Subject2")
    assert [(one.ksef_number, one.seller.nip, one.invoice_hash) for one in got.invoices] == [
        (number, supplier.nip, sha256(bought))
    ]
    assert (await client.invoices.get_invoice_bytes(number, access_token=access)).content == bought
    one = own.invoices[1]
    for asked in (
        {"ksefNumber": one.ksef_number},
        {"invoiceNumber": one.invoice_number},
        {"amount": {"type": "Brutto", "from": 9000, "to": 11000}},
        {"invoiceTypes": ["Zal"]},
    ):
        assert [found.ksef_number for found in (await metadata(client, access, **asked)).invoices] == [one.ksef_number]
    last = await metadata(client, access, sort_order="Desc", page_size=10)
    assert [found.invoice_type.value for found in last.invoices] == ["Roz", "Zal", "Vat"]
    assert not last.has_more


async def test_what_is_not_stored_yet_is_not_found_and_strangers_find_nothing(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    ksef.pace.storage = 300
    number = ksef.register.issue_elsewhere(taxpayer.invoice()).number
    access, stranger = await signed_in(client, taxpayer), await signed_in(client, Taxpayer())
    found = {}
    for name, token in {"own": access, "strange": stranger}.items():
        with pytest.raises(KsefApiError) as refused:
            await client.invoices.get_invoice_bytes(number, access_token=token)
        found[name] = refused.value.problem.errors[0].code
    assert found == {"own": 21165, "strange": 21164}
    assert (await metadata(client, access)).invoices == []
    ksef.clock.advance(seconds=301)
    assert (await client.invoices.get_invoice_bytes(number, access_token=access)).content
    assert [one.ksef_number for one in (await metadata(client, access)).invoices] == [number]

    ksef.queries.behind = 86400
    mark = {"restrictToPermanentStorageHwmDate": True}
    assert (await metadata(client, access, dates=mark)).invoices == []
    now = ksef.clock.now()
    too_long = {"from": (now - timedelta(days=101)).isoformat()}
    for code, dates in ((21183, {**mark, "from": now.isoformat()}), (21405, too_long)):
        body = {"subjectType": "Subject1", "dateRange": {"dateType": "PermanentStorage", **dates}}
        with pytest.raises(KsefApiError) as refused:
            # Past the library, which would not send the second.
            await client.http_client.request("POST", "/invoices/query/metadata", json=body, access_token=access)
        assert refused.value.problem.errors[0].code == code


async def test_sessions_and_their_invoices_come_in_pages(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    ksef.limits.enforced = False
    access = await signed_in(client, taxpayer)
    session = await opened(client, access)
    sent = [(await session.send_invoice(b"<Faktura/>")).reference_number for _ in range(11)]
    page = await session.list_invoices(page_size=10)
    rest = await session.list_failed_invoices(page_size=10, continuation_token=page.continuation_token)
    assert [one.reference_number for one in [*page.invoices, *rest.invoices]] == sent
    assert rest.continuation_token is None
    with pytest.raises(KsefApiError) as refused:
        await session.list_invoices(continuation_token="no such")
    assert refused.value.problem.errors[0].code == 21418

    newer = await opened(client, access)
    await session.close()

    async def listed(**asked: object) -> list[str]:
        told = await client.sessions.get_sessions(session_type="Online", access_token=access, **asked)
        return [one.reference_number for one in told.sessions]

    both = [newer.session_reference_number, session.session_reference_number]
    assert await listed() == both
    assert await listed(statuses=["Failed", "Cancelled"]) == both[1:]
    assert await listed(reference_number=both[0]) == both[:1]
    assert await listed(date_closed_from="2026-01-01T00:00:00Z") == both[1:]
    assert await listed(date_created_to="2026-01-01T00:00:00") == []


async def test_the_status_board_says_what_was_announced(ksef: Counterpart, client: AsyncKsefClient) -> None:
    board = client.lighthouse
    assert (await board.get_status()).status.value == "AVAILABLE"
    later = ksef.clock.now() + timedelta(hours=2)
    ksef.lighthouse.announce(MAINTENANCE, "Prace serwisowe", later, later + timedelta(hours=4))
    assert (await board.get_status()).status.value == "AVAILABLE"
    assert [one.category.value for one in await board.get_messages()] == [MAINTENANCE]
    ksef.clock.advance(hours=3)
    assert (await board.get_status()).status.value == MAINTENANCE
    failure = ksef.lighthouse.announce(FAILURE, "Awaria KSeF")
    assert (await board.get_status()).status.value == FAILURE
    total = ksef.lighthouse.announce(TOTAL_FAILURE, "Awaria całkowita")
    assert (await board.get_status()).status.value == TOTAL_FAILURE
    ksef.lighthouse.finish(total)
    ksef.lighthouse.finish(failure)
    assert (await board.get_status()).status.value == MAINTENANCE
    ended = [one for one in await board.get_messages() if one.type.value == "FAILURE_END"]
    assert [one.title for one in ended] == ["Awaria KSeF", "Awaria całkowita"]
    ksef.clock.advance(hours=4)
    assert (await board.get_status()).status.value == "AVAILABLE"
