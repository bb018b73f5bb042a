"""Errors that carry a message for people. Views show them; they are never swallowed."""

from __future__ import annotations

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule said no. `message` is shown to the user; `field` names the form field that it belongs to."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotAllowedError(DomainError):
    """The actor may not do this; answered with 403."""


class FileRefusedError(DomainError):
    """A whole file is unreadable, hostile or wrongly headed; nothing was changed. `place` names where."""

    def __init__(self, message: str | Promise, *, place: str = "") -> None:
        super().__init__(message, field="file")
        self.place = place


class UnauditedActionError(RuntimeError):
    """A programming error: an action ended without saying to the audit trail what it did."""


class WrittenOnceError(RuntimeError):
    """A programming error: something tried to change or remove what is written once."""
