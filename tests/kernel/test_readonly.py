"""GET never writes."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from azymut.kernel.models import TaskReceipt
from azymut.kernel.readonly import ReadOnlyGetMiddleware, WritingGetError, reading_only

pytestmark = pytest.mark.django_db


def write():
    TaskReceipt.objects.create(task_id="x", done_at="2026-11-22T11:00:00Z")
    return HttpResponse()


def ask(view, method="GET", path="/"):
    return ReadOnlyGetMiddleware(lambda _: view())(RequestFactory().generic(method, path))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_request_that_writes_is_an_error(method):
    with pytest.raises(WritingGetError), transaction.atomic():
        ask(write, method)
    assert not TaskReceipt.objects.exists()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_request_may_write(method):
    assert ask(write, method).status_code == 200
    assert TaskReceipt.objects.get().task_id == "x"


def test_return_from_the_identity_provider_may_write():
    assert ask(write, path="/konto/oidc/office/login/callback/").status_code == 200


def test_session_and_cache_may_be_written(client):
    with reading_only():
        cache.set("a", 1)
        client.session.save()
    assert cache.get("a") == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_mail SET state = 'x'",
        "  delete from kernel_mail",
        'INSERT INTO "kernel_mail" DEFAULT VALUES',
        "INSERT OR REPLACE INTO kernel_mail DEFAULT VALUES",
        'UPDATE "public"."kernel_mail" SET state = 1',
        "UPDATE ONLY kernel_mail SET state = 1",
        "TRUNCATE TABLE kernel_mail",
        "CREATE TABLE x (a int)",
        "DROP TABLE IF EXISTS kernel_mail",
        "ALTER TABLE kernel_mail ADD COLUMN x int",
        "/* hint */ UPDATE kernel_mail SET state = 1",
        "SELECT 1; DELETE FROM kernel_mail",
        "WITH old AS (SELECT 1) DELETE FROM kernel_mail",
        "WITH gone AS (DELETE FROM kernel_mail RETURNING id) SELECT * FROM gone",
    ],
)
def test_guard_knows_writes(sql):
    with transaction.atomic(), pytest.raises(WritingGetError), reading_only(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", ["SELECT 1", "SELECT 'update kernel_mail set' AS x", "SELECT state FROM kernel_mail"])
def test_guard_lets_reads_pass(sql):
    with reading_only(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_guard_ends_with_its_block():
    with pytest.raises(WritingGetError), transaction.atomic():
        ask(write)
    write()
    assert TaskReceipt.objects.get().task_id == "x"


def test_streamed_answer_is_watched_and_the_guard_never_outlives_a_piece():
    def pieces():
        yield b"a"
        write()

    response = ask(lambda: StreamingHttpResponse(pieces()))
    stream = iter(response.streaming_content)
    assert next(stream) == b"a"
    assert not connection.execute_wrappers
    with pytest.raises(WritingGetError):
        next(stream)
    assert b"".join(ask(lambda: StreamingHttpResponse([b"a", b"b"])).streaming_content) == b"ab"


def test_file_answer_is_left_as_it_is(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    response = ask(lambda: FileResponse(path.open("rb")))
    assert response.file_to_stream is not None
    response.close()
