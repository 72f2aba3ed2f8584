"""What the counterpart of KSeF checks in an invoice, and between invoices."""

import base64
import hashlib
from datetime import datetime, timedelta

import pytest
from ksef_client import AsyncKsefClient, KsefApiError
from ksef_client.services.crypto import build_send_invoice_request, encrypt_aes_cbc_pkcs7
from ksef_client.services.sessions import AsyncOnlineSessionHandle
from msgspec.structs import replace

from documents import samples
from ksef.basics import WARSAW, sha256
from ksef.counterpart import Counterpart
from ksef.taxpayers import Taxpayer, client_of, opened, signed_in


@pytest.fixture
async def session(ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer) -> AsyncOnlineSessionHandle:
    """An open session of the taxpayer's."""
    return await opened(client, await signed_in(client, taxpayer))


async def sent(session: AsyncOnlineSessionHandle, xml: bytes, **how: object) -> tuple[int, str]:
    """The status of an invoice that is sent, and its details in one line."""
    made = await session.send_invoice(xml, **how)
    status = (await session.get_invoice_status(made.reference_number)).status
    return status.code, " ".join(status.details or [])


async def test_a_file_is_refused_for_what_it_is(session: AsyncOnlineSessionHandle, taxpayer: Taxpayer) -> None:
    xml = taxpayer.invoice(numer="FV/1")
    prolog, body = xml.split(b"\n", 1)
    name = "Żaneta Zalewska".encode()
    cases = {
        "znacznik kolejności": b"\xef\xbb\xbf" + xml,
        "kodowanie w prologu": prolog.replace(b"utf-8", b"iso-8859-2") + b"\n" + body,
        "poprawnym dokumentem XML": xml[:-5],
        "w UTF-8": xml.replace(name, "Żaneta".encode("iso-8859-2")),
        "Instrukcje przetwarzania": prolog + b"<?print now?>\n" + body,
        "Niedozwolony znak U+0092": xml.replace(name, "Adam\u0092s".encode()),
        "Niedozwolony znak U+FDD0": xml.replace(name, b"Adam&#xFDD0;"),
        "Niedozwolony znak U+1FFFE": xml.replace(name, "Adam\U0001fffe".encode()),
        "przekracza 1 MB": xml.replace(b"</Faktura>", b" " * 1_000_000 + b"</Faktura>"),
    }
    for detail, one in cases.items():
        code, told = await sent(session, one)
        assert (code, detail in told) == (430, True), (detail, told)
    assert await sent(session, xml.replace(name, "Adam\u0085".encode())) == (200, "")


async def test_a_file_is_refused_for_what_it_says(
    ksef: Counterpart, session: AsyncOnlineSessionHandle, taxpayer: Taxpayer
) -> None:
    xml = taxpayer.invoice()
    assert (await sent(session, xml.replace(b"<P_15>30000.00", b"<P_15>30000,00")))[0] == 450
    assert (await sent(session, xml.replace(b"<Adnotacje>", b"<Adnotacja>")))[0] == 430
    assert (await sent(session, Taxpayer().invoice()))[0] == 410

    wrong = replace(samples.DENTIST, nip=f"{samples.DENTIST.nip[:-1]}{(int(samples.DENTIST.nip[-1]) + 1) % 10}")
    business = taxpayer.invoice(sample=samples.split_payment, nabywca=wrong)
    async with client_of(ksef, custom_headers={"X-KSeF-Feature": "subject-identifier-validation"}) as strict:
        code, told = await sent(await opened(strict, session._access_token), business)
    assert (code, wrong.nip in told) == (450, True)
    ksef.sessions.judge.check_digits = True
    assert (await sent(session, business))[0] == 450
    ksef.sessions.judge.check_digits = False
    assert (await sent(session, business))[0] == 200


async def test_sizes_and_hashes_are_compared(
    client: AsyncKsefClient, session: AsyncOnlineSessionHandle, taxpayer: Taxpayer
) -> None:
    xml, encryption = taxpayer.invoice(), session.encryption_data
    right = build_send_invoice_request(xml, encryption.key, encryption.iv)
    other = build_send_invoice_request(taxpayer.invoice(), encryption.key, encryption.iv)
    asked = {"access_token": session._access_token}
    at_once = {
        21402: {"encrypted_invoice_size": right.encrypted_invoice_size + 16},
        21403: {"encrypted_invoice_hash": other.encrypted_invoice_hash},
        21405: {"invoice_hash": "short"},
    }
    reference = session.session_reference_number
    for code, changed in at_once.items():
        with pytest.raises(KsefApiError) as refused:
            await client.sessions.send_online_invoice(reference, right.__class__(**{**vars(right), **changed}), **asked)
        assert [one.code for one in refused.value.problem.errors] == [code]
    locked_otherwise = encrypt_aes_cbc_pkcs7(xml, hashlib.sha256(b"other").digest(), encryption.iv)
    later = [
        (430, {"invoice_size": right.invoice_size + 1}),
        (430, {"invoice_hash": other.invoice_hash}),
        (
            435,
            {
                "encrypted_invoice_content": base64.b64encode(locked_otherwise).decode(),
                "encrypted_invoice_hash": sha256(locked_otherwise),
            },
        ),
    ]
    for code, changed in later:
        made = await client.sessions.send_online_invoice(
            reference, right.__class__(**{**vars(right), **changed}), **asked
        )
        assert (await session.get_invoice_status(made.reference_number)).status.code == code


