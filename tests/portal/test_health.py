"""`/healthz` for monitoring."""

from __future__ import annotations

from collections import namedtuple

import pytest
from django.db import DatabaseError, connection

from azymut.portal.web import health

Disk = namedtuple("Disk", "free")


@pytest.fixture
def disk(monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: Disk(10**12))


@pytest.fixture
def worker(monkeypatch, now):
    monkeypatch.setattr(health.background, "worker_seen_at", lambda: now)
    monkeypatch.setattr(health.background, "worker_is_alive", lambda at: True)  # noqa: ARG005  # the real signature


@pytest.mark.django_db
@pytest.mark.usefixtures("disk", "worker")
def test_all_is_well(client, now):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": connection.vendor,
        "worker_seen_at": now.isoformat(),
        "disk_free_bytes": 10**12,
        "worries": [],
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("disk")
def test_silent_worker_is_a_worry(client):
    answer = client.get("/healthz").json()
    assert (answer["status"], answer["worries"]) == ("worried", ["no sign of life from a worker"])
    assert answer["worker_seen_at"] is None


@pytest.mark.django_db
@pytest.mark.usefixtures("worker")
def test_full_disk_is_a_worry(client, monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: Disk(1))
    assert client.get("/healthz").json()["worries"] == ["less than 500 MB of disk left"]


def test_without_database_the_answer_is_503(client, monkeypatch):
    def unreachable():
        raise DatabaseError

    monkeypatch.setattr(health.connection, "cursor", unreachable)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "database unreachable"}
