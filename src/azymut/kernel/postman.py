"""How a message leaves: by SMTP, or into a directory as .eml files for the demonstration.

The address is one setting, `SMTP_URL`: `smtp://user:password@host:587`, `smtps://host:465` or `file:///directory`.
`?starttls=` says `required` (the default where a password is sent to another machine), `auto` or `no`.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import AbstractContextManager
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from azymut.kernel.models import Mail

TIMEOUT_SECONDS = 30
_PERMANENT = 500
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class RefusedMailError(Exception):
    """The mail server said a lasting no; trying again is of no use."""


class UncertainMailError(Exception):
    """The connection broke while the message was being handed over; it may have been taken."""


class Postman(AbstractContextManager["Postman"], Protocol):
    """Delivers messages while it is open. Raises OSError when it can be tried again later."""

    def deliver(self, mail: Mail) -> None: ...


def postman_for(address: str) -> Postman:
    """The postman of this address; an address that it cannot read is a fault of the settings."""
    parts = urlsplit(address)
    if parts.scheme == "file" and parts.path:
        return FilePostman(Path(unquote(parts.path)))
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return SmtpPostman(parts)
    raise ImproperlyConfigured("SMTP_URL must be smtp://host, smtps://host or file:///directory")


def compose(mail: Mail) -> EmailMessage:
    """The message as it travels: plain text, HTML beside it where there is any, and the row's own Message-ID."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.queued_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


class FilePostman:
    """Writes each message as a file named by its Message-ID; sent twice, it lies there once."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __enter__(self) -> Self:
        self.directory.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def deliver(self, mail: Mail) -> None:
        name = mail.message_id.strip("<>").partition("@")[0]
        half = self.directory / f".{name}.part"
        half.write_bytes(compose(mail).as_bytes())
        os.replace(half, self.directory / f"{name}.eml")  # noqa: PTH105  # atomic also over an existing file


class SmtpPostman:
    """One connection to the mail server, for as many messages as are due."""

    def __init__(self, address: SplitResult) -> None:
        self.address = address
        self.server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        try:
            self.server = self._connect()
        except smtplib.SMTPException as error:
            raise ConnectionError(str(error)) from error
        return self

    def _connect(self) -> smtplib.SMTP:
        host, port = str(self.address.hostname), self.address.port
        context = ssl.create_default_context()
        if self.address.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port or 25, timeout=TIMEOUT_SECONDS)
            server.ehlo_or_helo_if_needed()
            if self._wants_tls(server, host):
                server.starttls(context=context)
        if self.address.username:
            server.login(unquote(self.address.username), unquote(self.address.password or ""))
        return server

    def _wants_tls(self, server: smtplib.SMTP, host: str) -> bool:
        default = "required" if self.address.password and host not in _LOCAL else "auto"
        wish = parse_qs(self.address.query).get("starttls", [default])[0]
        return wish == "required" or (wish == "auto" and host not in _LOCAL and server.has_extn("starttls"))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.server is not None:
            try:
                self.server.quit()
            except (smtplib.SMTPException, OSError):
                self.server.close()

    def deliver(self, mail: Mail) -> None:
        """Hand the message over. A no for this message alone, or a cut in the middle, is told apart."""
        if self.server is None:
            raise ConnectionError("the connection is not open")
        try:
            self.server.send_message(compose(mail), settings.DEFAULT_FROM_EMAIL, [mail.recipient])
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            self._refused(code, reason, error)
        except smtplib.SMTPResponseException as error:
            self._refused(error.smtp_code, error.smtp_error, error)
        except smtplib.SMTPNotSupportedError as error:
            raise RefusedMailError(str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise UncertainMailError(str(error)) from error

    def _refused(self, code: int, reason: bytes | str, error: Exception) -> None:
        text = f"{code} {reason.decode(errors='replace') if isinstance(reason, bytes) else reason}"
        if code >= _PERMANENT:
            raise RefusedMailError(text) from error
        raise ConnectionError(text) from error
