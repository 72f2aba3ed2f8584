"""E-mail: what is rendered arrives as it was meant, and nothing anybody writes becomes a header or markup."""

import asyncio
import datetime as dt
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from structlog.testing import capture_logs

from bottega.kernel.mail import Mail, Mailer, MailNotSent
from bottega.kernel.startup_errors import StartError
from bottega.settings import Settings

MAIL = Mail("anna@example.com", "Zażółć", "Dzień dobry\n\nToken: jesion-4711\n", "<p>Dzień dobry <b>4711</b></p>")


class Inbox:
    """A real SMTP server's memory: who sent what, how well protected."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.encrypted: list[bool] = []
        self.users: list[str] = []
        self.refuse: str | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuse:
            return self.refuse
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.recipients += [str(each) for each in envelope.rcpt_tos]
        self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"

    def let_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == b"p@ss:word", handled=False)


@asynccontextmanager
async def smtp_server(*, tls: ssl.SSLContext | None = None, **options: Any) -> AsyncGenerator[Inbox]:
    inbox = Inbox()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(inbox, hostname="localhost", authenticator=inbox.let_in, **options), "127.0.0.1", 0, ssl=tls
    )
    inbox.port = server.sockets[0].getsockname()[1]
    try:
        yield inbox
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for this machine that the client trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    pem = tmp_path / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    return context


def mailer(tmp_path: Path, **settings: Any) -> Mailer:
    return Mailer(Settings(data=tmp_path, **settings))


def part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


async def test_a_mail_arrives_with_text_and_html(tmp_path: Path) -> None:
    async with smtp_server() as inbox:
        sender = "Warsztat Żółw <biuro@example.com>"
        await mailer(tmp_path, smtp_url=f"smtp://127.0.0.1:{inbox.port}", email_from=sender).send(MAIL)

    (message,) = inbox.mails
    assert inbox.recipients == ["anna@example.com"]
    assert str(message["To"]) == "anna@example.com"
    assert str(message["From"]) == sender
    assert str(message["Subject"]) == "Zażółć"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@example.com>")
    assert abs(message["Date"].datetime - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    assert part(message, "plain") == MAIL.text
    assert part(message, "html").strip() == MAIL.html
    assert list(tmp_path.iterdir()) == []


async def test_starttls_is_used_when_offered(tmp_path: Path, certificate: ssl.SSLContext) -> None:
    async with smtp_server(tls_context=certificate) as inbox:
        await mailer(tmp_path, smtp_url=f"smtp://127.0.0.1:{inbox.port}").send(MAIL)

    assert inbox.encrypted == [True]


async def test_smtps_is_encrypted_from_the_start_and_signs_in(tmp_path: Path, certificate: ssl.SSLContext) -> None:
    async with smtp_server(tls=certificate, auth_require_tls=False) as inbox:
        await mailer(tmp_path, smtp_url=f"smtps://an%40na:p%40ss%3Aword@127.0.0.1:{inbox.port}").send(MAIL)

    assert inbox.encrypted == [True]
    assert inbox.users == ["an@na"]


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    async with smtp_server(tls_context=certificate) as inbox:
        with pytest.raises(MailNotSent, match="CERTIFICATE_VERIFY_FAILED"):
            await mailer(tmp_path, smtp_url=f"smtp://127.0.0.1:{inbox.port}").send(MAIL)

    assert inbox.mails == []


def test_a_password_is_never_told_to_a_stranger_in_the_clear(tmp_path: Path) -> None:
    def client(url: str) -> Any:
        return mailer(tmp_path, smtp_url=url)._server.client("localhost")

    assert client("smtp://anna:secret@mail.example.com")._start_tls_on_connect is True
    assert client("smtp://mail.example.com")._start_tls_on_connect is None
    assert client("smtp://anna:secret@localhost")._start_tls_on_connect is None


async def test_a_wrong_password_is_a_failure_worth_trying_again(tmp_path: Path) -> None:
    async with smtp_server(auth_require_tls=False) as inbox:
        with pytest.raises(MailNotSent) as failed:
            await mailer(tmp_path, smtp_url=f"smtp://anna:wrong@127.0.0.1:{inbox.port}").send(MAIL)

    assert not failed.value.permanent
    assert failed.value.body("en") == {"error": "The e-mail could not be sent"}


@pytest.mark.parametrize(
    ("answer", "permanent"), [("451 Try later", False), ("550 No such mailbox", True), ("554 Spam", True)]
)
async def test_a_refusal_says_whether_trying_again_helps(tmp_path: Path, answer: str, permanent: bool) -> None:
    async with smtp_server() as inbox:
        inbox.refuse = answer
        with pytest.raises(MailNotSent, match=answer[4:]) as failed:
            await mailer(tmp_path, smtp_url=f"smtp://127.0.0.1:{inbox.port}").send(MAIL)

    assert failed.value.permanent is permanent


async def test_a_server_that_is_gone_is_a_failure_worth_trying_again(tmp_path: Path) -> None:
    async with smtp_server() as inbox:
        pass

    with pytest.raises(MailNotSent, match="Connect") as failed:
        await mailer(tmp_path, smtp_url=f"smtp://127.0.0.1:{inbox.port}").send(MAIL)

    assert not failed.value.permanent


async def test_without_a_server_mails_lie_in_a_private_folder(tmp_path: Path) -> None:
    with capture_logs() as logs:
        await mailer(tmp_path).send(MAIL)
        await mailer(tmp_path).send(MAIL)

    files = sorted((tmp_path / "outbox").iterdir())
    assert len(files) == 2
    assert files[0].name.endswith("-anna@example.com-zazolc.eml")
    assert files[0].stat().st_mode & 0o777 == 0o600
    assert files[0].parent.stat().st_mode & 0o777 == 0o700
    message = message_from_bytes(files[0].read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    assert part(message, "plain") == MAIL.text
    assert {entry["file"] for entry in logs} == {f"outbox/{file.name[:22]}-….eml" for file in files}
    assert "jesion-4711" not in str(logs)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"])
async def test_nothing_in_a_subject_becomes_a_header(tmp_path: Path, line_end: str) -> None:
    async with smtp_server() as inbox:
        mail = Mail("anna@example.com", f"Hello{line_end}Bcc: eve@example.com", "text", "<p>text</p>")
        await mailer(tmp_path, smtp_url=f"smtp://127.0.0.1:{inbox.port}").send(mail)

    (message,) = inbox.mails
    assert message["Bcc"] is None
    assert str(message["Subject"]) == "Hello Bcc: eve@example.com"
    assert inbox.recipients == ["anna@example.com"]


@pytest.mark.parametrize(
    "to",
    [
        "",
        "anna",
        "@example.com",
        "anna@",
        "anna@example.com, eve@example.com",
        "anna@example.com\r\nBcc: eve@example.com",
        "anna@example.com\n",
        "Anna <anna@example.com>",
        "anna@example..com",
        "../../etc@passwd/x",
    ],
)
async def test_only_one_plain_address_is_written_to(tmp_path: Path, to: str) -> None:
    with pytest.raises(MailNotSent) as failed:
        await mailer(tmp_path).send(Mail(to, "x", "x", "x"))

    assert failed.value.permanent
    assert list(tmp_path.iterdir()) == []


async def test_a_domain_with_polish_letters_is_reached(tmp_path: Path) -> None:
    async with smtp_server() as inbox:
        mail = Mail("anna@żółw.example", "x", "x", "x")
        await mailer(tmp_path, smtp_url=f"smtp://127.0.0.1:{inbox.port}").send(mail)

    assert inbox.recipients == ["anna@xn--w-uga1v8h.example"]


@pytest.mark.parametrize("url", ["http://mail.example.com", "mail.example.com:25", "smtp://", "smtp://host:port"])
def test_a_server_that_makes_no_sense_is_said_at_the_start_without_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(StartError, match="BOTTEGA_SMTP_URL"):
        mailer(tmp_path, smtp_url=url)


def test_a_sender_that_is_no_address_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="EMAIL_FROM"):
        mailer(tmp_path, email_from="Bottega")
