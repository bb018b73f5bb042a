"""Settings of a worker process that shares the database of the running tests."""

from config.settings.test import *  # noqa: F403

DATABASES = {"default": dj_database_url.parse(os.environ["TEST_WORKER_DATABASE"])}  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS  # noqa: F405
SMTP_URL = os.environ["TEST_WORKER_SMTP"]  # noqa: F405
TASK_BACKOFF_SECONDS = 0
