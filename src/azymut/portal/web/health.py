"""`/healthz`: is the database there, is the worker alive, is there room on the disk? For monitoring, not for people."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils import timezone

from azymut.kernel import background
from azymut.people.access import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LEAST_FREE_BYTES = 500 * 1024 * 1024


@public
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """200 when pages can be served, 503 without the database.

    A silent worker or a filling disk does not stop the pages: it is named in `worries`, and `status` says so.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        seen = background.worker_seen_at()
        alive = background.worker_is_alive(at=timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    worries = [] if alive else ["no sign of life from a worker"]
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE_BYTES:
        worries.append("less than 500 MB of disk left")
    return JsonResponse(
        {
            "status": "worried" if worries else "ok",
            "database": connection.vendor,
            "worker_seen_at": seen.isoformat() if seen else None,
            "disk_free_bytes": free,
            "worries": worries,
        }
    )
