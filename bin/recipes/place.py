"""Where everything lies: the project's folder, and var/ for all that is made."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
# What belongs to one demo. The browser journeys run one of their own beside it.
DEMO = Path(os.environ.get("AZYMUT_DEMO_DIR", VAR))
DATA = DEMO / "data"
STATIC = DEMO / "static"
CHARTS = DEMO / "charts"
LOGS = DEMO / "log"
SECRET = DEMO / "secret"
SIGN_INS = DEMO / "demo.json"
REPORTS = VAR / "reports"
REQUIREMENTS = ROOT / "requirements"


def environ(settings: str = "", **more: str) -> dict[str, str]:
    """The environment of child processes: the code on the path, caches under var/."""
    values = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "PYTHONUNBUFFERED": "1",
        "XDG_CACHE_HOME": str(VAR / "cache"),
        "PIP_CACHE_DIR": str(VAR / "cache" / "pip"),
        "UV_CACHE_DIR": str(VAR / "cache" / "uv"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        **more,
    }
    values.pop("PYTHONHOME", None)
    values.pop("PYTHONDONTWRITEBYTECODE", None)
    if settings:
        values["DJANGO_SETTINGS_MODULE"] = settings
    return values


def local_environ(port: int = 8000) -> dict[str, str]:
    """The demo's own: its data directory and database, whatever the surrounding shell names."""
    values = environ("config.settings.local", AZYMUT_DATA_DIR=str(DATA), AZYMUT_ADDRESS=f"http://localhost:{port}")
    values.pop("DATABASE_URL", None)
    temporary = DEMO / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    values["TMPDIR"] = str(temporary)
    return values