async def test_a_second_invoice_of_seller_kind_and_number_is_a_duplicate(
    ksef: Counterpart, client: AsyncKsefClient, session: AsyncOnlineSessionHandle, taxpayer: Taxpayer
) -> None:
    xml = taxpayer.invoice(numer="FV/7")
    first = await session.get_invoice_status((await session.send_invoice(xml)).reference_number)
    for again in (xml, taxpayer.invoice(numer="FV/7", uwagi="inna treść")):
        told = await session.get_invoice_status((await session.send_invoice(again)).reference_number)
        assert told.status.code == 440
        assert told.ksef_number is None
        assert told.status.extensions == {
            "originalKsefNumber": first.ksef_number,
            "originalSessionReferenceNumber": session.session_reference_number,
        }
        original = (await session.list_invoices()).invoices[0]
        assert (original.invoice_hash == told.invoice_hash) == (again == xml)
    assert (await sent(session, taxpayer.invoice(sample=samples.advance_invoice, numer="FV/7")))[0] == 200

    ksef.sessions.judge.names_originals = False
    told = await session.get_invoice_status((await session.send_invoice(xml)).reference_number)
    assert (told.status.code, told.status.extensions) == (440, None)

    elsewhere = ksef.register.issue_elsewhere(taxpayer.invoice(numer="FV/8"))
    assert (await sent(session, taxpayer.invoice(numer="FV/8")))[0] == 440
    assert await client.invoices.get_invoice_bytes(elsewhere.number, access_token=session._access_token)


async def test_an_offline_invoice_that_was_refused_is_repaired_once(
    ksef: Counterpart, session: AsyncOnlineSessionHandle, taxpayer: Taxpayer
) -> None:
    yesterday = datetime.now(WARSAW).date() - timedelta(days=1)
    xml = taxpayer.invoice(yesterday)
    broken = xml.replace("Żaneta Zalewska".encode(), "Adam\u0092s".encode())

    async def correct(what: bytes, **how: object) -> tuple[int, str]:
        return await sent(session, xml, hash_of_corrected_invoice=sha256(what), **how)

    async def refused(what: bytes, code: int, **how: object) -> bool:
        with pytest.raises(KsefApiError) as error:
            await correct(what, **how)
        return [one.code for one in error.value.problem.errors] == [code]

    assert (await sent(session, broken))[0] == 430
    assert await refused(broken, 21405)
    assert await refused(broken, 21167, offline_mode=True)
    assert (await sent(session, broken, offline_mode=True))[0] == 430
    assert await correct(broken, offline_mode=True) == (200, "")
    assert await refused(broken, 21166, offline_mode=True)
    assert await refused(xml, 21167, offline_mode=True)
    assert ksef.register.all_stored()[-1][1].corrected == sha256(broken)


async def test_a_session_that_is_over_takes_nothing(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    ksef.sign_in.access_lives = timedelta(days=1)
    ksef.sessions.most_invoices = 1
    access = await signed_in(client, taxpayer)
    empty, full, refused, left = [await opened(client, access) for _ in range(4)]
    await empty.close()
    assert (await empty.get_status()).status.code == 440
    await full.send_invoice(taxpayer.invoice())
    await refused.send_invoice(b"<Faktura/>")
    await refused.close()
    assert (await refused.get_status()).status.code == 445
    found = {}
    for name, session in {"closed": empty, "full": full}.items():
        with pytest.raises(KsefApiError) as error:
            await session.send_invoice(taxpayer.invoice())
        found[name] = error.value.problem.errors[0].code
    with pytest.raises(KsefApiError) as error:
        await empty.close()
    found["closed twice"] = error.value.problem.errors[0].code
    assert found == {"closed": 21180, "full": 21155, "closed twice": 21180}

    ksef.clock.advance(hours=13)
    assert [(await one.get_status()).status.code for one in (full, left)] == [200, 440]
    stranger = await signed_in(client, Taxpayer())
    with pytest.raises(KsefApiError) as error:
        await full.get_status(access_token=stranger)
    assert error.value.problem.errors[0].code == 21173
