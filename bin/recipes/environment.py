"""The Python environment in var/venv: made once, renewed when the pinned requirements change.

uv installs from the hash-pinned files, with the package index that pip is configured for; where uv cannot, pip does.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from console import StepFailedError, quietly, step
from place import LOGS, PYTHON, REQUIREMENTS, ROOT, VAR, VENV, environ

STAMP = VENV / "azymut.json"
TOOLS = VAR / "tools"
# pip's settings and the variable by which uv takes the same.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
    "proxy": "ALL_PROXY",
    "keyring-provider": "UV_KEYRING_PROVIDER",
}
COMMA_SEPARATED = {"UV_FIND_LINKS"}


def ensure(groups: tuple[str, ...] = ("base",), *, to: TextIO | None = None) -> None:
    """Make what these requirement files ask for stand in var/venv; quick when it already does."""
    if _stands(groups):
        return
    VAR.mkdir(exist_ok=True)
    with _alone():
        if _stands(groups):
            return
        with step("Python environment in var/venv", to=to) as conclude:
            conclude(_make_venv())
        for group in groups:
            if _stamps().get(group) != _fingerprint(group):
                with step(f"Packages of requirements/{group}.txt", to=to) as conclude:
                    conclude(f"by {_install(group)}")
                    _stamp(group)


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands started together must not install into one environment at once."""
    with (VAR / "environment.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint(group: str) -> str:
    text = (REQUIREMENTS / f"{group}.txt").read_bytes()
    return hashlib.sha256(text).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        stamps = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(stamps) if stamps.get("place") == str(VENV.resolve()) else {}


def _stands(groups: tuple[str, ...]) -> bool:
    stamps = _stamps()
    return PYTHON.exists() and all(stamps.get(group) == _fingerprint(group) for group in groups)


def _stamp(group: str) -> None:
    stamps = {**_stamps(), "place": str(VENV.resolve()), group: _fingerprint(group)}
    if group == "dev":
        stamps["base"] = _fingerprint("base")
    STAMP.write_text(json.dumps(stamps, indent=1), encoding="utf-8")


def _make_venv() -> str:
    if PYTHON.exists() and _works([str(PYTHON), "-m", "pip", "--version"]):
        return "stands"
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        raise StepFailedError(
            f"Python could not make an environment ({error}). On Debian the package python3-venv is missing."
        ) from error
    return f"Python {sys.version_info.major}.{sys.version_info.minor}"


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, env=environ(), check=False).returncode == 0
    except OSError:
        return False


def _install(group: str) -> str:
    requirements = REQUIREMENTS / f"{group}.txt"
    uv = _uv()
    if uv:
        command = [
            str(uv), "pip", "install", "--python", str(PYTHON), "--require-hashes", "--link-mode", "copy",
            # Every file is pinned by its hash, so any index that has it will do, as with pip.
            "--index-strategy", "unsafe-best-match", "--requirement", str(requirements),
        ]  # fmt: skip
        try:
            quietly(command, log=LOGS / f"uv-{group}.log", env=_uv_environ(), cwd=ROOT)
        except StepFailedError:
            pass
        else:
            return "uv"
    command = [
        str(PYTHON), "-m", "pip", "install", "--require-hashes", "--requirement", str(requirements),
    ]  # fmt: skip
    quietly(command, log=LOGS / f"pip-{group}.log", env=environ(), cwd=ROOT)
    return "pip"


def _uv() -> Path | None:
    """uv from the package index, in a folder of its own; None where it cannot run."""
    uv = TOOLS / "bin" / "uv"
    if not _works([str(uv), "--version"]):
        command = [
            str(PYTHON), "-m", "pip", "install", "--require-hashes", "--target", str(TOOLS), "--upgrade",
            "--requirement", str(REQUIREMENTS / "tools.txt"),
        ]  # fmt: skip
        try:
            quietly(command, log=LOGS / "uv.log", env=environ(), cwd=ROOT)
        except StepFailedError:
            return None
    return uv if _works([str(uv), "--version"]) else None


def _uv_environ() -> dict[str, str]:
    values = environ()
    for name, value in _pip_settings().items():
        variable = PIP_TO_UV.get(name)
        if variable and variable not in values:
            values[variable] = ",".join(value.split()) if variable in COMMA_SEPARATED else value
    return values


def _pip_settings() -> dict[str, str]:
    """What `pip config list` says; the more particular source (install, then environment) wins."""
    listed = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, env=environ(), check=False
    ).stdout
    ranked: list[tuple[int, str, str]] = []
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.strip().rpartition(".")
        rank = {"global": 0, "install": 1, ":env:": 2}.get(section)
        if rank is not None:
            try:
                text = str(ast.literal_eval(value.strip()))
            except (SyntaxError, ValueError):
                text = value.strip()
            ranked.append((rank, name.replace("_", "-"), " ".join(text.split())))
    return {name: value for _rank, name, value in sorted(ranked)}
