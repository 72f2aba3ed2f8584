"""Faults of the counterpart of KSeF: each that the service is known for, as a client meets it."""

from datetime import timedelta

import httpx
import pytest
from ksef_client import AsyncKsefClient, KsefApiError, KsefHttpError, KsefRateLimitError

from ksef import faults
from ksef.basics import sha256
from ksef.counterpart import Counterpart
from ksef.description import operations
from ksef.taxpayers import Taxpayer, client_of, opened, signed_in


async def test_an_answer_that_is_lost_leaves_an_invoice_that_is_found_by_its_hash(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    session = await opened(client, await signed_in(client, taxpayer))
    xml, other = taxpayer.invoice(), taxpayer.invoice()
    ksef.faults.lose_answer(faults.SEND)
    with pytest.raises(KsefHttpError) as lost:
        await session.send_invoice(xml)
    assert lost.value.status_code == 0
    ksef.faults.drop(faults.SEND)
    with pytest.raises(KsefHttpError) as dropped:
        await session.send_invoice(other)
    assert dropped.value.status_code == 0
    found = {one.invoice_hash: one.status.code for one in (await session.list_invoices()).invoices}
    assert found == {sha256(xml): 200}
    assert [one.status for one in ksef.asked if one.key == faults.SEND] == [None, None]


async def test_answers_come_late_or_are_pages_of_something_else(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    session = await opened(client, await signed_in(client, taxpayer))
    sent = await session.send_invoice(taxpayer.invoice())
    ksef.faults.delay(faults.CLOSE, 5)
    async with client_of(ksef, timeout_seconds=0.2) as hasty:
        with pytest.raises(KsefHttpError) as late:
            await hasty.sessions.close_online_session(session.session_reference_number, session._access_token)
    assert late.value.status_code == 0
    assert (await session.get_status()).status.code == 200

    ksef.faults.html(faults.UPO)
    page = await session.get_invoice_upo_by_ref(sent.reference_number)
    assert page.startswith(b"<!DOCTYPE html>")
    ksef.faults.html(faults.INVOICE, 502)
    with pytest.raises(KsefHttpError) as gateway:
        await session.get_invoice_status(sent.reference_number)
    assert gateway.value.status_code == 502
    assert (await session.get_invoice_status(sent.reference_number)).status.code == 200


async def test_requests_are_refused_as_told(ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer) -> None:
    session = await opened(client, await signed_in(client, taxpayer))
    xml = taxpayer.invoice()
    ksef.faults.too_many(faults.SEND, 2680)
    with pytest.raises(KsefRateLimitError) as limited:
        await session.send_invoice(xml)
    # The library's own figure ends at five minutes.
    assert (limited.value.retry_after_raw, limited.value.retry_after) == ("2680", 300)
    ksef.faults.sign_out(faults.SEND)
    ksef.faults.block(faults.SEND)
    ksef.faults.refuse(faults.SEND, 21184, "Trwają prace serwisowe.")
    found = []
    for _ in range(3):
        with pytest.raises(KsefApiError) as refused:
            await session.send_invoice(xml)
        found.append(refused.value)
    assert [one.status_code for one in found] == [401, 403, 400]
    assert found[2].problem.errors[0].code == 21184
    assert (await session.list_invoices()).invoices == []


async def test_a_host_that_is_down_refuses_connections_and_comes_back(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    access = await signed_in(client, taxpayer)
    ksef.refuse_connections()
    with pytest.raises(KsefHttpError) as down:
        await opened(client, access)
    assert isinstance(down.value.__cause__, httpx.ConnectError | httpx.RemoteProtocolError | httpx.ReadError)
    async with client_of(ksef) as fresh:
        with pytest.raises(KsefHttpError) as refused:
            await fresh.auth.get_challenge()
        assert isinstance(refused.value.__cause__, httpx.ConnectError)
        ksef.accept_connections()
        assert await opened(fresh, access)


async def test_invoices_get_the_status_they_were_told(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    session = await opened(client, await signed_in(client, taxpayer))
    told = [(405, ()), (450, ("NIP nabywcy nie istnieje.", "Suma się nie zgadza.")), (500, ()), (550, ("Ponownie",))]
    for code, details in told:
        ksef.faults.decide(code, *details)
    names = {"originalKsefNumber": "9991158384-20261201-010000000000-00"}
    ksef.faults.decide(440, extensions=names)
    xml = taxpayer.invoice()
    for _ in range(5):
        await session.send_invoice(xml)
    listed = (await session.list_invoices()).invoices
    assert [(one.status.code, tuple(one.status.details or ())) for one in listed] == [*told, (440, ())]
    assert listed[-1].status.extensions == names
    assert (await session.get_invoice_status((await session.send_invoice(xml)).reference_number)).status.code == 200


async def test_an_invoice_that_was_taken_may_be_told_to_be_a_duplicate_of_itself(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    session = await opened(client, await signed_in(client, taxpayer))
    xml = taxpayer.invoice()
    ksef.faults.duplicate_of_itself()
    told = await session.get_invoice_status((await session.send_invoice(xml)).reference_number)
    assert told.status.code == 440
    number = told.status.extensions["originalKsefNumber"]
    assert told.status.extensions["originalSessionReferenceNumber"] == session.session_reference_number
    assert (await client.invoices.get_invoice_bytes(number, access_token=session._access_token)).content == xml
    assert number.encode() in await session.get_invoice_upo_by_ksef(number)


async def test_work_may_last_for_hours(ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer) -> None:
    ksef.sign_in.access_lives = timedelta(days=1)
    session = await opened(client, await signed_in(client, taxpayer))
    ksef.hold()
    sent = await session.send_invoice(taxpayer.invoice())
    ksef.clock.advance(hours=6)
    assert (await session.get_invoice_status(sent.reference_number)).status.code == 150
    await session.close()
    assert (await session.get_status()).status.code == 170
    ksef.release()
    told = await session.get_invoice_status(sent.reference_number)
    assert (told.status.code, told.invoicing_mode.value) == (200, "Online")
    assert (await session.get_status()).status.code == 200


async def test_limits_are_counted_for_a_taxpayer_in_windows_that_slide(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    ksef.sign_in.access_lives = timedelta(days=1)
    first, second = await signed_in(client, taxpayer), await signed_in(client, Taxpayer())

    async def ask(access: str) -> KsefRateLimitError | None:
        try:
            await client.sessions.get_sessions(session_type="Online", access_token=access)
        except KsefRateLimitError as error:
            return error
        return None

    start = ksef.clock.now().replace(microsecond=0)
    found = []
    for second_of_hour in range(0, 3600, 57):
        ksef.clock.set(start + timedelta(seconds=second_of_hour))
        found.append(await ask(first))
    limit = operations()["GET /sessions"].limits[3600]
    assert [one is None for one in found] == [True] * limit + [False] * (len(found) - limit)
    last = found[-1]
    assert 0 < int(last.retry_after_raw) <= 60
    assert f"Przekroczono limit {limit} żądań na godzinę" in last.problem.detail
    assert await ask(second) is None
    ksef.clock.advance(seconds=int(last.retry_after_raw) + 1)
    assert await ask(first) is None
    assert [(await ask(second)) is None for _ in range(6)] == [True] * 5 + [False]
    ksef.limits.enforced = False
    assert await ask(second) is None


async def test_errors_have_the_older_shape_unless_problem_details_are_asked_for(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    access = await signed_in(client, taxpayer)
    headers = {"Authorization": f"Bearer {access}"}
    ksef.faults.too_many(faults.INVOICES, 30)
    async with httpx.AsyncClient(base_url=ksef.url, headers=headers) as plain:
        number = "20261201-SO-0000000000-0000000000-00"
        old = await plain.get(f"/sessions/{number}", headers={"X-Test-System-Warning": "[1]: Test"})
        limited = await plain.get(f"/sessions/{number}/invoices")
        nothing = await plain.get("/nowhere")
        unreadable = await plain.post("/sessions/online", content=b"{", headers={"X-Error-Format": "problem-details"})
        other = await plain.post("/sessions/batch", json={})
    assert old.json()["exception"]["exceptionDetailList"][0]["exceptionCode"] == 21173
    assert old.headers["X-System-Warning"] == "[1]: Test"
    assert limited.json()["status"]["code"] == 429
    assert limited.headers["Retry-After"] == "30"
    assert [nothing.status_code, other.status_code] == [404, 501]
    assert unreadable.json()["errors"][0]["code"] == 21001
