"""E-mail: messages from a module's templates, sent by SMTP or written to a folder.

Templates lie in the folder ``mails`` of a module: ``<name>.<locale>.txt.j2``, whose first line is the subject, and if
its text in our layout is not enough, ``<name>.<locale>.html.j2``, which extends ``layout.html.j2``. English stands in
for a locale that has none.
"""

import asyncio
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import make_msgid, parseaddr
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from bottega.kernel.errors import Problem
from bottega.kernel.i18n import DEFAULT_LOCALE, T
from bottega.kernel.startup_errors import StartError, private_folder
from bottega.kernel.text.folding import fold
from bottega.settings import Settings

NOT_SENT = T(en="The e-mail could not be sent", pl="Nie udało się wysłać wiadomości e-mail")
OUTBOX: Final = "outbox"
TIMEOUT_SECONDS: Final = 30
REFUSED_FOR_GOOD: Final = 500

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person; ``sender`` is the name beside our address, where it is not the installation's."""

    to: str
    subject: str
    text: str
    html: str
    sender: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class MailNotSent(Problem):
    """503: a mail did not leave; ``permanent`` when trying again would not help."""

    status = 503
    text = NOT_SENT

    def __init__(self, reason: str, *, permanent: bool) -> None:
        """Keep the reason for the log; the caller only learns that it did not work."""
        super().__init__()
        self.args = (reason,)
        self.permanent = permanent


def render(package: str, name: str, locale: str, /, *, to: str, **values: Any) -> Mail:
    """Render a mail of a module, given the module's package: ``render("bottega.platform.auth", "reset", "pl", …)``."""
    templates = _templates(package)
    text_template = templates.select_template([f"{name}.{each}.txt.j2" for each in (locale, DEFAULT_LOCALE)])
    # The one that was found says in which language the whole mail is.
    spoken = locale if text_template.name == f"{name}.{locale}.txt.j2" else DEFAULT_LOCALE
    subject, _, body = text_template.render(values, locale=spoken).strip().partition("\n")
    subject, text = " ".join(subject.split()), body.strip() + "\n"
    paragraphs = [part.splitlines() for part in re.split(r"\n\s*\n", text.strip())]
    html_template = templates.select_template([f"{name}.{spoken}.html.j2", "text.html.j2"])
    html = html_template.render(values, locale=spoken, subject=subject, paragraphs=paragraphs)
    return Mail(to, subject, text, html)


@cache
def _templates(package: str) -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(package, "mails"), PackageLoader("bottega.kernel", "mails")]),
        autoescape=select_autoescape(["html.j2"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


class Mailer:
    """Sends mails by SMTP, or lays them into ``<data>/outbox`` when no server is configured."""

    def __init__(self, settings: Settings) -> None:
        """Read where mails go and who they come from.

        Raises:
            StartError: The settings make no sense.
        """
        name, address = parseaddr(settings.email_from)
        try:
            self._sender = _address(address, name)
        except ValueError as error:
            raise StartError(f"EMAIL_FROM is no e-mail address: {settings.email_from}") from error
        self._outbox = settings.data_folder / OUTBOX
        self._server = _Server(settings.smtp_url) if settings.smtp_url else None
        self._own_name = urlsplit(settings.public_url).hostname or "localhost"

    async def send(self, mail: Mail) -> None:
        """Send a mail.

        Raises:
            MailNotSent: The address is none, or the server did not take the mail.
        """
        message = self._compose(mail)
        if self._server is None:
            stamp = await asyncio.to_thread(_lay_down, self._outbox, mail, message.as_bytes())
            log.info("mail.written", file=f"{OUTBOX}/{stamp}-….eml")
            return
        try:
            async with self._server.client(self._own_name) as client:
                await client.send_message(message)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            reason = f"{type(error).__name__}: {error}"
            raise MailNotSent(reason, permanent=_is_permanent(error)) from error
        log.info("mail.sent", message_id=message["Message-ID"])

    @property
    def has_server(self) -> bool:
        """Whether mails leave this machine."""
        return self._server is not None

    async def reaches(self, seconds: float) -> bool:
        """Whether the mail server lets us in within so many seconds; without one, whether the folder can be written."""
        if self._server is None:
            return await asyncio.to_thread(_is_writable, self._outbox)
        try:
            async with asyncio.timeout(seconds), self._server.client(self._own_name):
                return True
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            log.warning("mail.not_reached", error=error)
            return False

    def _compose(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(policy=WIRE)
        try:
            message["To"] = _address(mail.to)
            if mail.reply_to:
                message["Reply-To"] = _address(mail.reply_to)
        except ValueError as error:
            raise MailNotSent("the recipient is no e-mail address", permanent=True) from error
        named = " ".join(mail.sender.split())
        message["From"] = Address(named, addr_spec=self._sender.addr_spec) if named else self._sender
        message["Subject"] = " ".join(mail.subject.split())
        message["Date"] = datetime.now(UTC)
        message["Message-ID"] = make_msgid(domain=self._sender.domain)
        message["Auto-Submitted"] = "auto-generated"
        for name, value in mail.headers.items():
            message[name] = value
        # Plain ASCII on the wire, whatever the servers on the way can do.
        message.set_content(mail.text, cte="quoted-printable")
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        return message


class _Server:
    """An SMTP server by its URL."""

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            self._host, self._port = parts.hostname or "", parts.port
        except ValueError:
            raise StartError("BOTTEGA_SMTP_URL has a port that is no number.") from None
        if parts.scheme not in {"smtp", "smtps"} or not self._host:
            raise StartError("BOTTEGA_SMTP_URL must look like smtp://host:port or smtps://user:password@host.")
        self._tls = parts.scheme == "smtps"
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password or "") if self._user else None

    def client(self, own_name: str) -> aiosmtplib.SMTP:
        """A client that encrypts when the server can, and insists on it before it says a password to a stranger."""
        insists = self._user is not None and not _is_loopback(self._host) and not self._tls
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            local_hostname=own_name,
            timeout=TIMEOUT_SECONDS,
            use_tls=self._tls,
            start_tls=True if insists else None,
        )


def _address(text: str, name: str = "") -> Address:
    """One address; several, or one with a line end in it, is a ValueError."""
    local, at, domain = text.rpartition("@")
    if not (local and at and domain):
        raise ValueError(text)
    try:
        address = Address(name, addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except (MessageError, IndexError) as error:
        raise ValueError(text) from error
    return address


def _lay_down(outbox: Path, mail: Mail, content: bytes) -> str:
    """Write a mail so that it is there at once, and only for the owner of the folder.

    Returns:
        How the name of its file begins; the rest tells people whom it is for, and so is not for the log.
    """
    words = re.sub(r"[^a-z0-9@._]+", "-", fold(f"{mail.to} {mail.subject}")).strip("-")[:80]
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    name = f"{stamp}-{words}.eml"
    path = private_folder(outbox) / name
    unfinished = path.with_name(f".{name}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    unfinished.rename(path)
    return stamp


def _is_writable(outbox: Path) -> bool:
    try:
        return os.access(private_folder(outbox), os.W_OK)
    except (OSError, StartError):
        return False


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_permanent(error: Exception) -> bool:
    """Whether the server refused this mail for good, rather than us or for now."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(each.code >= REFUSED_FOR_GOOD for each in error.recipients)
    refused = isinstance(error, aiosmtplib.SMTPResponseException)
    ours = isinstance(error, aiosmtplib.SMTPAuthenticationError)
    return refused and not ours and error.code >= REFUSED_FOR_GOOD
