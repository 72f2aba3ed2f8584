"""Taxpayers for tests: a random NIP, certificates, invoices in FA(3), and what they do with the library."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from ksef_client import AsyncKsefClient, KsefClientOptions, models, services
from ksef_client.services.sessions import AsyncOnlineSessionHandle
from ksef_client.services.workflows import AsyncOnlineSessionWorkflow
from msgspec.structs import replace
from stdnum.pl import nip as nip_numbers

from bottega.business.documents.content.models import Invoice
from bottega.business.documents.ksef.fa3 import fa3
from documents import samples
from ksef.basics import WARSAW
from ksef.counterpart import Counterpart

FORM = models.FormCode(system_code="FA (3)", schema_version="1-0E", value="FA")
_ORGANIZATION = x509.ObjectIdentifier("2.5.4.97")


def random_nip() -> str:
    """A NIP with a right check digit and a prefix that no tax office has."""
    while True:
        nip = f"999{secrets.randbelow(10**7):07d}"
        if nip_numbers.is_valid(nip):
            return nip


@dataclass(frozen=True)
class Credentials:
    """A certificate with its key, both in PEM."""

    certificate: str
    key: str = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate in hexadecimal."""
        return x509.load_pem_x509_certificate(self.certificate.encode()).fingerprint(hashes.SHA256()).hex()


def credentials(
    identifier: str, *, begins: int = -1, lasts: int = 730, kind: str = "EC", offline: bool = False
) -> Credentials:
    """A certificate of a subject, as ``VATPL-…`` or ``PNOPL-…``, on P-256 or RSA; days are counted from today.

    KSeF gives certificates for signing in, and such for offline invoices, which differ in what the key may be used for.
    """
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "EC" else rsa.generate_private_key(65537, 2048)
    oid = _ORGANIZATION if identifier.startswith("VATPL") else NameOID.SERIAL_NUMBER
    name = x509.Name([x509.NameAttribute(oid, identifier), x509.NameAttribute(NameOID.COMMON_NAME, "Próba")])
    start = datetime.now(UTC) + timedelta(days=begins)
    # Digital signature, or content commitment.
    usage = [not offline, offline, *[False] * 7]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=lasts))
        .add_extension(x509.KeyUsage(*usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Credentials(certificate.public_bytes(Encoding.PEM).decode(), pem.decode())


@dataclass
class Taxpayer:
    """A taxpayer who issues the invoices of the samples under a NIP of their own."""

    nip: str = field(default_factory=random_nip)
    count: int = 0

    def credentials(self, **how: Any) -> Credentials:
        """A new certificate of the taxpayer's."""
        return credentials(f"VATPL-{self.nip}", **how)

    def invoice(self, day: date | None = None, *, sample: Callable[[], Invoice] = samples.vat, **changed: Any) -> bytes:
        """The XML of a sample issued by the taxpayer, today and under a new number unless told otherwise."""
        self.count += 1
        told = sample()
        values = {
            "sprzedawca": replace(told.sprzedawca, nip=self.nip),
            "numer": f"FV/2026/{self.count:03d}",
            "data_wystawienia": day or datetime.now(WARSAW).date(),
        }
        return fa3(replace(told, **{**values, **changed}), datetime.now(UTC))


def client_of(ksef: Counterpart, **options: Any) -> AsyncKsefClient:
    """The library's client, told to speak to a counterpart."""
    headers = {"X-Error-Format": "problem-details", **options.pop("custom_headers", {})}
    return AsyncKsefClient(
        KsefClientOptions(
            base_url=ksef.url,
            base_qr_url="https://qr-test.ksef.mf.gov.pl",
            base_lighthouse_url=ksef.lighthouse_url,
            custom_headers=headers,
            timeout_seconds=options.pop("timeout_seconds", 5),
            **options,
        )
    )


async def began_with(client: AsyncKsefClient, nip: str, credentials: Credentials, **how: str) -> Any:
    """Begin to sign in by a certificate."""
    challenge = await client.auth.get_challenge()
    xml = services.build_auth_token_request_xml(
        challenge=challenge.challenge, context_identifier_type="Nip", context_identifier_value=nip, **how
    )
    signed = services.sign_xades_enveloped(xml, credentials.certificate, credentials.key)
    return await client.auth.submit_xades_auth_request(signed)


async def began_with_token(client: AsyncKsefClient, nip: str, token: str, **changed: Any) -> Any:
    """Begin to sign in by a KSeF token."""
    usage = models.PublicKeyCertificateUsage.KSEFTOKENENCRYPTION
    key = changed.pop("key", None) or await client.security.get_public_key_certificate(usage)
    challenge = await client.auth.get_challenge()
    locked = services.encrypt_ksef_token(
        public_certificate=key.certificate, token=token, timestamp_ms=changed.pop("moment", challenge.timestamp_ms)
    )
    told = {"public_key_id": key.public_key_id, **changed}
    return await client.auth.submit_ksef_token_auth(
        services.build_ksef_token_auth_request(
            challenge=challenge.challenge,
            context_identifier_type="Nip",
            context_identifier_value=nip,
            encrypted_token_base64=locked,
            **told,
        )
    )


async def status_of(client: AsyncKsefClient, began: Any) -> models.StatusInfo:
    """How a sign-in stands."""
    told = await client.auth.get_auth_status(began.reference_number, began.authentication_token.token)
    return told.status


async def redeemed(client: AsyncKsefClient, began: Any) -> Any:
    """The tokens of a sign-in that is over and well."""
    assert (await status_of(client, began)).code == 200
    return await client.auth.redeem_token(began.authentication_token.token)


async def signed_in(client: AsyncKsefClient, taxpayer: Taxpayer) -> str:
    """An access token of a taxpayer, by certificate."""
    tokens = await redeemed(client, await began_with(client, taxpayer.nip, taxpayer.credentials()))
    return tokens.access_token.token


async def opened(client: AsyncKsefClient, access: str, **changed: Any) -> AsyncOnlineSessionHandle:
    """An interactive session for FA(3)."""
    usage = models.PublicKeyCertificateUsage.SYMMETRICKEYENCRYPTION
    key = changed.pop("key", None) or await client.security.get_public_key_certificate(usage)
    told = {"public_key_id": key.public_key_id, **changed}
    return await AsyncOnlineSessionWorkflow(client.sessions).open_session(
        form_code=FORM, public_certificate=key.certificate, access_token=access, **told
    )
