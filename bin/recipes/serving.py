"""Web server and worker as children: started together, restarted when one dies, stopped cleanly."""

from __future__ import annotations

import ctypes
import http.client
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from console import StepFailedError, say, tail
from place import LOGS, PYTHON, ROOT, local_environ

READY_WITHIN = 120
STOP_WITHIN = 20.0
STEADY_AFTER = 30.0
MOST_FAILURES = 5
PR_SET_PDEATHSIG = 1


def busy(port: int) -> bool:
    """Whether somebody already listens there."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.settimeout(1)
                if probe.connect_ex((host, port)) == 0:
                    return True
        except OSError:
            continue
    return False


def addresses(port: int) -> str:
    """Both meanings of localhost where the machine has both, since browsers may try either first."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return f"127.0.0.1:{port}"
    return f"127.0.0.1:{port},[::1]:{port}"


def _die_with_parent() -> None:
    """Linux: when this program is killed outright, its children are told to stop too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One long-running program and its log."""

    name: str
    command: list[str | Path]
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    retry_at: float = field(default=0.0)

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name.replace(' ', '-')}.log"

    def start(self) -> None:
        LOGS.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=self.env,
                cwd=ROOT,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  # no threads run here, and the call is one system call
            )
        self.started = time.monotonic()

    def look_after(self) -> None:
        """Start again what has died, a little later each time; give up when it never holds."""
        if self.process is None:
            if time.monotonic() >= self.retry_at:
                self.start()
            return
        if self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        self.failures = 1 if lived > STEADY_AFTER else self.failures + 1
        if self.failures > MOST_FAILURES:
            raise StepFailedError(f"The {self.name} keeps stopping:\n{tail(self.log)}\n(all of it: {self.log})")
        say(f"The {self.name} stopped (status {self.process.returncode}); starting it again. Log: {self.log}")
        self.process = None
        self.retry_at = time.monotonic() + min(2 ** (self.failures - 1), 30) - 1

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Stopped:
    """Becomes true when the person or the system asks to end."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: setattr(self, "asked", True))


def children(port: int) -> list[Child]:
    env = local_environ(port)
    web = [PYTHON, "-m", "gunicorn", "--config", ROOT / "config" / "gunicorn.py", "config.wsgi:application"]
    return [
        Child("web server", web, {**env, "AZYMUT_BIND": addresses(port)}),
        Child("worker", [PYTHON, "-m", "django", "work"], env),
    ]


def serve(port: int, stopped: Stopped, *, announce: str) -> None:
    """Run until asked to stop. Raises StepFailedError when a child cannot be kept alive."""
    running = children(port)
    try:
        for child in running:
            child.start()
        took = _await_page(port, running, stopped)
        if not stopped.asked:
            say(f"The first page took {took * 1000:.0f} ms.\n\n{announce}")
        while not stopped.asked:
            time.sleep(0.5)
            for child in running:
                child.look_after()
    finally:
        for child in running:
            child.stop()
        until = time.monotonic() + STOP_WITHIN
        for child in running:
            child.wait(until)


def _await_page(port: int, running: list[Child], stopped: Stopped) -> float:
    until = time.monotonic() + READY_WITHIN
    while not stopped.asked:
        try:
            return _fetch(port)
        except OSError:
            if time.monotonic() > until:
                raise StepFailedError(f"The web server gives no page:\n{tail(running[0].log)}") from None
            for child in running:
                child.look_after()
            time.sleep(0.1)
    return 0.0


def _fetch(port: int) -> float:
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        status = connection.getresponse().status
    finally:
        connection.close()
    if status >= http.client.INTERNAL_SERVER_ERROR:
        raise StepFailedError(f"The first page answered {status}. Log: {LOGS / 'web-server.log'}")
    return time.monotonic() - started
