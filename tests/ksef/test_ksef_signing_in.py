"""Signing in to the counterpart of KSeF by certificate and by token, and what is refused."""

import pytest
from ksef_client import AsyncKsefClient, KsefApiError, models
from ksef_client.services import build_auth_token_request_xml, sign_xades_enveloped

from ksef.counterpart import Counterpart
from ksef.keys import SESSIONS, TOKENS
from ksef.taxpayers import Taxpayer, began_with, began_with_token, credentials, opened, redeemed, signed_in, status_of


def codes(error: pytest.ExceptionInfo[KsefApiError]) -> list[int]:
    """The codes of a refused request."""
    assert error.value.status_code == 400
    return [one.code for one in error.value.problem.errors]


async def test_tokens_are_given_once_live_by_the_clock_and_are_refreshed(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    began = await began_with(client, taxpayer.nip, taxpayer.credentials())
    tokens = await redeemed(client, began)
    with pytest.raises(KsefApiError) as again:
        await client.auth.redeem_token(began.authentication_token.token)
    assert codes(again) == [21301]

    access = tokens.access_token.token
    assert (await client.sessions.get_sessions(session_type="Online", access_token=access)).sessions == []
    ksef.clock.advance(minutes=16)
    with pytest.raises(KsefApiError) as late:
        await client.sessions.get_sessions(session_type="Online", access_token=access)
    assert late.value.status_code == 401
    newer = await client.auth.refresh_access_token(tokens.refresh_token.token)
    await client.sessions.get_sessions(session_type="Online", access_token=newer.access_token.token)
    with pytest.raises(KsefApiError) as wrong_kind:
        await client.sessions.get_sessions(session_type="Online", access_token=tokens.refresh_token.token)
    assert wrong_kind.value.status_code == 401

    await client.auth.revoke_current_session(newer.access_token.token)
    with pytest.raises(KsefApiError) as over:
        await client.auth.refresh_access_token(tokens.refresh_token.token)
    assert codes(over) == [21301]
    ksef.clock.advance(days=7)
    with pytest.raises(KsefApiError) as much_later:
        await client.auth.refresh_access_token(tokens.refresh_token.token)
    assert much_later.value.status_code == 401


async def test_signing_in_takes_its_time_and_a_challenge_ten_minutes(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    ksef.pace.sign_in = 60
    began = await began_with(client, taxpayer.nip, taxpayer.credentials(kind="RSA"))
    assert (await status_of(client, began)).code == 100
    with pytest.raises(KsefApiError) as early:
        await client.auth.redeem_token(began.authentication_token.token)
    assert codes(early) == [21301]
    ksef.clock.advance(seconds=61)
    await redeemed(client, began)

    challenge = (await client.auth.get_challenge()).challenge
    ksef.clock.advance(minutes=11)
    own = taxpayer.credentials()
    xml = build_auth_token_request_xml(
        challenge=challenge, context_identifier_type="Nip", context_identifier_value=taxpayer.nip
    )
    with pytest.raises(KsefApiError) as late:
        await client.auth.submit_xades_auth_request(sign_xades_enveloped(xml, own.certificate, own.key))
    assert codes(late) == [21111]


async def test_a_certificate_that_does_not_hold_or_is_not_of_the_taxpayer_signs_nobody_in(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    withdrawn = taxpayer.credentials()
    ksef.sign_in.revoke(withdrawn.fingerprint)
    person = credentials("PNOPL-44051401359")
    cases = {
        taxpayer.credentials(begins=-3, lasts=1): (460, ["Nieważny certyfikat"]),
        taxpayer.credentials(begins=2): (460, ["Nieważny certyfikat"]),
        withdrawn: (460, ["Certyfikat odwołany"]),
        taxpayer.credentials(offline=True): (460, ["Niepoprawny certyfikat"]),
        Taxpayer().credentials(): (415, ["Brak przypisanych uprawnień"]),
        person: (415, ["Brak przypisanych uprawnień"]),
    }
    for one, (code, details) in cases.items():
        status = await status_of(client, await began_with(client, taxpayer.nip, one))
        assert (status.code, status.details) == (code, details)
    ksef.sign_in.grant("pesel:44051401359", taxpayer.nip, frozenset({"InvoiceRead"}))
    by_print = {"subject_identifier_type": "certificateFingerprint"}
    began = await began_with(client, taxpayer.nip, person, **by_print)
    assert (await status_of(client, began)).code == 415
    ksef.sign_in.grant(person.fingerprint.upper(), taxpayer.nip, frozenset({"InvoiceRead"}))
    await redeemed(client, await began_with(client, taxpayer.nip, person, **by_print))
    access = (await redeemed(client, await began_with(client, taxpayer.nip, person))).access_token.token
    with pytest.raises(KsefApiError) as refused:
        await opened(client, access)
    assert refused.value.status_code == 403
    assert refused.value.problem.reason_code == "missing-permissions"


async def test_a_signature_is_verified(ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer) -> None:
    own, other = taxpayer.credentials(), Taxpayer()
    made = {}
    for name in ("right", "context", "time", "unsigned", "twice", "stranger", "schema"):
        challenge = (await client.auth.get_challenge()).challenge
        xml = build_auth_token_request_xml(
            challenge=challenge, context_identifier_type="Nip", context_identifier_value=taxpayer.nip
        )
        if name == "schema":
            xml = xml.replace("<SubjectIdentifierType>certificateSubject", "<SubjectIdentifierType>anybody")
        made[name] = xml if name == "unsigned" else sign_xades_enveloped(xml, own.certificate, own.key)
    made["context"] = made["context"].replace(taxpayer.nip, other.nip)
    made["time"] = made["time"].replace("SigningTime>20", "SigningTime>19")
    start, end = made["twice"].index("<ds:Signature "), made["twice"].index("</AuthTokenRequest>")
    made["twice"] = made["twice"][:end] + made["twice"][start:]
    body = other.credentials().certificate.split("-----")[2].strip()
    start, end = made["stranger"].index("X509Certificate>") + 16, made["stranger"].index("</ds:X509Certificate")
    made["stranger"] = made["stranger"][:start] + body + made["stranger"][end:]
    found = {}
    for name, xml in made.items():
        try:
            await client.auth.submit_xades_auth_request(xml)
        except KsefApiError as error:
            found[name] = error.problem.errors[0].code
    wrong = {"context": 9105, "time": 9105, "unsigned": 9102, "twice": 9103, "stranger": 9105, "schema": 21401}
    assert found == wrong


async def test_a_token_signs_in_only_as_it_should(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    token = ksef.sign_in.issue_token(taxpayer.nip)
    access = (await redeemed(client, await began_with_token(client, taxpayer.nip, token))).access_token.token
    session = await opened(client, access)
    sent = await session.send_invoice(taxpayer.invoice())
    assert b"NumerReferencyjnyTokenaKSeF" in await session.get_invoice_upo_by_ref(sent.reference_number)

    revoked = ksef.sign_in.issue_token(taxpayer.nip)
    ksef.sign_in.revoke(revoked)
    elsewhere = Taxpayer().nip
    wrong_usage = models.PublicKeyCertificateUsage.SYMMETRICKEYENCRYPTION
    other_key = await client.security.get_public_key_certificate(wrong_usage)
    cases = {
        "Nieprawidłowy token": began_with_token(client, taxpayer.nip, f"{token}0"),
        "Nieprawidłowy czas tokena": began_with_token(client, taxpayer.nip, token, moment=1),
        "Token unieważniony": began_with_token(client, taxpayer.nip, revoked),
        f"Token nie może być użyty w kontekście {elsewhere}": began_with_token(client, elsewhere, token),
        "Nieprawidłowe szyfrowanie tokena": began_with_token(
            client, taxpayer.nip, token, key=other_key, public_key_id=None
        ),
    }
    for detail, beginning in cases.items():
        status = await status_of(client, await beginning)
        assert (status.code, status.details) == (450, [detail])


async def test_a_replaced_key_is_refused_by_its_id_and_opens_nothing_without_one(
    ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer
) -> None:
    access, token = await signed_in(client, taxpayer), ksef.sign_in.issue_token(taxpayer.nip)
    usages = models.PublicKeyCertificateUsage
    old = {
        usage: await client.security.get_public_key_certificate(usage)
        for usage in (usages.SYMMETRICKEYENCRYPTION, usages.KSEFTOKENENCRYPTION)
    }
    ksef.keys.rotate(SESSIONS)
    ksef.keys.rotate(TOKENS)
    key = old[usages.SYMMETRICKEYENCRYPTION]
    with pytest.raises(KsefApiError) as withdrawn:
        await opened(client, access, key=key)
    assert codes(withdrawn) == [21470]
    with pytest.raises(KsefApiError) as withdrawn:
        await began_with_token(client, taxpayer.nip, token, key=old[usages.KSEFTOKENENCRYPTION])
    assert codes(withdrawn) == [21470]

    unnamed = await opened(client, access, key=key, public_key_id=None)
    assert (await unnamed.get_status()).status.code == 415
    with pytest.raises(KsefApiError) as broken:
        await unnamed.send_invoice(taxpayer.invoice())
    assert codes(broken) == [21180]
    newer = await opened(client, access)
    sent = await newer.send_invoice(taxpayer.invoice())
    assert (await newer.get_invoice_status(sent.reference_number)).status.code == 200

    ksef.keys.rotate(SESSIONS, keep=True)
    assert len([one for one in ksef.keys.published() if one["usage"] == [SESSIONS]]) == 2
    assert (await opened(client, access)).session_reference_number


async def test_a_sign_in_ends_as_it_was_told(ksef: Counterpart, client: AsyncKsefClient, taxpayer: Taxpayer) -> None:
    for code, detail in ((470, "osoba zmarła"), (480, "Podejrzenie incydentu"), (500, ""), (550, "Spróbuj ponownie")):
        ksef.faults.end_sign_in(code, detail)
        status = await status_of(client, await began_with(client, taxpayer.nip, taxpayer.credentials()))
        assert (status.code, status.details or []) == (code, [detail] if detail else [])
    access = await signed_in(client, taxpayer)
    ksef.faults.block()
    with pytest.raises(KsefApiError) as blocked:
        await opened(client, access)
    assert blocked.value.problem.reason_code == "security-service-blocked"
    assert blocked.value.problem.security["incidentId"]
