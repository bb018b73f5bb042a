"""A real mail server for the tests, which can be told to refuse or to hang up."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class MailServer:
    """What the server took, and what it answers: `recipient` and `data` are its answers, `hang_up` cuts the line."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipient = "250 OK"
        self.data = "250 OK"
        self.hang_up = False
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"smtp://127.0.0.1:{port}"
        self.controller = Controller(self, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.hang_up:
            server.transport.close()
        return self.data

    @property
    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.taken]
