"""The kernel's pages are tested without the second factor, which the room of accounts tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kernel.mailserver import MailServer


@pytest.fixture(autouse=True)
def _one_factor(settings) -> None:
    settings.SECOND_FACTOR_DEMANDED = False


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path) -> None:
    """Files of one test are not in the way of another's."""
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": place}


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """A mail server that this test's mail goes to."""
    server = MailServer()
    settings.SMTP_URL = server.address
    server.controller.start()
    yield server
    server.controller.stop()
