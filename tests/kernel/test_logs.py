"""A refusal is one line in the log, a fault of ours has its traceback."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def refusing(_request):
    raise PermissionDenied


def lost(_request):
    raise Http404


def broken(_request):
    raise RuntimeError("ours")


def page(_request, exception=None):
    return HttpResponse("no", status=404 if exception else 500)


handler403 = handler404 = handler500 = page
urlpatterns = [path("403/", refusing), path("404/", lost), path("500/", broken)]


@pytest.fixture
def logged(caplog):
    """What the answer to an address leaves in the log: messages, and whether each has a traceback."""

    def get(address, **extra):
        client = Client(raise_request_exception=False)
        client.get(address, **extra)
        return [(record.getMessage(), bool(record.exc_info)) for record in caplog.records]

    return get


def test_forbidden_page_is_one_line(logged):
    assert logged("/403/") == [("Forbidden (Permission denied): /403/", False)]


def test_missing_page_is_one_line(logged):
    assert logged("/404/") == [("Not Found: /404/", False)]


def test_foreign_host_is_one_line(logged):
    said = "Invalid HTTP_HOST header: 'evil.example'. You may need to add 'evil.example' to ALLOWED_HOSTS."
    assert logged("/404/", headers={"host": "evil.example"}) == [(said, False)]


def test_fault_of_ours_has_its_traceback(logged):
    assert logged("/500/") == [("Internal Server Error: /500/", True)]
