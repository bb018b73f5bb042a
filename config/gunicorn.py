"""gunicorn: sync workers that share one loaded copy of the code."""

from __future__ import annotations

import os

bind = os.environ.get("AZYMUT_BIND", "127.0.0.1:8000").split(",")
workers = int(os.environ.get("AZYMUT_WEB_WORKERS", "2"))
worker_class = "sync"
preload_app = True
max_requests = 20000
max_requests_jitter = 2000
timeout = 60
accesslog = None
errorlog = "-"
loglevel = os.environ.get("AZYMUT_LOG_LEVEL", "warning")
