"""Sending invoices to the counterpart of KSeF with the library for the real service, up to the acknowledgement."""

from datetime import datetime, time, timedelta

import httpx
from ksef_client import AsyncKsefClient
from ksef_client.services.sessions import AsyncOnlineSessionHandle, OnlineSessionState
from ksef_client.utils import is_valid_ksef_number
from lxml import etree

from bottega.business.documents.ksef.numbers import ksef_number
from documents import samples
from ksef.basics import WARSAW, sha256
from ksef.counterpart import Counterpart
from ksef.receipts import NAMESPACE
from ksef.taxpayers import Taxpayer, opened, signed_in


async def test_an_invoice_is_sent_numbered_acknowledged_and_found_again(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    access = await signed_in(client, taxpayer)
    session = await opened(client, access)
    xml = taxpayer.invoice()
    sent = await session.send_invoice(xml)

    status = await session.get_invoice_status(sent.reference_number)
    assert status.status.code == 200
    assert status.invoice_hash == sha256(xml)
    assert status.invoice_number == "FV/2026/001"
    assert status.invoicing_mode.value == "Online"
    assert is_valid_ksef_number(status.ksef_number)
    assert ksef_number(status.ksef_number) == status.ksef_number

    upo = await session.get_invoice_upo_by_ref(sent.reference_number)
    root = etree.fromstring(upo)
    assert root.findtext(f".//{{{NAMESPACE}}}NumerKSeFDokumentu") == status.ksef_number
    assert root.findtext(f".//{{{NAMESPACE}}}SkrotDokumentu") == sha256(xml)
    assert upo == await session.get_invoice_upo_by_ksef(status.ksef_number)
    async with httpx.AsyncClient() as plain:
        behind_link = await plain.get(status.upo_download_url)
    assert behind_link.content == upo
    assert behind_link.headers["x-ms-meta-hash"] == sha256(upo)

    await session.close()
    over = await session.get_status()
    assert over.status.code == 200
    assert (over.invoice_count, over.successful_invoice_count, over.failed_invoice_count) == (1, 1, 0)
    collective = await session.get_upo(over.upo.pages[0].reference_number)
    assert etree.fromstring(collective).findtext(f"{{{NAMESPACE}}}NumerReferencyjnySesji") == (
        session.session_reference_number
    )
    file = await client.invoices.get_invoice_bytes(status.ksef_number, access_token=access)
    assert file.content == xml


async def test_a_session_is_resumed_by_another_process(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    access = await signed_in(client, taxpayer)
    state = (await opened(client, access)).get_state().to_json()
    again = AsyncOnlineSessionHandle.from_state(
        OnlineSessionState.from_json(state), sessions_client=client.sessions, access_token=access
    )
    sent = [await again.send_invoice(taxpayer.invoice(sample=one)) for one in (samples.vat, samples.split_payment)]
    listed = await again.list_invoices()
    assert [one.reference_number for one in listed.invoices] == [one.reference_number for one in sent]
    assert [one.status.code for one in listed.invoices] == [200, 200]
    assert (await again.list_failed_invoices()).invoices == []


async def test_work_takes_its_time_and_the_acknowledgement_comes_after_it(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    ksef.pace.invoice = ksef.pace.session = ksef.pace.storage = 3600
    access = await signed_in(client, taxpayer)
    session = await opened(client, access)
    sent = await session.send_invoice(taxpayer.invoice())
    codes = []
    for _ in range(3):
        codes.append((await session.get_invoice_status(sent.reference_number)).status.code)
        ksef.clock.advance(minutes=31)
        access = await signed_in(client, taxpayer)
        session = AsyncOnlineSessionHandle.from_state(
            session.get_state(), sessions_client=client.sessions, access_token=access
        )
    assert codes == [100, 150, 200]
    await session.close()
    assert (await session.get_status()).status.code == 170


async def test_a_past_day_of_issue_makes_an_invoice_offline_and_one_to_come_is_refused(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    session = await opened(client, await signed_in(client, taxpayer))
    today = datetime.now(WARSAW).date()
    days = [today - timedelta(days=1), today, today + timedelta(days=1)]
    sent = [await session.send_invoice(taxpayer.invoice(day)) for day in days]
    sent.append(await session.send_invoice(taxpayer.invoice(today), offline_mode=True))
    told = [await session.get_invoice_status(one.reference_number) for one in sent]
    assert [one.status.code for one in told] == [200, 200, 450, 200]
    assert [one.invoicing_mode and one.invoicing_mode.value for one in told] == ["Offline", "Online", None, "Offline"]

    # An invoice that comes after midnight is of yesterday; what was of tomorrow is not any more.
    ksef.clock.set(datetime.combine(days[2], time(0, 1), WARSAW))
    session = await opened(client, await signed_in(client, taxpayer))
    sent = [await session.send_invoice(taxpayer.invoice(day)) for day in days[1:]]
    told = [await session.get_invoice_status(one.reference_number) for one in sent]
    assert [one.invoicing_mode.value for one in told] == ["Offline", "Online"]
    assert [one.ksef_number[11:19] for one in told] == [f"{days[2]:%Y%m%d}"] * 2
