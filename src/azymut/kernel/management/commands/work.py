"""`work`: the worker that carries out tasks, delivers mail and keeps the schedule."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from azymut.kernel.postman import postman_for
from azymut.kernel.worker import Worker


class Command(BaseCommand):
    requires_system_checks = []  # they would load every page; the web server runs them
    help = "Carry out background tasks, deliver mail and keep the schedule. Ends after the current task on SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks at an empty queue")
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")

    def handle(self, **options: Any) -> None:
        postman_for(settings.SMTP_URL)
        worker = Worker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, worker.stop)
        worker.run(interval=options["interval"], until_idle=options["once"])
